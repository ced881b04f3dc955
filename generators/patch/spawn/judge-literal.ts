import type { ts } from "ts-morph";
import type { Variables } from "../../standard.js";
import { firstLine } from "../parse-source.js";
import { unwrap } from "../resolve-references.js";
import { appendItems, type Edit } from "./append-items.js";
import {
  type EnvironmentContext,
  handled,
  type Judgement,
  report,
  type Writer,
} from "./environment.js";
import { judgeName } from "./judge-name.js";
import { isProcessEnv } from "./process-env.js";
import { type Entries, readEntries } from "./read-entries.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Judges an environment that is written out as an object. */
export function judgeLiteral(
  within: EnvironmentContext,
  literal: ts.ObjectLiteralExpression,
  extendsEnv: boolean,
): Judgement {
  const entries = readEntries(within, literal);
  const found = judgeEntries(within, entries);
  if (found) return found;
  if (extendsEnv || !entries.hasProcessEnv) {
    return {
      verdict: "patchable",
      reason: "gives its child an environment of its own",
      notes: extendsEnv ? [] : missingNotes(within.variables, entries),
      isOwn: !entries.hasProcessEnv,
      edits: (writer) => appendItems(within.context, literal.properties, [writer.entry()]),
    };
  }
  return {
    verdict: "patchable",
    reason: "gives its child this environment and more",
    notes: [],
    edits: (writer) => wrapLiteral(within.context, literal, writer),
  };
}

/** What is to be said of entries that need no code, or can't be given any; undefined for all others. */
export function judgeEntries(within: EnvironmentContext, entries: Entries): Judgement | undefined {
  const { ts } = within.context;
  const { variables } = within;
  const { name, child, unknown } = entries;
  if (entries.isNameOverridden) {
    return report(`sets ${variables.name} ahead of this environment, which overrides it`);
  }
  if (child && !name) return handled("childEnv", child);
  if (name) {
    const value = ts.isShorthandPropertyAssignment(name) ? name : name.initializer;
    const judged = judgeName(within, value);
    if (judged.verdict !== "patchable") return judged;
    if (unknown !== undefined) return reportUnknown(entries, unknown);
    return entries.hasProcessEnv ? judged : { ...judged, notes: missingNotes(variables, entries) };
  }
  return unknown === undefined ? undefined : reportUnknown(entries, unknown);
}

/** What a child lacks that is given an environment without this one's variables. */
export function missingNotes({ logs, environment }: Variables, { keys }: Entries): string[] {
  const missing = [logs, environment].filter((key) => !keys.has(key));
  return missing.length === 0
    ? []
    : [`its child is not given ${missing.join(" and ")}, without which its guard stops it`];
}

function reportUnknown({ isFromCaller }: Entries, unknown: string): Judgement {
  return report(
    `takes part of its child's environment from \`${firstLine(unknown)}\`, which may name it`,
    isFromCaller,
  );
}

// `{ ...process.env, A: "1" }` becomes `childEnv("X", { A: "1" })`; where the spread isn't the first, or a
// comment stands with it, the literal stays as it is: childEnv's own comes after it.
function wrapLiteral(
  context: SpawnContext,
  literal: ts.ObjectLiteralExpression,
  writer: Writer,
): Edit[] {
  const { ts, tree } = context;
  const start = literal.getStart(tree);
  const [first, second] = literal.properties;
  const [before = "", after = ""] = writer.env("\0").split("\0");
  const open = { start, end: start, text: before };
  const close = { start: literal.end, end: literal.end, text: after };
  const isFirst =
    first && ts.isSpreadAssignment(first) && isProcessEnv(context, unwrap(ts, first.expression));
  if (!isFirst) return [open, close];
  const until = second ? second.getStart(tree) : literal.end;
  const hasComment = /\/[/*]/.test(tree.text.slice(start, until).replace(first.getText(tree), ""));
  if (hasComment) return [open, close];
  if (!second) return [{ start, end: literal.end, text: writer.env() }];
  return [open, { start: first.getStart(tree), end: until, text: "" }, close];
}
