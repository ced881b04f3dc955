import { realpathSync } from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import type { ChosenSpawn } from "../patch/patch-sources.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import { describeSite } from "./ask-child.js";
import { quote } from "./quote.js";
import { normalisePath } from "./validate-dir.js";

// What our own import moves a place by: the command that patched it may be repeated.
const importLines = 3;

/** The child that places are looked for: the absolute path of its entrypoint where it is known. */
export interface SoughtChild {
  descriptor: string;
  entry: string | undefined;
}

/**
 * The places that `--site` names. Throws a RefusedError for one that starts nothing, that starts something else, or
 * that can't be patched.
 */
export function findSiteFlags(
  root: string,
  flags: readonly string[],
  sites: readonly SpawnSite[],
  { descriptor, entry }: SoughtChild,
): SpawnSite[] {
  return flags.map((flag) => {
    const { file, line } = parseSite(root, flag);
    const here = sites.filter((site) => site.file === file && spans(site, line));
    const exact = here.find((one) => one.line === line) ?? here[0];
    const isOther = exact !== undefined && runsAnother(root, exact, entry);
    const done = sites.find((one) => one.file === file && isDone(one, line, descriptor));
    const site = isOther ? (done ?? exact) : (exact ?? done);
    if (site === undefined)
      throw new RefusedError(`${quote(flag)} starts no process. ${listPlaces(file, sites)}`);
    if (isOther && site === exact)
      throw new RefusedError(
        `${quote(flag)} starts ${quote(site.script)}, and not the entrypoint of child '${descriptor}'. Pass the place that does with --site <file:line>.`,
      );
    if (site.verdict === "patchable" || site.verdict === "handled") return site;
    const byHand =
      site.verdict === "external"
        ? ""
        : `, and give that child its environment by hand: env: childEnv("${descriptor}")`;
    const reason = site.reason.replace(/\.$/, "");
    throw new RefusedError(`${quote(flag)} can't be patched: it ${reason}. Leave it out${byHand}.`);
  });
}

/** What the patch stage is told of the places that were chosen. */
export function chooseSites(
  sites: readonly SpawnSite[],
  descriptor: string,
  watch: boolean,
): ChosenSpawn[] {
  return sites.map(({ file, line, text }) => ({
    file,
    line,
    text,
    descriptor,
    ...(watch ? { watch } : {}),
  }));
}

/** What keeps a text from naming a place, as the end of a sentence; undefined for `file:line`. */
export function siteFault(text: string): string | undefined {
  return /^.+:[1-9]\d*$/s.test(text) ? undefined : "is no place such as src/index.ts:12";
}

function parseSite(root: string, text: string): { file: string; line: number } {
  const fault = siteFault(text);
  if (fault !== undefined)
    throw new RefusedError(`Site ${quote(text)} ${fault}. Pass --site <file:line>.`);
  const [, given = "", line] = /^(.+):(\d+)$/s.exec(text) ?? [];
  const file = path.isAbsolute(given) ? path.relative(root, given) : given;
  return { file: normalisePath(file), line: Number(line) };
}

function spans({ line, text }: SpawnSite, wanted: number): boolean {
  return line <= wanted && wanted < line + text.split(/\r\n?|\n/).length;
}

/** Whether a place runs this file, links resolved. */
export function runsFile(root: string, { script }: SpawnSite, file: string): boolean {
  return script !== undefined && realPath(path.join(root, script)) === realPath(file);
}

function runsAnother(root: string, site: SpawnSite, entry: string | undefined): boolean {
  return site.script !== undefined && entry !== undefined && !runsFile(root, site, entry);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file; // not built yet, say
  }
}

function isDone(site: SpawnSite, line: number, descriptor: string): boolean {
  const isOwn = site.verdict === "handled" && site.descriptor === descriptor;
  return isOwn && Math.abs(site.line - line) <= importLines;
}

function listPlaces(file: string, sites: readonly SpawnSite[]): string {
  const own = sites.filter(({ verdict }) => verdict !== "external" && verdict !== "skipped");
  const inFile = own.filter((site) => site.file === file);
  const places = inFile.length > 0 ? inFile : own;
  if (places.length === 0)
    return "Nothing in this package starts a child of its own. Leave out --site.";
  return `These do:\n${places.map((site) => `  ${describeSite(site)}`).join("\n")}`;
}
