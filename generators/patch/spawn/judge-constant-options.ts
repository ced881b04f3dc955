import type { ts } from "ts-morph";
import { type Judged, type Judgement, report, writeWhole } from "./environment.js";
import { findProperty } from "./find-property.js";
import { findWrites } from "./find-writes.js";
import { judgeOptions } from "./judge-options.js";

/** Judges options that are a constant of the file: it may serve several calls, so this one spreads it. */
export function judgeConstantOptions(
  judged: Judged,
  name: ts.Identifier,
  declaration: ts.VariableDeclaration,
  literal: ts.ObjectLiteralExpression,
): Judgement {
  const { context, found, api } = judged;
  const { ts, tree } = context;
  if (findWrites(context, declaration, "env").length > 0) {
    return report(`takes its options from \`${name.text}\`, whose environment is set elsewhere`);
  }
  const inner = judgeOptions(judged, literal);
  if (inner.verdict !== "patchable" || inner.name !== undefined) return inner;
  const { options = name } = found;
  const hasEnv = findProperty(ts, literal, "env") !== undefined;
  return {
    ...inner,
    edits: (writer) => {
      const added = `{ ...${name.text}.env, ${writer.entry()} }`;
      const own = inner.isOwn || api.extendsEnv ? added : writer.env(`${name.text}.env`);
      const env = hasEnv ? own : writeWhole(api, writer);
      const start = options.getStart(tree);
      return [
        { start, end: start, text: "{ ..." },
        { start: options.end, end: options.end, text: `, env: ${env} }` },
      ];
    },
  };
}
