import { existsSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { parse } from "jsonc-parser";
import { readEnvText } from "../plan/env-text.js";
import type { Variables } from "../standard.js";
import { kindOf } from "./find-start-commands.js";
import { listRepoFiles } from "./list-repo-files.js";
import { isInside, locate } from "./locate-path.js";
import { tryReadPackageJson } from "./read-package-json.js";
import {
  type ProcessSettings,
  readComposeSettings,
  readPm2Settings,
  readUnitSettings,
  type Setting,
} from "./read-process-settings.js";
import { readTextFile } from "./read-text-file.js";

/** A place that names a service, or one of its children. */
export interface NameUse {
  /** Undefined for the service's own name. */
  child?: { descriptor: string; entry?: string };
  value: string;
  /** POSIX path relative to the repository. */
  file: string;
  /** Undefined for what is still to be written. */
  line?: number;
  /** Folder of the package that it names, relative to the repository; undefined where that isn't clear. */
  owner: string | undefined;
  /** The process in a file that starts several. */
  process?: { kind: "unit" | "pm2" | "compose"; name: string };
}

/** Every name in a repository, and which of its folders are started by something. */
export interface RepoNames {
  root: string;
  uses: NameUse[];
  /** Packages that nothing starts but, maybe, their parent. */
  unstarted: ReadonlySet<string>;
}

const programMarks = [
  "pyproject.toml",
  "requirements.txt",
  "Pipfile",
  "setup.py",
  "go.mod",
  "Dockerfile",
];
const ownConfig = "create-logging.json";

/** Reads the names in env files, units, pm2 and compose files, and in every create-logging.json. */
export function readNameUses(root: string, variables: Variables): RepoNames {
  const { files, packages } = listRepoFiles(root);
  const repo: Repo = { root, packages: new Set(packages), variables };
  const uses: NameUse[] = [];
  const started = new Set<string>();
  for (const file of files.sort()) {
    const kind = kindOf(file);
    const isEnv = /(^|\/)\.env(\.[^/]*)?$/.test(file);
    const isConfig = posix.basename(file) === ownConfig;
    const isProcess = kind === "unit" || kind === "pm2" || kind === "compose";
    if (!isEnv && !isConfig && !isProcess) continue;
    const text = readTextFile(join(root, file));
    if (text === undefined) continue;
    if (isEnv) uses.push(...toUses(readEnv(text), file, ownerOf(dirname(file), repo), repo));
    else if (isConfig) uses.push(...readConfigUses(text, file));
    else if (isProcess)
      for (const each of readProcesses(kind, text, file)) {
        const owner = findOwner(each, file, repo);
        if (owner !== undefined) started.add(owner);
        const process = { kind, name: each.process };
        for (const use of listUses(each, file, owner, repo)) uses.push({ ...use, process });
      }
  }
  const isStarted = (dir: string) =>
    started.has(dir) ||
    existsSync(join(root, dir, ownConfig)) ||
    tryReadPackageJson(join(root, dir))?.scripts["start"] !== undefined;
  return { root, uses, unstarted: new Set(packages.filter((dir) => !isStarted(dir))) };
}

interface Repo {
  root: string;
  packages: ReadonlySet<string>;
  variables: Variables;
}

function readProcesses(
  kind: "unit" | "pm2" | "compose",
  text: string,
  file: string,
): ProcessSettings[] {
  if (kind === "unit") return [readUnitSettings(text)];
  return kind === "pm2" ? readPm2Settings(text, file) : readComposeSettings(text);
}

function readEnv(text: string): Setting[] {
  return [...readEnvText(text).set].map(([variable, { value, line }]) => ({
    variable,
    value,
    line,
  }));
}

function readConfigUses(text: string, file: string): NameUse[] {
  const config = parse(text, [], { allowTrailingComma: true }) as {
    name?: unknown;
    children?: { descriptor?: unknown; name?: unknown; entry?: unknown }[];
  } | null;
  const dir = dirname(file);
  const owner = dir === "." ? "" : dir;
  const lineOf = (value: string) =>
    text.slice(0, Math.max(0, text.indexOf(JSON.stringify(value)))).split("\n").length;
  const uses: NameUse[] = [];
  if (typeof config?.name === "string")
    uses.push({ value: config.name, file, line: lineOf(config.name), owner });
  for (const child of Array.isArray(config?.children) ? config.children : []) {
    const { descriptor, name, entry } = child ?? {};
    if (typeof descriptor !== "string" || typeof name !== "string") continue;
    const declared = { descriptor, ...(typeof entry === "string" ? { entry } : {}) };
    uses.push({ child: declared, value: name, file, line: lineOf(name), owner });
  }
  return uses;
}

function listUses(
  { settings, envFiles }: ProcessSettings,
  file: string,
  owner: string | undefined,
  repo: Repo,
): NameUse[] {
  const folder = join(repo.root, dirname(file));
  const loaded = envFiles.flatMap((each) => {
    const found = locate(each, folder, placeIn(repo.root), "file");
    const text = found === undefined ? undefined : readTextFile(found);
    if (found === undefined || text === undefined) return [];
    const path = relative(repo.root, found).split(sep).join("/");
    return toUses(readEnv(text), path, owner, repo);
  });
  return [...toUses(settings, file, owner, repo), ...loaded];
}

function toUses(
  settings: readonly Setting[],
  file: string,
  owner: string | undefined,
  { variables }: Repo,
): NameUse[] {
  return settings.flatMap(({ variable, value, line }): NameUse[] => {
    // What is filled in elsewhere is no name yet.
    if (value.trim() === "" || /[$<{%]/.test(value)) return [];
    if (variable === variables.name) return [{ value, file, line, owner }];
    const descriptor = variable.startsWith(variables.childPrefix)
      ? variable.slice(variables.childPrefix.length)
      : "";
    return descriptor === "" ? [] : [{ child: { descriptor }, value, file, line, owner }];
  });
}

function findOwner({ places }: ProcessSettings, file: string, repo: Repo): string | undefined {
  const folder = join(repo.root, dirname(file));
  for (const place of places) {
    const kind = /\.(?:[cm]?[jt]s|py|sh)$/.test(place) ? "file" : "directory";
    const found = locate(place, folder, placeIn(repo.root), kind);
    const inside = found !== undefined && isInside(found, repo.root) ? found : undefined;
    if (inside === undefined) continue;
    const dir = relative(repo.root, kind === "file" ? dirname(inside) : inside);
    const owner = ownerOf(dir.split(sep).join("/"), repo);
    if (owner !== undefined) return owner;
  }
  return ownerOf(dirname(file), repo);
}

// The package around a folder, or a folder with a program in another language. A root with packages
// below it owns nothing by lying above: an env file there may be anybody's.
function ownerOf(folder: string, { root, packages }: Repo): string | undefined {
  for (let dir = folder === "." ? "" : folder; dir !== ""; dir = parentOf(dir)) {
    if (packages.has(dir) || programMarks.some((mark) => existsSync(join(root, dir, mark))))
      return dir;
  }
  return packages.size === 0 || existsSync(join(root, ownConfig)) ? "" : undefined;
}

function parentOf(dir: string): string {
  const parent = dirname(dir);
  return parent === "." ? "" : parent;
}

function placeIn(root: string) {
  return { root, repoRoot: root, base: root, isOutside: false };
}
