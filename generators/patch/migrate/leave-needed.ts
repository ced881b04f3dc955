import { lineOf } from "../parse-source.js";
import type { FileContext } from "../read-context.js";
import { findFreeNames } from "./find-free-names.js";
import type { ExitIdiom } from "./judge-exit.js";
import type { LeftPlace } from "./migrate.js";

/** Keeps those waits whose helper would be left without a use, where the compiler refuses that; else says so. */
export function leaveNeeded(
  context: FileContext,
  idioms: readonly ExitIdiom[],
  refusesUnused: boolean,
): { idioms: ExitIdiom[]; left: LeftPlace[] } {
  const helpers = new Set(idioms.flatMap(({ helper }) => helper ?? []));
  const uses = findFreeNames(context, helpers);
  const unused = [...helpers].filter((helper) => {
    const { free = [], shadowed = [] } = uses.get(helper) ?? {};
    const going = idioms.filter((each) => each.helper === helper).length;
    return (
      !isExported(context, helper) && shadowed.length > 0 && free.length + shadowed.length <= going
    );
  });
  const isLast = ({ helper }: ExitIdiom) => helper !== undefined && unused.includes(helper);
  const left = idioms.filter(isLast).map(({ log, helper }): LeftPlace => {
    const line = lineOf(context, log);
    if (!refusesUnused)
      return { line, kind: "unused", text: `'${helper}' has no use here any more` };
    const text = `'process.exit' that waits stays: '${helper}' would be left without a use, which the compiler refuses here`;
    return { line, kind: "exit", text };
  });
  return { idioms: refusesUnused ? idioms.filter((each) => !isLast(each)) : [...idioms], left };
}

function isExported({ tree }: FileContext, name: string): boolean {
  return new RegExp(
    `\\bexport\\s+(?:default\\s+)?(?:async\\s+)?(?:function|const|let|var)\\s+${name}\\b`,
  ).test(tree.text);
}
