import type { SyntaxNode } from "@lezer/common";
import { firstLine } from "../../parse-source.js";
import { handled, type Judgement, report } from "../../spawn/environment.js";
import { missingNotes } from "../../spawn/judge-literal.js";
import { textOf } from "../parse-python.js";
import { type Argument, keyword } from "../read-arguments.js";
import { appendItem } from "./append-item.js";
import { findUses } from "./find-writes.js";
import { judgeName } from "./judge-name.js";
import { type EnvironmentPart, readEnvironment, readWrites } from "./read-environment.js";
import { assignedValue, bareValue, isGiven, type PythonModule } from "./read-module.js";
import { isEnviron } from "./resolve-path.js";
import type { PythonSurroundings } from "./surroundings.js";

type Edits = Extract<Judgement, { verdict: "patchable" }>["edits"];

/** Judges the environment that a call gives its child, and knows the edits that name the child. */
export function judgeEnvironment(
  module: PythonModule,
  surroundings: PythonSurroundings,
  call: SyntaxNode,
  args: readonly Argument[],
): Judgement {
  const value = keyword(args, "env");
  if (value && textOf(module, value) !== "None") return judgeValue(module, surroundings, value);
  const more = args.find(({ star }) => star === "**");
  if (more && !value) {
    const text = firstLine(textOf(module, more.value));
    return report(
      `passes \`**${text}\`, which may hold an environment`,
      isGiven(module, more.value),
    );
  }
  const list = call.getChild("ArgList");
  return {
    verdict: "patchable",
    reason: "gives its child no environment of its own",
    notes: [],
    edits: (writer) => {
      if (value) return [{ start: value.from, end: value.to, text: writer.env() }];
      return list ? appendItem(module, list, `env=${writer.env()}`) : [];
    },
  };
}

function judgeValue(
  module: PythonModule,
  surroundings: PythonSurroundings,
  value: SyntaxNode,
): Judgement {
  const { variables, dir } = surroundings;
  const source = assignedValue(module, value);
  const isOwnEnviron =
    isEnviron(module, value) || (source !== undefined && isEnviron(module, source));
  if (isOwnEnviron) {
    return {
      verdict: "patchable",
      reason: "gives its child this very environment",
      notes: ["what is put into os.environ before the call still reaches the child"],
      edits: (writer) => [{ start: value.from, end: value.to, text: writer.env() }],
    };
  }
  const parts = readParts(module, dir, value);
  const named = judgeParts(module, surroundings, value, parts);
  if (named) return named;
  const isOwn = !parts.some(({ kind }) => kind === "environ");
  const keys = new Set(parts.flatMap((part) => (part.kind === "entry" ? [part.key] : [])));
  const what = source
    ? `\`${textOf(module, value)}\``
    : isOwn
      ? "an environment of its own"
      : "this environment and more";
  return {
    verdict: "patchable",
    reason: `gives its child ${what}`,
    notes: isOwn ? missingNotes(variables, { keys }) : [],
    isOwn,
    edits: editsOf(module, surroundings, value, parts),
  };
}

// What only this call is given is read, and changed, where it is made.
function readParts(module: PythonModule, dir: string, value: SyntaxNode): EnvironmentPart[] {
  const read = (node: SyntaxNode) => readEnvironment(module, dir, node);
  const source = ownSource(module, value);
  return source ? [...read(source), ...readWrites(module, bareValue(value), read)] : read(value);
}

/** What a variable was set to that is this call's environment and no other's. */
function ownSource(module: PythonModule, value: SyntaxNode): SyntaxNode | undefined {
  const name = bareValue(value);
  return findEnvUses(module, name).length > 1 ? undefined : assignedValue(module, name);
}

/** What is to be said of an environment whose child has a name, or that can't be told; undefined for all others. */
function judgeParts(
  module: PythonModule,
  surroundings: PythonSurroundings,
  value: SyntaxNode,
  parts: EnvironmentPart[],
): Judgement | undefined {
  const { variables } = surroundings;
  const isName = (part: EnvironmentPart) =>
    (part.kind === "entry" || part.kind === "removed") && part.key === variables.name;
  const last = (isMeant: (part: EnvironmentPart) => boolean) => parts.findLastIndex(isMeant);
  const nameAt = last(isName);
  const environAt = last(({ kind }) => kind === "environ");
  const childAt = last(({ kind }) => kind === "child");
  const name = parts[nameAt];
  const child = parts[childAt];
  const unknown = parts.find((part) => part.kind === "unknown");
  const isBehind = environAt > Math.max(nameAt, childAt) && Math.max(nameAt, childAt) >= 0;
  if (isBehind)
    return report(`sets ${variables.name} ahead of this environment, which overrides it`);
  if (child?.kind === "child" && childAt > nameAt) return handled("child_env", child);
  const written = firstLine(textOf(module, value));
  if (name?.kind === "removed") return report(`removes ${variables.name} from \`${written}\``);
  if (name?.kind === "entry") {
    if (!name.isSure) return report(`sets ${variables.name} of \`${written}\` in some cases only`);
    const judged = judgeName(module, surroundings, name.value);
    if (judged.verdict !== "patchable") return judged;
    if (unknown) return reportUnknown(module, value, unknown);
    const keys = new Set(parts.flatMap((part) => (part.kind === "entry" ? [part.key] : [])));
    return environAt < 0 && childAt < 0
      ? { ...judged, notes: missingNotes(variables, { keys }) }
      : judged;
  }
  return unknown && reportUnknown(module, value, unknown);
}

function reportUnknown(
  module: PythonModule,
  value: SyntaxNode,
  { text, isGiven }: Extract<EnvironmentPart, { kind: "unknown" }>,
): Judgement {
  const isWhole =
    text === textOf(module, bareValue(value)) ||
    text === textOf(module, assignedValue(module, value) ?? value);
  const quoted = `\`${firstLine(text)}\``;
  return isWhole
    ? report(`takes its child's environment from ${quoted}`, isGiven)
    : report(`takes part of its child's environment from ${quoted}, which may name it`, isGiven);
}

function editsOf(
  module: PythonModule,
  { variables }: PythonSurroundings,
  value: SyntaxNode,
  parts: EnvironmentPart[],
): Edits {
  const target = ownSource(module, value) ?? bareValue(value);
  const environ = parts.findLast((part) => part.kind === "environ");
  if (environ?.kind === "environ" && environ.isDirect) {
    const { from: start, to: end } = environ.node;
    return (writer) => [{ start, end, text: writer.env() }];
  }
  if (target.name === "DictionaryExpression") {
    return (writer) => appendItem(module, target, writer.entry());
  }
  const list = target.getChild("ArgList");
  const isDict = target.firstChild && textOf(module, target.firstChild) === "dict";
  if (list && isDict) {
    return (writer) => appendItem(module, list, `${variables.name}=${writer.name()}`);
  }
  // What others have too stays as it is.
  return (writer) => [
    { start: value.from, end: value.from, text: "{**" },
    { start: value.to, end: value.to, text: `, ${writer.entry()}}` },
  ];
}

/** Calls that are given a variable as their `env`. */
function findEnvUses(module: PythonModule, name: SyntaxNode): SyntaxNode[] {
  return findUses(module, name).filter((use) => {
    const [operator, keyword] = [use.prevSibling, use.prevSibling?.prevSibling];
    return (
      operator?.name === "AssignOp" &&
      keyword != null &&
      use.parent?.name === "ArgList" &&
      textOf(module, keyword) === "env"
    );
  });
}
