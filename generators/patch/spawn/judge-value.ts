import type { ts } from "ts-morph";
import { firstLine } from "../parse-source.js";
import { unwrap } from "../resolve-references.js";
import { handled, type Judged, type Judgement, report } from "./environment.js";
import { findConstant } from "./find-constant.js";
import { findLoggingCall } from "./find-logging-call.js";
import { findWrites } from "./find-writes.js";
import { isGiven } from "./is-given.js";
import { judgeEntries, judgeLiteral, missingNotes } from "./judge-literal.js";
import { judgeName } from "./judge-name.js";
import { isProcessEnv } from "./process-env.js";
import { readEntries } from "./read-entries.js";

/** Judges the value of a call's `env`; `prefix` is what a shorthand lacks. */
export function judgeValue(judged: Judged, written: ts.Expression, prefix: string): Judgement {
  const { context, folder, api } = judged;
  const { ts, tree } = context;
  const node = unwrap(ts, written);
  const child = findLoggingCall(context, folder, "childEnv", node);
  if (child) return handled("childEnv", child);
  const whole = { start: node.getStart(tree), end: node.end };
  if (isProcessEnv(context, node)) {
    return {
      verdict: "patchable",
      reason: "gives its child this very environment",
      notes: ["what is put into process.env before the call still reaches the child"],
      edits: (writer) => [{ ...whole, text: prefix + writer.env() }],
    };
  }
  if (ts.isObjectLiteralExpression(node)) {
    return judgeLiteral(judged, node, api.extendsEnv ?? false);
  }
  if (ts.isIdentifier(node)) return judgeVariable(judged, node, prefix);
  return reportFrom(judged, node, node);
}

function judgeVariable(judged: Judged, name: ts.Identifier, prefix: string): Judgement {
  const { context, variables, folder, api } = judged;
  const { ts, tree } = context;
  const constant = findConstant(context, name);
  if (!constant) return reportFrom(judged, name, name);
  const { declaration, value } = constant;
  const [write, other] = findWrites(context, declaration, variables.name);
  if (other) return report(`sets ${variables.name} of \`${name.text}\` more than once`);
  if (write) {
    return write.value
      ? judgeName(judged, write.value)
      : report(`deletes ${variables.name} from \`${name.text}\``);
  }
  const child = findLoggingCall(context, folder, "childEnv", value);
  if (child) return handled("childEnv", child);
  if (!ts.isObjectLiteralExpression(value)) return reportFrom(judged, value, name);
  const entries = readEntries(judged, value);
  const found = judgeEntries(judged, entries);
  if (found) return found;
  const isOwn = !entries.hasProcessEnv || api.extendsEnv === true;
  return {
    verdict: "patchable",
    reason: `gives its child \`${name.text}\``,
    notes: isOwn && !api.extendsEnv ? missingNotes(variables, entries) : [],
    isOwn,
    edits: (writer) => {
      const env = isOwn ? `{ ...${name.text}, ${writer.entry()} }` : writer.env(name.text);
      return [{ start: name.getStart(tree), end: name.end, text: prefix + env }];
    },
  };
}

function reportFrom({ context }: Judged, source: ts.Expression, written: ts.Expression): Judgement {
  const text = firstLine(source.getText(context.tree));
  return report(`takes its child's environment from \`${text}\``, isGiven(context, written));
}
