import { firstLine } from "../parse-source.js";
import { unwrap } from "../resolve-references.js";
import { appendItems, prependItems } from "./append-items.js";
import { type Judged, type Judgement, report, writeWhole } from "./environment.js";
import { findConstant } from "./find-constant.js";
import { isGiven } from "./is-given.js";
import { judgeConstantOptions } from "./judge-constant-options.js";
import { judgeOptions } from "./judge-options.js";

/** Judges the environment that a call gives its child, and knows the edits that name the child. */
export function judgeEnvironment(judged: Judged): Judgement {
  const { context, found } = judged;
  const { ts, tree } = context;
  if (!found.options) return addOptions(judged);
  const options = unwrap(ts, found.options);
  if (ts.isObjectLiteralExpression(options)) return judgeOptions(judged, options);
  const constant = ts.isIdentifier(options) ? findConstant(context, options) : undefined;
  if (ts.isIdentifier(options) && constant && ts.isObjectLiteralExpression(constant.value)) {
    return judgeConstantOptions(judged, options, constant.declaration, constant.value);
  }
  const text = firstLine(options.getText(tree));
  return report(`takes its options from \`${text}\``, isGiven(context, options));
}

// The options come behind the list, which is added where a program has none, and ahead of a callback.
function addOptions({ context, api, node, found }: Judged): Judgement {
  const isListMissing = api.takes !== "line" && !found.list;
  return {
    verdict: "patchable",
    reason: "gives its child no options",
    notes: [],
    edits: (writer) => {
      const items = [...(isListMissing ? ["[]"] : []), `{ env: ${writeWhole(api, writer)} }`];
      return found.callback
        ? prependItems(context, found.callback, items)
        : appendItems(context, node.arguments, items);
    },
  };
}
