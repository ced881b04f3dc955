import { normaliseName } from "../../target/python/read-dependencies.js";
import { admitsFrom } from "./admits-from.js";

/** What the logging is built on. */
export const dependencyName = "loguru";
/** The oldest release that it runs on. */
export const oldestVersion = "0.7";
// The one that the templates are tested with: what a list of exact versions gets.
export const testedVersion = "0.7.3";
/** As pip is told of it. */
export const requirementText = `${dependencyName}>=${oldestVersion}`;

/** A line of PEP 508: `name[extra] >=1.0; marker`, `name @ url`. */
export interface Requirement {
  /** Normalised: lower case, `-` for runs of `-`, `_` and `.`. */
  name: string;
  /** `>=1.0,<2`; empty for any version, and for what comes from a URL. */
  versions: string;
  /** When it is asked for; empty for always. */
  marker: string;
}

const pattern =
  /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\]\s*)?(?:@\s*\S+(?:\s+;\s*(.*))?|([^;@]*?)\s*(?:;\s*(.*))?)$/;

/** Reads one requirement, without options and comments; undefined where it is none. */
export function readRequirement(text: string): Requirement | undefined {
  const [, name, urlMarker, versions = "", marker] = pattern.exec(text) ?? [];
  if (name === undefined) return undefined;
  const list = versions.replace(/^\((.*)\)$/, "$1").trim();
  if (list !== "" && !/^[<>=!~]/.test(list)) return undefined;
  return { name: normaliseName(name), versions: list, marker: (urlMarker ?? marker ?? "").trim() };
}

/** Why what is asked for there will not do; undefined where it does. `versions`: of PEP 440, or of Poetry. */
export function findObstacle({ versions, marker }: Requirement): string | undefined {
  if (marker !== "")
    return `asks for '${dependencyName}' under a condition alone ('${marker}'), and the logging needs it always`;
  if (!admitsFrom(versions, oldestVersion))
    return `asks for '${dependencyName} ${versions}', and the logging needs ${oldestVersion} or newer`;
  return undefined;
}

/** Whether every one of these version lists is a single exact version. */
export function areExact(versions: readonly string[]): boolean {
  return versions.length > 0 && versions.every((each) => /^={2,3}\s*[^\s,*]+$/.test(each));
}

/**
 * The index at which a name goes into a list: its place where the list is in order, else the end.
 * A list of one tells no order.
 */
export function findPlace(names: readonly string[], name: string): number {
  for (const keyOf of [normaliseName, (each: string) => each.toLowerCase()]) {
    const keys = names.map(keyOf);
    const isSorted =
      keys.length > 1 && keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") <= key);
    if (!isSorted) continue;
    const next = keys.findIndex((key) => key > keyOf(name));
    return next === -1 ? names.length : next;
  }
  return names.length;
}

/** `loguru>=0.7` as its neighbours are written: exact where all of them are, spaced where all of them are. */
export function printRequirement(lines: readonly string[], versions: readonly string[]): string {
  const isSpaced = lines.length > 0 && lines.every((line) => /^[\w.[\],-]+ [<>=!~]/.test(line));
  // A range among exact versions would make every installation another one.
  const text = areExact(versions) ? `${dependencyName}==${testedVersion}` : requirementText;
  return isSpaced ? text.replace(/[=>]=/, " $& ") : text;
}
