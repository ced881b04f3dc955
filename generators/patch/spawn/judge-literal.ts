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
import { type Entries, type NewObject, readEntries } from "./read-entries.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Judges an environment that is made on the spot. */
export function judgeLiteral(
  within: EnvironmentContext,
  object: NewObject,
  extendsEnv: boolean,
): Judgement {
  const { ts } = within.context;
  const entries = readEntries(within, object);
  const found = judgeEntries(within, entries);
  if (found) return found;
  if (extendsEnv || !entries.hasProcessEnv) {
    return {
      verdict: "patchable",
      reason: "gives its child an environment of its own",
      notes: extendsEnv ? [] : missingNotes(within.variables, entries),
      isOwn: !entries.hasProcessEnv,
      edits: (writer) =>
        ts.isObjectLiteralExpression(object)
          ? appendItems(within.context, object.properties, [writer.entry()])
          : appendItems(within.context, object.arguments, [`{ ${writer.entry()} }`]),
    };
  }
  return {
    verdict: "patchable",
    reason: "gives its child this environment and more",
    notes: [],
    edits: (writer) => wrapObject(within.context, object, writer),
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
export function missingNotes(
  { logs, environment }: Variables,
  { keys }: Pick<Entries, "keys">,
): string[] {
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
// comment stands with it, the object stays as it is: childEnv's own comes after it.
function wrapObject(context: SpawnContext, object: NewObject, writer: Writer): Edit[] {
  const { ts, tree } = context;
  const start = object.getStart(tree);
  const [before = "", after = ""] = writer.env("\0").split("\0");
  const open = { start, end: start, text: before };
  const close = { start: object.end, end: object.end, text: after };
  const [first, second] = ts.isObjectLiteralExpression(object) ? object.properties : [];
  const isFirst =
    first && ts.isSpreadAssignment(first) && isProcessEnv(context, unwrap(ts, first.expression));
  if (!isFirst) return [open, close];
  const until = second ? second.getStart(tree) : object.end;
  const hasComment = /\/[/*]/.test(tree.text.slice(start, until).replace(first.getText(tree), ""));
  if (hasComment) return [open, close];
  if (!second) return [{ start, end: object.end, text: writer.env() }];
  return [open, { start: first.getStart(tree), end: until, text: "" }, close];
}
