import { descriptorFault } from "../../answers/validate-child.js";
import { editRanges } from "./environment.js";
import type { Watching } from "./judge-watching.js";
import { locateSite, type ShownSite } from "./locate-site.js";
import type { ChosenSite, SpawnPatch } from "./spawn.js";

/** A place with all that is known of it, in either language. */
export interface JudgedPlace extends ShownSite {
  watching: Watching;
}

/** A place that is to be changed, and for whom. */
export interface SettledSite<Judged extends JudgedPlace> {
  judged: Judged;
  descriptor: string;
  /** Its environment is to become the child's; not where it is already, or an earlier place shares it. */
  needsEnv: boolean;
  /** Its call is to be wrapped in `watchChild`. */
  needsWatch: boolean;
  notes: string[];
  /** Where its environment's edits lie: two calls may be given one object, which says the name once. */
  edited: string[];
}

/** What becomes of the choices: the places to change, those that need nothing, and those that are refused. */
export interface SettledChoices<Judged extends JudgedPlace>
  extends Pick<SpawnPatch, "already" | "refused"> {
  settled: SettledSite<Judged>[];
}

/** Finds the places that were chosen, and settles what is to be done at each. */
export function settleChoices<Judged extends JudgedPlace>(
  sites: readonly Judged[],
  lines: readonly string[],
  chosen: readonly ChosenSite[],
): SettledChoices<Judged> {
  const choices: SettledChoices<Judged> = { settled: [], already: [], refused: [] };
  const taken = new Map<Judged, ChosenSite>();
  for (const choice of [...chosen].sort((a, b) => a.line - b.line)) {
    const { descriptor } = choice;
    const fault = descriptorFault(descriptor);
    if (fault !== undefined) {
      const reason = `can't be given to child '${descriptor}': that ${fault}`;
      choices.refused.push({ line: choice.line, descriptor, reason });
      continue;
    }
    const judged = locate(sites, lines, choice, taken);
    if ("reason" in judged) {
      choices.refused.push({ line: choice.line, descriptor, reason: judged.reason });
      continue;
    }
    taken.set(judged, choice);
    settle(choices, judged, choice);
  }
  return choices;
}

// Of two calls that read the same, the second one chosen is the second one there, in one line too.
function locate<Judged extends JudgedPlace>(
  sites: readonly Judged[],
  lines: readonly string[],
  choice: ChosenSite,
  taken: Map<Judged, ChosenSite>,
): Judged | { reason: string } {
  const found = locateSite(sites, lines, choice);
  const by = "reason" in found ? undefined : taken.get(found);
  if ("reason" in found || by?.text === undefined || by.text !== choice.text) return found;
  const free = sites.filter((site) => taken.get(site)?.text !== choice.text);
  const next = locateSite(free, lines, choice);
  if ("reason" in next) return found;
  return by.line !== choice.line || next.site.line === found.site.line ? next : found;
}

function settle<Judged extends JudgedPlace>(
  choices: SettledChoices<Judged>,
  judged: Judged,
  choice: ChosenSite,
): void {
  const { settled, already, refused } = choices;
  const { descriptor, watch = false } = choice;
  const { site, judgement, watching } = judged;
  const { line } = site;
  const earlier = settled.find((each) => each.judged === judged);
  const edited = editRanges(judgement).map(({ start, end }) => `${start}-${end}`);
  const shared = settled.find((each) => each.edited.some((range) => edited.includes(range)));
  const reason = refuse(judged, descriptor, earlier ?? shared);
  const needsWatch = watch && watching.state === "possible";
  if (reason !== undefined) refused.push({ line, descriptor, reason });
  else if (earlier) earlier.needsWatch ||= needsWatch;
  else if (judgement.verdict === "handled" && !needsWatch) already.push({ line, descriptor });
  else {
    const needsEnv = judgement.verdict === "patchable" && !shared;
    const unwatched = watch && watching.state === "impossible" ? [watching.reason] : [];
    const notes = [...site.notes, ...unwatched];
    settled.push({ judged, descriptor, needsEnv, needsWatch, notes, edited });
  }
}

function refuse(
  { site, judgement }: JudgedPlace,
  descriptor: string,
  other: SettledSite<JudgedPlace> | undefined,
): string | undefined {
  if (other && other.descriptor !== descriptor) {
    return other.judged.site === site
      ? `is chosen for two children, '${other.descriptor}' and '${descriptor}'`
      : `shares its child's name with line ${other.judged.site.line}, which is child '${other.descriptor}'`;
  }
  if (judgement.verdict === "handled") {
    const own = judgement.descriptor;
    if (own === descriptor) return undefined;
    return own === undefined
      ? `${site.reason}, with a descriptor that can't be told`
      : `is child '${own}' already`;
  }
  return site.verdict === "patchable" ? undefined : site.reason;
}

/** The patch of a file that stays as it is; `refused` are places that have a reason of their own. */
export function refuseAll(
  chosen: readonly ChosenSite[],
  reason: string,
  refused: SpawnPatch["refused"] = [],
): SpawnPatch {
  const all = chosen.map(({ line, descriptor }) => ({ line, descriptor, reason }));
  const others = refused.filter((each) => !all.some(({ line }) => line === each.line));
  return { patched: [], already: [], refused: [...others, ...all] };
}
