import path from "node:path";
import type { Answers, Child } from "../answers/answers.js";
import { usualDir } from "../answers/usual-dir.js";
import type { ChosenSpawn } from "../patch/patch-sources.js";
import { standard } from "../standard.js";
import { isPython, type Project } from "../target/project.js";
import { quoteShell } from "./quote-shell.js";

/** The command that repeats a run without questions, the tool's version pinned, for a POSIX shell. */
export function printReplay(
  answers: Answers,
  target: Project,
  version: string,
  cwd: string = target.root,
): string {
  const { environment } = answers.standard.variables;
  const words = [`create-logging@${version}`];
  words.push(...locate(cwd, target.root), ...flag("--name", answers.name));
  if (isPython(target)) words.push("--target", "python");
  for (const child of answers.children) words.push(...printChild(child));
  for (const entry of answers.entries) words.push(...flag("--entry", entry));
  if (answers.dir !== usualDir(target)) words.push(...flag("--dir", answers.dir));
  if (environment !== standard.variables.environment) words.push(...flag("--env-var", environment));
  if (answers.format === true) words.push("--format");
  if (answers.plop === true) words.push("--plop");
  return ["npx", ...words, "--yes"].map(quoteShell).join(" ");
}

/** The command that repeats an upgrade. */
export function printUpgradeReplay(
  root: string,
  version: string,
  { restores, cwd = process.cwd() }: { restores: boolean; cwd?: string },
): string {
  const words = [`create-logging@${version}`, "upgrade", ...locate(cwd, root)];
  if (restores) words.push("--restore");
  return ["npx", ...words, "--yes"].map(quoteShell).join(" ");
}

/** What the command that declares a child repeats. */
export interface ChildReplay {
  child: Child;
  /** The child's entrypoint as the parent sees it. */
  place: string | undefined;
  /** The places that start it; none where those are meant that `--yes` takes by itself. */
  spawns: readonly ChosenSpawn[];
  watch: boolean;
}

/** The command that declares a child again without questions. */
export function printChildReplay(
  { child, place, spawns, watch }: ChildReplay,
  target: Project,
  version: string,
  cwd: string = process.cwd(),
): string {
  const words = [`create-logging@${version}`, "add-child", child.descriptor];
  words.push(...flag("--name", child.name));
  if (place !== undefined) words.push(...flag("--entry", place));
  for (const { file, line } of spawns) words.push(...flag("--site", `${file}:${line}`));
  if (watch) words.push("--watch");
  const where = path.relative(cwd, target.root);
  if (where !== "") words.push(...flag("--cwd", where));
  return ["npx", ...words, "--yes"].map(quoteShell).join(" ");
}

/** The command that migrates a service's sources again. */
export function printMigrateReplay(root: string, version: string, cwd = process.cwd()): string {
  const words = [`create-logging@${version}`, "migrate", ...locate(cwd, root)];
  return ["npx", ...words, "--yes"].map(quoteShell).join(" ");
}

function locate(cwd: string, root: string): string[] {
  const where = path.relative(cwd, root);
  return where === "" ? [] : [where.startsWith("-") ? `./${where}` : where];
}

function printChild({ descriptor, name, entry }: Child): string[] {
  // `X=a:b` would read `b` as the entrypoint: such a child is in `create-logging.json` alone.
  if (entry === undefined && name.includes(":")) return [];
  const file = entry === undefined ? "" : `:${entry}`;
  return flag("--child", `${descriptor}=${name}${file}`);
}

function flag(name: string, value: string): string[] {
  return value.startsWith("-") ? [`${name}=${value}`] : [name, value];
}
