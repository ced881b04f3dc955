import type { Edit } from "../../migrate/migrate.js";
import { childrenOf } from "../parse-python.js";
import type { PythonModule, Statement } from "./module.js";

/** Lines that go, with what takes their place. */
interface Cut {
  start: number;
  end: number;
  /** Whether it is the first thing of its block, or the last. */
  isFirst: boolean;
  isLast: boolean;
  replacement: string;
}

/**
 * The edits that take statements out: whole lines, with the comments above that are about them, and one
 * of the two gaps around. A block that is left empty gets a `pass`, or goes with its `else`.
 */
export function cutStatements(module: PythonModule, dead: ReadonlySet<Statement>): Edit[] {
  const { text } = module.source;
  const cuts: Cut[] = [];
  const inline: Edit[] = [];
  const visit = (block: Statement[], owner?: Statement) => {
    const isEmptied = block.length > 0 && block.every((each) => dead.has(each));
    const clause = isEmptied && owner ? findClause(text, owner, block) : undefined;
    if (clause) {
      cuts.push({ ...clause, isFirst: false, isLast: true, replacement: "" });
      return;
    }
    block.forEach((statement, index) => {
      if (!dead.has(statement)) {
        for (const inner of statement.blocks) visit(inner, statement);
        return;
      }
      const span = findLines(text, statement);
      if (span === undefined) {
        inline.push({ start: statement.node.from, end: findEnd(statement), text: "pass" });
        return;
      }
      const isFirst = index === 0;
      const isLast = block.slice(index).every((each) => dead.has(each));
      const needsPass = isEmptied && owner !== undefined && isFirst;
      const replacement = needsPass ? `${indentOf(text, statement)}pass${findEol(text)}` : "";
      cuts.push({ ...span, isFirst, isLast, replacement });
    });
  };
  visit(module.statements);
  return [...joinCuts(text, cuts).map((cut) => closeGap(text, cut)), ...inline];
}

// The `else:` or `finally:` of which nothing is left.
function findClause(
  text: string,
  owner: Statement,
  block: Statement[],
): { start: number; end: number } | undefined {
  if (owner.blocks.at(-1) !== block || owner.blocks.length < 2) return undefined;
  const keyword = childrenOf(owner.node).findLast(({ name }) => /^(?:else|finally)$/.test(name));
  const body = childrenOf(owner.node).findLast(({ name }) => name === "Body");
  const last = block.at(-1);
  if (!keyword || !body || !last || keyword.from > body.from) return undefined;
  const previous = childrenOf(owner.node)
    .filter(({ name }) => name === "Body")
    .at(-2);
  if (previous === undefined || keyword.from < previous.from) return undefined;
  const lines = findLines(text, last);
  const start = text.lastIndexOf("\n", keyword.from - 1) + 1;
  // A try needs one of them.
  const isOnly = owner.kind === "TryStatement" && owner.blocks.length === 2;
  return lines === undefined || isOnly ? undefined : { start, end: lines.end };
}

/** The lines of a statement, with the comments that are its own; undefined where it shares them. */
function findLines(text: string, statement: Statement): { start: number; end: number } | undefined {
  const { node } = statement;
  const lineStart = text.lastIndexOf("\n", node.from - 1) + 1;
  const end = findEnd(statement);
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  if (text.slice(lineStart, node.from).trim() !== "" || rest === undefined) return undefined;
  const indent = text.slice(lineStart, node.from);
  return {
    start: takeComments(text, lineStart, indent),
    end: takeTrailing(text, end + rest.length, indent),
  };
}

function findEnd(statement: Statement): number {
  const last = statement.blocks.flat().reduce<Statement | undefined>((latest, each) => {
    return latest === undefined || each.node.from > latest.node.from ? each : latest;
  }, undefined);
  if (last) return findEnd(last);
  const { source } = statement.module;
  const code = source.text.slice(statement.node.from, statement.node.to);
  return statement.node.from + code.trimEnd().length;
}

// Directly above, and as far in: what says why the statement is there.
function takeComments(text: string, lineStart: number, indent: string): number {
  let at = lineStart;
  while (at > 0) {
    const above = text.lastIndexOf("\n", at - 2) + 1;
    const line = text.slice(above, at);
    const isOwn = line.startsWith(`${indent}#`) && !isPragma(line);
    if (!isOwn) break;
    // What begins a file is about the file.
    if (above === 0) return lineStart;
    at = above;
  }
  return at;
}

function isPragma(line: string): boolean {
  return /^\s*#\s*(?:!|-\*-|fmt:|region|endregion|pylint|mypy|flake8|ruff|isort|type:|noqa|%%|pragma)/.test(
    line,
  );
}

// Comments at the end of a block that went: they are deeper than what went.
function takeTrailing(text: string, from: number, indent: string): number {
  let end = from;
  for (let at = from; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const next = newline === -1 ? text.length : newline + 1;
    const line = text.slice(at, next);
    if (line.trim() !== "") {
      const isDeeper = line.startsWith(indent) && /^[ \t]+#/.test(line.slice(indent.length));
      if (!isDeeper) break;
      end = next;
    }
    at = next;
  }
  return end;
}

// What goes side by side is one gap.
function joinCuts(text: string, cuts: Cut[]): Cut[] {
  const joined: Cut[] = [];
  for (const cut of cuts.sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && text.slice(last.end, cut.start).trim() === "") {
      last.end = Math.max(last.end, cut.end);
      last.isLast = cut.isLast;
      last.isFirst = last.isFirst && true;
      last.replacement += cut.replacement;
    } else joined.push({ ...cut });
  }
  return joined;
}

// Of the blank lines above and below the wider gap stays; none at the beginning or the end of a block.
function closeGap(text: string, { start, end, isFirst, isLast, replacement }: Cut): Edit {
  if (replacement !== "") return { start, end, text: replacement };
  const above = /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(text.slice(0, start))?.[1] ?? "";
  const below = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0] ?? "";
  const isWider = (one: string, other: string) => one.split("\n").length > other.split("\n").length;
  if (end + below.length >= text.length) return { start: start - above.length, end, text: "" };
  if (isFirst) return { start, end: end + below.length, text: "" };
  if (isLast || !isWider(above, below)) return { start: start - above.length, end, text: "" };
  return { start, end: end + below.length, text: "" };
}

function indentOf(text: string, { node }: Statement): string {
  return text.slice(text.lastIndexOf("\n", node.from - 1) + 1, node.from);
}

function findEol(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
