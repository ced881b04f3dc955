import { diffIndices } from "node-diff3";
import type { Source } from "../patch/parse-source.js";
import { listTokens, type Token } from "./list-tokens.js";

/** The same code in two texts, as lines; `from` and `to` are lines' indices, `to` exclusive. */
export interface LayoutPair {
  base: { from: number; to: number };
  theirs: { from: number; to: number };
  /** Whether both end in the same punctuation: where a formatter took a last comma away, no other line may follow. */
  endsAlike: boolean;
}

interface Side {
  tokens: Token[];
  lines: number[];
  /** Whether a token is the first of its line. */
  isFirst: boolean[];
  lineCount: number;
}

/**
 * Finds the lines that hold the same code in both texts, laid out alike or not, in pairs as small as
 * they can be: as a formatter leaves a text that nobody edited.
 */
export function pairLayouts(base: Source, theirs: Source): LayoutPair[] {
  const [o, a] = [readSide(base), readSide(theirs)];
  const keys = ({ tokens }: Side) => tokens.map(({ key }) => key);
  const pairs: LayoutPair[] = [];
  const addRun = (startO: number, startA: number, length: number) => {
    const cuts: number[] = [];
    for (let at = 0; at <= length; at += 1)
      if (isCut(o, startO + at) && isCut(a, startA + at)) cuts.push(at);
    for (const [index, cut] of cuts.slice(0, -1).entries()) {
      const next = cuts[index + 1] as number;
      pairs.push({
        base: { from: lineOf(o, startO + cut), to: lineOf(o, startO + next) },
        theirs: { from: lineOf(a, startA + cut), to: lineOf(a, startA + next) },
        endsAlike:
          trailOf(o, startO + cut, startO + next) === trailOf(a, startA + cut, startA + next),
      });
    }
  };
  let [nextO, nextA] = [0, 0];
  for (const { buffer1, buffer2 } of diffIndices(keys(o), keys(a))) {
    addRun(nextO, nextA, buffer1[0] - nextO);
    nextO = buffer1[0] + buffer1[1];
    nextA = buffer2[0] + buffer2[1];
  }
  addRun(nextO, nextA, o.tokens.length - nextO);
  return pairs;
}

function readSide(source: Source): Side {
  const { text } = source.tree;
  const tokens = listTokens(source);
  const lines: number[] = [];
  const isFirst: boolean[] = [];
  let [line, lineStart, at] = [0, 0, 0];
  for (const { start } of tokens) {
    for (; at < start; at += 1) {
      if (text[at] !== "\n") continue;
      line += 1;
      lineStart = at + 1;
    }
    lines.push(line);
    isFirst.push(text.slice(lineStart, start).trim() === "");
  }
  return { tokens, lines, isFirst, lineCount: text.split("\n").length };
}

// Before the first token of a line, and at the end: what lies between two cuts is whole lines.
function isCut({ tokens, isFirst }: Side, index: number): boolean {
  return index === tokens.length || isFirst[index] === true;
}

function lineOf({ tokens, lines, lineCount }: Side, index: number): number {
  return index === tokens.length ? lineCount : (lines[index] as number);
}

function trailOf({ tokens }: Side, from: number, to: number): string | undefined {
  return tokens.slice(from, to).findLast(({ isComment }) => !isComment)?.trail;
}
