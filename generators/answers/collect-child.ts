import type { ChosenSpawn } from "../patch/patch-sources.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import type { AddChildFlags, Answers, Child } from "./answers.js";
import { chooseSites, findSiteFlags, runsFile } from "./choose-sites.js";
import { type ChildPlace, fileOf, locateChild } from "./locate-child.js";
import { mergeChildren, nameChild } from "./merge-config.js";
import { refuseMissingChild } from "./refuse-missing-child.js";
import { checkChildren } from "./validate-child.js";

/** Said where the child's file is none of this repo. */
export const noEntry = "-";

/** Asks a person at a terminal about a child. Each question validates, so what it returns is usable. */
export interface ChildAsker {
  askDescriptor(suggested: string | undefined): Promise<string>;
  askName(suggested: string): Promise<string>;
  askEntry(suggested: string | undefined): Promise<string | undefined>;
  askSites(sites: readonly SpawnSite[], chosen: readonly SpawnSite[]): Promise<SpawnSite[]>;
  askWatch(): Promise<boolean>;
}

/** A child, declared, and the places that are to give it its environment. */
export interface CollectedChild {
  /** The parent's answers, the child among them. */
  answers: Answers;
  child: Child;
  /** Where its entrypoint lies; undefined where nobody said. */
  place: ChildPlace | undefined;
  spawns: ChosenSpawn[];
  /** Whether those are the places that run its entrypoint, which `--yes` takes by itself. */
  isUsual: boolean;
  /** Whether a person answered a question; then they also confirm the plan. */
  asked: boolean;
}

/**
 * What is to be declared: from flags, then what `create-logging.json` says of this child, then the asker, then
 * defaults. No asker means no terminal: a RefusedError names what is missing. Nor is anything asked with `--yes`.
 */
export async function collectChild(
  flags: AddChildFlags,
  parent: Answers,
  root: string,
  sites: readonly SpawnSite[],
  createAsker?: (taken: readonly string[]) => ChildAsker,
): Promise<CollectedChild> {
  const taken = [parent.name];
  const asker = flags.yes ? undefined : createAsker?.(taken);
  if (asker === undefined) refuseMissingChild(flags, sites);
  const descriptor =
    flags.descriptor ?? (await asker?.askDescriptor(suggestDescriptor(sites, parent))) ?? "";
  const known = parent.children.find((child) => child.descriptor === descriptor);
  const siblings = parent.children.filter((child) => child !== known);
  taken.push(...siblings.map((child) => child.name));
  const offered = sites.filter((site) => isFree(site, descriptor));
  const sought = {
    descriptor,
    entry: locate(root, flags.entry ?? known?.entry, parent).file,
  };
  const said = flags.sites && findSiteFlags(root, flags.sites, sites, sought);
  const likely = said ?? offered.filter((site) => site.descriptor === descriptor);

  const usualName = known?.name ?? findName(likely) ?? nameChild({ descriptor }, parent.name).name;
  const name = flags.name?.trim() ?? (await asker?.askName(usualName)) ?? usualName;
  const usualEntry = known?.entry ?? suggestEntry(likely, parent);
  const given = flags.entry ?? (asker ? await asker.askEntry(usualEntry) : usualEntry);
  const { place, file } = locate(root, given, parent);
  const child: Child = {
    descriptor,
    name,
    ...(place?.kind === "same package" ? { entry: place.entry } : {}),
  };
  const children = mergeChildren(parent.children, [child]) as Child[];
  checkChildren(children, parent.name, parent.entries, () => "--name <name>");

  const matching = offered.filter((site) => file !== undefined && runsFile(root, site, file));
  const isAsked = asker !== undefined && !isAllSaid(flags);
  const isOffered = asker !== undefined && offered.length > 0;
  const chosen = said ?? (isOffered ? await asker.askSites(offered, matching) : matching);
  const canWatch = chosen.some((site) => site.canWatch);
  const watch = flags.watch ?? (isAsked && canWatch ? await asker.askWatch() : false);
  return {
    answers: { ...parent, children },
    child,
    place,
    spawns: chooseSites(chosen, descriptor, watch),
    isUsual: matching.length > 0 && isSame(chosen, matching),
    asked: isAsked,
  };
}

function locate(
  root: string,
  entry: string | undefined,
  { target }: Answers,
): { place?: ChildPlace; file?: string } {
  if (entry === undefined || entry === noEntry) return {};
  const place = locateChild(root, entry, target);
  return { place, file: fileOf(root, place) };
}

function isSame<Value>(some: readonly Value[], others: readonly Value[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

// What gives this child its environment already may still be watched.
function isFree({ verdict, descriptor }: SpawnSite, wanted: string): boolean {
  return verdict === "patchable" || (verdict === "handled" && descriptor === wanted);
}

function suggestDescriptor(sites: readonly SpawnSite[], { children }: Answers): string | undefined {
  return sites.find(
    ({ verdict, descriptor }) =>
      verdict === "patchable" &&
      descriptor !== undefined &&
      !children.some((child) => child.descriptor === descriptor),
  )?.descriptor;
}

// The name that a place gives its child today: so it keeps its log file.
function findName(sites: readonly SpawnSite[]): string | undefined {
  return sites.find(({ name }) => name !== undefined)?.name;
}

// The one file that all of its places run; the parent's own entrypoint is no child's.
function suggestEntry(sites: readonly SpawnSite[], { entries }: Answers): string | undefined {
  const scripts = new Set(sites.flatMap(({ script }) => script ?? []));
  const [only, ...others] = [...scripts].filter((script) => !entries.includes(script));
  return others.length === 0 ? only : undefined;
}

function isAllSaid({ descriptor, name, entry, sites }: AddChildFlags): boolean {
  return [descriptor, name, entry, sites].every((answer) => answer !== undefined);
}
