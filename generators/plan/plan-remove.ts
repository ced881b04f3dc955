import fs from "node:fs";
import path from "node:path";
import { suggestName } from "../answers/suggest-name.js";
import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { listPackages } from "../target/list-packages.js";
import { isPython, type Project } from "../target/project.js";
import { listPythonProjects } from "../target/python/list-python-projects.js";
import type { Note } from "../target/target.js";
import { readTargetFile } from "./file-text.js";
import { findUsers, type Removal } from "./find-users.js";
import { followRenames } from "./follow-renames.js";
import { lockFileName, readLock } from "./lock-file.js";
import { losesDependencies } from "./loses-dependencies.js";
import { findSettingsFolder } from "./open-lock.js";
import type { Plan, Step } from "./plan.js";
import { configFileName } from "./plan-config.js";
import { editedByOwner, planFolderRemoval } from "./plan-folder-removal.js";
import { planTakeBack, type TakeBackPlan } from "./plan-take-back.js";
import { findPythonUsers } from "./python/find-python-users.js";
import { quoteShell } from "./quote-shell.js";
import type { User } from "./read-code.js";
import { readAnyText } from "./read-patched.js";

export interface RemoveOptions {
  /** Deletes generated files that were edited, and removes what other code still imports. */
  force: boolean;
  /** This tool's version. */
  version: string;
  /** Directory that the replay command is for; the target itself by default. */
  cwd?: string;
  /** Whether the run itself has the package manager follow package.json. */
  installs?: boolean;
}

/**
 * Everything that takes the tool's work out of a package again, as data: nothing is written. What its
 * owner edited stays and is named. Throws a RefusedError where code of theirs would break.
 */
export async function planRemove(target: Project, options: RemoveOptions): Promise<Plan> {
  const root = fs.realpathSync(target.root);
  const lockBytes = readTargetFile(root, lockFileName);
  const config = readConfig(root);
  const plan: Plan = {
    root,
    service: config.name ?? suggestName(target) ?? path.basename(root),
    steps: [],
    notes: [],
    conflicts: [],
    next: [],
    replay: printReplay(root, options),
  };
  if (lockBytes === undefined) {
    await refuseWithoutLock(target, root, config.dir);
    plan.idle = `Nothing to do: '${root}' has no '${lockFileName}', so create-logging has written nothing there.`;
    plan.next = pointToServices(root, options.cwd);
    return plan;
  }
  const found = readLock(lockBytes);
  // What its owner renamed or moved is ours all the same.
  const { lock } = followRenames(root, found, findSettingsFolder(found) ?? config.dir ?? "");
  const folder = planFolderRemoval(root, lock, options);
  const others = await planTakeBack(root, lock, options);
  const own = {
    kind: "delete",
    path: lockFileName,
    before: lockBytes,
    reason: "what was written",
  } as const;
  plan.steps = [...folder.steps, ...others.steps, own];
  const users = await findAnyUsers(target, listRemoval(root, folder.steps, others));
  if (users.length > 0 && !options.force) throw refuseUsers(users);
  const isUser = (note: Note) =>
    users.some(({ file, line }) => file === note.file && line === note.line);
  plan.notes = [
    ...others.notes.filter((note) => !isUser(note)),
    ...users.map(({ file, line, uses }) => ({
      file,
      line,
      text: `still uses '${uses}', which is removed (--force).`,
    })),
  ];
  plan.next = listNext(folder.steps, others.steps, options, isPython(target));
  return plan;
}

async function findAnyUsers(target: Project, removal: Removal): Promise<User[]> {
  return isPython(target) ? findPythonUsers(removal) : findUsers(target, removal);
}

function listRemoval(root: string, folder: Step[], others: TakeBackPlan): Removal {
  const paths = (kind: Step["kind"]) =>
    new Set(folder.filter((step) => step.kind === kind).map((step) => step.path));
  const changed: [string, { before: string; after: string }][] = others.steps.flatMap((step) =>
    step.kind === "patch"
      ? [[step.path, { before: readAnyText(step.before), after: readAnyText(step.after) }]]
      : [],
  );
  return { root, gone: paths("delete"), kept: paths("leave"), changed: new Map(changed) };
}

function refuseUsers(users: User[]): RefusedError {
  const lines = users.map(
    ({ file, lineNow, uses }) => `  ${showPath(file)}:${lineNow} uses '${showPath(uses)}'`,
  );
  return new RefusedError(
    `This code needs the logging folder and would break without it:\n${lines.join("\n")}\nNothing was changed. Take these out, and run again; or pass --force to remove it all the same.`,
  );
}

function listNext(
  folder: Step[],
  others: Step[],
  { installs }: RemoveOptions,
  isPythonProject: boolean,
): string[] {
  const next: string[] = [];
  const kept = [...folder, ...others].filter(
    (step) => step.kind === "leave" && step.reason === editedByOwner,
  );
  const list = (steps: Step[]) => steps.map((step) => `'${showPath(step.path)}'`).join(", ");
  const generated = kept.filter((step) => folder.includes(step));
  const other = kept.filter((step) => !folder.includes(step));
  if (generated.length > 0)
    next.push(
      `Kept, because edited: ${list(generated)}. Nothing loads it any more, and what it imports is gone: take over what you need, and delete it.`,
    );
  if (other.length > 0)
    next.push(`Kept, because edited: ${list(other)}. Delete it if it is no use.`);
  if (losesDependencies(others) && installs !== true)
    next.push("Run the package manager's install: package.json lists fewer packages.");
  // The dependency goes from where it is written down alone.
  const lost = isPythonProject ? others.find(losesLoguru) : undefined;
  if (lost !== undefined)
    next.push(
      `'${showPath(lost.path)}' no longer has Loguru: nothing was uninstalled. Run your package manager if it keeps a lock file.`,
    );
  return next.length > 0 ? next : ["Look at the diff, and commit it."];
}

function losesLoguru(step: Step): boolean {
  const has = (bytes: Uint8Array) => /\bloguru\b/i.test(readAnyText(bytes));
  const isRequirements = /(?:\.(?:txt|in|toml|cfg)|Pipfile)$/.test(step.path);
  return step.kind === "patch" && isRequirements && has(step.before) && !has(step.after);
}

// Whoever stands in the root of a workspace means its services.
function pointToServices(root: string, cwd = root): string[] {
  const all = [...listPackages(root).packages, ...listPythonProjects(root)].map(({ dir }) => dir);
  const dirs = [...new Set(all)]
    .sort()
    .filter((dir) => dir !== "" && fs.existsSync(path.join(root, dir, lockFileName)))
    .map((dir) => quoteShell(path.relative(cwd, path.join(root, dir)).replace(/^-/, "./-")));
  if (dirs.length === 0) return [];
  return [`Services below it have one: create-logging remove ${dirs.join(" ")}`];
}

// A repo whose lock file was deleted is no repo without logging.
async function refuseWithoutLock(
  target: Project,
  root: string,
  dir: string | undefined,
): Promise<void> {
  const folder = dir === undefined ? root : path.join(root, dir);
  if (!folder.startsWith(root + path.sep)) return;
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const files = fs.readdirSync(folder).map((name) => `${dir}/${name}`);
  const gone = new Set(
    files.filter((file) => /\/(?:setup|setup[-_]child|index|__init__)\.\w+$/.test(file)),
  );
  const removal = { root, gone, kept: new Set<string>(), changed: new Map() };
  const [user] = await findAnyUsers(target, removal);
  if (user === undefined || gone.size === 0) return;
  throw new RefusedError(
    `'${lockFileName}' is gone, and '${showPath(user.file)}:${user.lineNow}' loads '${showPath(user.uses)}': what is yours can't be told from what was written. Restore it from version control, and run again.`,
  );
}

function readConfig(root: string): { name?: string; dir?: string } {
  try {
    const bytes = readTargetFile(root, configFileName);
    const text = Buffer.from(bytes ?? []).toString("utf8");
    // Comments are allowed there; what is read is only shown, or looked for.
    const find = (key: string) => new RegExp(`"${key}"\\s*:\\s*"([^"\\\\]+)"`).exec(text)?.[1];
    const [name, dir] = [find("name"), find("dir")];
    return { ...(name === undefined ? {} : { name }), ...(dir === undefined ? {} : { dir }) };
  } catch {
    return {};
  }
}

function printReplay(root: string, { version, cwd = root, force }: RemoveOptions): string {
  const where = path.relative(cwd, root);
  const words = [`create-logging@${version}`, "remove"];
  if (where !== "") words.push(where.startsWith("-") ? `./${where}` : where);
  if (force) words.push("--force");
  return ["npx", ...words, "--yes"].map(quoteShell).join(" ");
}
