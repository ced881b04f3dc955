import { basename, dirname, join, posix, relative, sep } from "node:path";
import { findOutputOf } from "./find-outputs.js";
import type { Place } from "./locate-path.js";
import { parseCompose } from "./parse-compose.js";
import { parseCrontab } from "./parse-crontab.js";
import { parseDockerfile } from "./parse-dockerfile.js";
import { type Pm2App, parseEcosystem } from "./parse-ecosystem.js";
import { parseProcfile } from "./parse-procfile.js";
import { parseSystemdUnit } from "./parse-systemd-unit.js";
import type { ParsedCommand } from "./parsed-command.js";
import { rankScript } from "./rank-script.js";
import { type PackageJson, tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import type { Layout } from "./resolve-entry.js";
import type { Stage } from "./target.js";

/** A start command as it stands in a file, not yet followed. */
export interface FoundCommand {
  source: string;
  /** Relative to the target; starts with `..` for a file of the repository around it. */
  file: string;
  line?: number;
  command: string;
  cwd: string;
  place: Place;
  loadsEnv: boolean;
  stage: Stage;
  /** The lower, the likelier it is what runs in production. */
  rank: number;
  /** Variables that the file sets for it. */
  env?: Record<string, string>;
  /** Files that variables are read from, as written there. */
  envFiles?: string[];
  /** Where it runs is not known: nobody is told that something is not found there. */
  isGuess?: boolean;
  /** An app of a pm2 ecosystem file is no shell line. */
  pm2App?: Pm2App;
}

/** Kinds of files that start things, in the order they are believed. */
type Kind = "dockerfile" | "unit" | "procfile" | "pm2" | "compose" | "crontab";

const ranks: Record<FoundFile["kind"], number> = {
  dockerfile: 2,
  unit: 3,
  supervisor: 3,
  host: 4,
  procfile: 4,
  pm2: 5,
  compose: 6,
  crontab: 7,
  makefile: 8,
  script: 9,
};

/** The start commands that package.json holds: scripts and bin. */
export function findPackageCommands(
  packageJson: PackageJson,
  root: string,
  repoRoot: string,
): FoundCommand[] {
  const text = readTextFile(join(root, "package.json")) ?? "";
  const place: Place = { root, repoRoot, base: root, isOutside: false };
  const common = { file: "package.json", cwd: root, place, loadsEnv: false };
  const lineOf = (key: string, value: string) => findLine(text, `"${key}"`, JSON.stringify(value));
  const scripts = Object.entries(packageJson.scripts).flatMap(([name, command]) => {
    const rank = rankScript(name);
    if (rank === undefined) return [];
    return [
      {
        ...common,
        ...rank,
        source: `package.json scripts.${name}`,
        line: lineOf(name, command),
        command,
      },
    ];
  });
  const bins = Object.entries(packageJson.bin).map(([name, path]) => ({
    ...common,
    source: `package.json bin.${name}`,
    line: findLine(text, `"bin"`, JSON.stringify(path)),
    command: `node ${path}`,
    stage: "bin" as const,
    rank: 20,
  }));
  return [...scripts, ...bins];
}

/** Scripts of the workspace root's package.json, which may start this package. */
export function findWorkspaceCommands(root: string, workspaceRoot: string): FoundCommand[] {
  const manifest = workspaceRoot === root ? undefined : tryReadPackageJson(workspaceRoot);
  if (manifest === undefined) return [];
  const file = relative(root, join(workspaceRoot, "package.json")).split(sep).join("/");
  const place: Place = { root, repoRoot: workspaceRoot, base: workspaceRoot, isOutside: true };
  return findPackageCommands(manifest, workspaceRoot, workspaceRoot).map((found) => ({
    ...found,
    source: found.source.replace("package.json", file),
    file,
    place,
  }));
}

/** The start commands in the deployment files among these, which lie in `dir`. */
export function findDeploymentCommands(
  files: string[],
  dir: string,
  root: string,
  repoRoot: string,
): FoundCommand[] {
  return files.flatMap((path) => {
    const kind = kindOf(path);
    if (kind === undefined) return [];
    const text = readTextFile(join(dir, path));
    if (text === undefined) return [];
    const parsed = parse(kind, path, text);
    return parsed.map((each) => toFound(each, { path, dir, root, repoRoot, kind }));
  });
}

/** The file that a command was found in. */
export interface FoundFile {
  /** POSIX path relative to `dir`. */
  path: string;
  dir: string;
  root: string;
  repoRoot: string;
  kind: Kind | "supervisor" | "host" | "makefile" | "script";
}

/** A parsed command with all that its file's place says of it. */
export function toFound(
  parsed: ParsedCommand & { pm2App?: Pm2App },
  { path, dir, root, repoRoot, kind }: FoundFile,
): FoundCommand {
  const file = relative(root, join(dir, path)).split(sep).join("/");
  const folder = dirname(join(dir, path));
  // A deployment file in a folder of its own still speaks of the package: `deploy/Dockerfile`.
  const base = parsed.context === undefined ? dir : posix.resolve(folder, parsed.context);
  const isForWork = isDevelopment(path) || parsed.isDevelopment === true;
  return {
    source: `${file}:${parsed.line}`,
    file,
    line: parsed.line,
    command: parsed.command,
    cwd: kind === "pm2" ? folder : posix.resolve(base, parsed.cwd ?? ""),
    place: {
      root,
      repoRoot,
      base,
      isOutside: dir !== root,
      ...(parsed.copies === undefined ? {} : { copies: parsed.copies }),
    },
    loadsEnv: parsed.loadsEnv ?? false,
    stage: isForWork ? "development" : "production",
    rank: isForWork ? 31 : ranks[kind],
    // Whoever calls a script chooses its folder; and what people work with may be their own machine's.
    ...(kind === "script" || isForWork ? { isGuess: true } : {}),
    ...(parsed.env === undefined ? {} : { env: parsed.env }),
    ...(parsed.envFiles === undefined ? {} : { envFiles: parsed.envFiles }),
    ...(parsed.pm2App === undefined ? {} : { pm2App: parsed.pm2App }),
  };
}

/** Whether a start command may stand in a file of this name. */
export function kindOf(path: string): Kind | undefined {
  const name = basename(path).toLowerCase();
  if (
    /^(.+\.)?(docker|container)file([.-].+)?$/.test(name) &&
    !/\.(dockerignore|md|[cm]?[jt]s|sh)$/.test(name)
  )
    return "dockerfile";
  if (/^procfile(\..+)?$/.test(name)) return "procfile";
  if (/^(docker-)?compose([.-].+)?\.ya?ml$/.test(name)) return "compose";
  if (
    /^(ecosystem|pm2)([.-].+)?\.(config\.)?([cm]?js|json5?|ya?ml)$/.test(name) ||
    /^process\.(json|ya?ml)$/.test(name)
  )
    return "pm2";
  if (/\.service$/.test(name)) return "unit";
  if (/^crontab(\..+)?$|\.(cron|crontab)$/.test(name) || /(^|\/)cron\.d\/[\w-]+$/.test(path))
    return "crontab";
  return undefined;
}

function parse(kind: Kind, path: string, text: string): (ParsedCommand & { pm2App?: Pm2App })[] {
  if (kind === "dockerfile") return parseDockerfile(text);
  if (kind === "unit") return parseSystemdUnit(text);
  if (kind === "procfile") return parseProcfile(text);
  if (kind === "compose") return parseCompose(text);
  if (kind === "crontab") return parseCrontab(text, /(^|\/)cron\.d\//.test(path));
  return parseEcosystem(text, path).map((pm2App) => ({
    line: pm2App.line,
    command: [pm2App.interpreter, pm2App.script, pm2App.args].filter(Boolean).join(" "),
    loadsEnv: pm2App.loadsEnv,
    pm2App,
  }));
}

function isDevelopment(path: string): boolean {
  return /\b(dev|development|local|debug|test|override)\b/i.test(basename(path));
}

function findLine(text: string, key: string, value: string): number {
  const lines = text.split("\n");
  const exact = lines.findIndex((line) => line.includes(key) && line.includes(value));
  return (
    (exact < 0 ? lines.findIndex((line) => line.includes(value) || line.includes(key)) : exact) + 1
  );
}

/** What starts the package when no command does: `main`, then the names that people expect. */
export function findFallback(
  packageJson: PackageJson,
  layout: Layout,
): { path: string; source: string }[] {
  const main = packageJson.main;
  return [
    ...(main === undefined ? [] : [{ path: main, source: "package.json main" }]),
    ...customary.map((path) => ({ path, source: "by its name" })),
  ].filter(
    ({ path, source }) =>
      source === "package.json main" || findOutputOf(path, layout.outputs).length === 0,
  );
}

const names = ["index", "main", "server", "app"];
const customary = [
  ...["src/", ""].flatMap((dir) => names.map((name) => `${dir}${name}.ts`)),
  ...["src/", ""].flatMap((dir) =>
    ["js", "mjs", "cjs"].flatMap((extension) => names.map((name) => `${dir}${name}.${extension}`)),
  ),
];
