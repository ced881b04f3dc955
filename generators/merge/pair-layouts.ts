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
  /** Of each token: the lines of its first and of its last character, and whether it is the first of its line. */
  places: { line: number; endLine: number; isFirst: boolean }[];
}

/**
 * Finds the lines that hold the same code in both texts, laid out alike or not, in pairs as small as they can be: as a
 * formatter leaves a text that nobody edited. Blank lines belong to none.
 */
export function pairLayouts(base: Source, theirs: Source): LayoutPair[] {
  const [o, a] = [readSide(base), readSide(theirs)];
  const keys = ({ tokens }: Side) => tokens.map(({ key }) => key);
  const pairs: LayoutPair[] = [];
  const addRun = (startO: number, startA: number, length: number) => {
    const isCut = (at: number) => isLineStart(o, startO + at) && isLineStart(a, startA + at);
    const cuts = Array.from({ length: length + 1 }, (_value, at) => at).filter(isCut);
    for (const [index, cut] of cuts.slice(0, -1).entries()) {
      const next = cuts[index + 1] as number;
      const [partO, partA] = [
        findPart(o, startO + cut, startO + next),
        findPart(a, startA + cut, startA + next),
      ];
      const endsAlike = partO.trail === partA.trail;
      pairs.push({ base: partO, theirs: partA, endsAlike });
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
  const tokens = listTokens(source);
  const lines = source.tree.text.split("\n");
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const lineAt = (at: number, from: number) => {
    let line = from;
    while ((starts[line + 1] ?? Infinity) <= at) line += 1;
    return line;
  };
  let line = 0;
  const places = tokens.map(({ start, end }) => {
    line = lineAt(start, line);
    const isFirst = lines[line]?.slice(0, start - (starts[line] ?? 0)).trim() === "";
    return { line, endLine: lineAt(end - 1, line), isFirst };
  });
  return { tokens, places };
}

// What lies between two of these is whole lines.
function isLineStart({ places, tokens }: Side, index: number): boolean {
  return index === tokens.length || places[index]?.isFirst === true;
}

function findPart({ tokens, places }: Side, from: number, to: number) {
  const inside = places.slice(from, to);
  const end = Math.max(...inside.map(({ endLine }) => endLine)) + 1;
  return {
    from: inside[0]?.line ?? 0,
    to: Math.min(end, places[to]?.line ?? end),
    trail: tokens.slice(from, to).findLast(({ isComment }) => !isComment)?.trail,
  };
}
