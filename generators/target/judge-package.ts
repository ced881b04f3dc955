import { isRecord } from "../is-record.js";
import type { PackageJson } from "./read-package-json.js";
import type { StartCommand, Target } from "./target.js";

/** What a package among others is. */
export type Role =
  /** Something starts it with node. */
  | "service"
  /** A command for people: only its `bin` names a file to run. */
  | "tool"
  /** Something starts it, but the file that it starts was not found. */
  | "unresolved"
  /** Others use it, or it is made for them. */
  | "library"
  /** A server with an entrypoint of its own starts it. */
  | "hosted"
  /** Nothing starts it, and nothing uses it. */
  | "idle"
  /** Its package.json can't be read. */
  | "broken"
  /** Not for this run: ignored by git, a link, a folder without a package.json. */
  | "elsewhere";

export interface Verdict {
  role: Role;
  /** For people, and the end of a line that begins with the folder. */
  reason: string;
}

export interface PackageFacts {
  manifest: PackageJson;
  /** Folders of the packages around that depend on it at run time. */
  dependents: readonly string[];
  /** It has a create-logging.json. */
  isConfigured: boolean;
}

// Not bin/: a generator of Express apps puts the server there.
const chores = /^(scripts?|tools)\//;

/** Tells a service from a library, by what starts it and by who uses it. */
export function judgePackage(target: Target, facts: PackageFacts): Verdict {
  const { startCommands, hosts = [] } = target;
  const inStage = (stage: StartCommand["stage"]) =>
    startCommands.filter((command) => command.stage === stage);
  const started = inStage("production").find(({ entries }) => entries.length > 0);
  const lost = inStage("production").find(({ entries }) => entries.length === 0);
  const worked = inStage("development").find(({ entries }) => entries.length > 0);
  const { dependents } = facts;
  const published = findPublished(facts.manifest);
  const bin = Object.keys(facts.manifest.bin)[0];
  const command = bin === undefined ? undefined : `a command, 'bin' names '${bin}'`;
  if (started !== undefined && !facts.isConfigured) {
    const isScript = started.source.includes("package.json ");
    const isBin = inStage("bin").some(({ entries }) => entries.includes(started.entries[0] ?? ""));
    // What npm publishes as a command is started by `npm start` for trying it out.
    if (isScript && isBin && published !== undefined && command !== undefined)
      return { role: "tool", reason: `${command}, and only ${started.source} starts it` };
    const entries = inStage("production").flatMap((each) => each.entries);
    if (entries.every((entry) => chores.test(entry)))
      return { role: "tool", reason: `${runs(started)}, a script of its developers` };
  }
  if (started !== undefined) {
    const also = dependents.length === 0 ? "" : `; as a library of ${nameSome(dependents)} too`;
    return { role: "service", reason: `${runs(started)}${also}` };
  }
  if (facts.isConfigured) return { role: "service", reason: "has a create-logging.json" };
  if (hosts.length > 0)
    return {
      role: "hosted",
      reason: `'${hosts.join("', '")}' starts it and brings its own entrypoint: there is none here to patch`,
    };
  if (dependents.length > 0) {
    const depend = dependents.length === 1 ? "depends" : "depend";
    return { role: "library", reason: `${nameSome(dependents)} ${depend} on it, ${only(worked)}` };
  }
  if (worked !== undefined && published === undefined)
    return { role: "service", reason: runs(worked) };
  if (lost !== undefined)
    return { role: "unresolved", reason: `${lost.source} starts no file that was found here` };
  const made = published ?? findExport(facts.manifest);
  if (command !== undefined) return { role: "tool", reason: `${command}, and nothing starts it` };
  return made === undefined
    ? { role: "idle", reason: "nothing starts a file of it with node" }
    : { role: "library", reason: `it has '${made}', ${only(worked)}` };
}

/** A verdict as a line: `packages/db: a library ('services/api' depends on it, nothing starts it)`. */
export function describeVerdict({ role, reason }: Verdict): string {
  if (role === "library") return `a library (${reason})`;
  return reason;
}

function runs({ source, entries: [entry = ""] }: StartCommand): string {
  return `${source} runs '${entry}'`;
}

function only(worked: StartCommand | undefined): string {
  return worked === undefined ? "nothing starts it" : `only ${worked.source} starts it`;
}

function nameSome(dirs: readonly string[]): string {
  const [first, second, ...more] = dirs.map((dir) => `'${dir}'`);
  if (second === undefined) return `${first}`;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more`;
}

// What npm is told about others' use, in a package that npm may publish.
function findPublished({ raw }: PackageJson): string | undefined {
  return raw["private"] === true
    ? undefined
    : ["exports", "types", "typings", "files"].find((key) => key in raw);
}

function findExport({ raw, main }: PackageJson): string | undefined {
  if (main !== undefined) return "main";
  return ["exports", "module", "types", "typings"].find(
    (key) => typeof raw[key] === "string" || isRecord(raw[key]),
  );
}
