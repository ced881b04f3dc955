import { lineOf } from "../parse-source.js";
import type { FileContext } from "../read-context.js";
import { findFreeNames } from "./find-free-names.js";
import type { ExitIdiom } from "./judge-exit.js";
import type { LeftPlace } from "./migrate.js";

/** Keeps those waits whose helper would be left without a use, where that is an error to the compiler. */
export function leaveNeeded(
  context: FileContext,
  idioms: readonly ExitIdiom[],
  left: readonly LeftPlace[],
): { idioms: ExitIdiom[]; left: LeftPlace[] } {
  const helpers = new Set(idioms.flatMap(({ helper }) => helper ?? []));
  const uses = findFreeNames(context, helpers);
  const needed = [...helpers].filter((helper) => {
    const { free = [], shadowed = [] } = uses.get(helper) ?? {};
    const going = idioms.filter((each) => each.helper === helper).length;
    const isExported = new RegExp(
      `\\bexport\\s+(?:default\\s+)?(?:async\\s+)?(?:function|const|let|var)\\s+${helper}\\b`,
    ).test(context.tree.text);
    return !isExported && free.length + shadowed.length <= going;
  });
  const stays = ({ helper }: ExitIdiom) => helper !== undefined && needed.includes(helper);
  const kept = idioms.filter(stays).map(({ log, helper }): LeftPlace => {
    const text = `'process.exit' that waits stays: '${helper}' would be left without a use, which the compiler refuses here`;
    return { line: lineOf(context, log), kind: "exit", text };
  });
  return { idioms: idioms.filter((each) => !stays(each)), left: [...left, ...kept] };
}
