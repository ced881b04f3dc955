import { relative, sep } from "node:path";
import type { Answers } from "../answers/answers.js";
import { findGitRoot } from "./find-workspace-root.js";
import type { Project } from "./project.js";
import { type NameUse, type RepoNames, readNameUses } from "./read-name-uses.js";
import type { Note } from "./target.js";

/** What is known of the repository around a service, besides its files. */
export interface NameSurroundings {
  /** The other services of the same run. */
  others?: readonly { root: string; answers: Answers }[];
  /** The repository's names, where they were read before. */
  repo?: RepoNames;
  /** The files that the service starts, POSIX paths relative to it. */
  scripts?: readonly string[];
}

const oneFile = "both would write one log file; give one of them another name";

/** Names that two services, or a child and a service, of one repository share; each note has both places. */
export function noteNameConflicts(
  target: Project,
  answers: Answers,
  surroundings: NameSurroundings = {},
): Note[] {
  const repo = surroundings.repo ?? readRepoNames(target, answers);
  const dirOf = (root: string) => relative(repo.root, root).split(sep).join("/");
  const own = dirOf(target.root);
  const said = [{ root: target.root, answers }, ...(surroundings.others ?? [])];
  const answered = new Map(said.map((each) => [dirOf(each.root), each.answers]));
  const now = [...answered].flatMap(([dir, each]) => toUses(dir, each));
  const isOutdated = ({ owner, file, value }: NameUse) =>
    file.endsWith("create-logging.json") &&
    now.some((use) => use.owner === owner) &&
    !now.some((use) => use.owner === owner && use.value === value);
  // A place that can be looked at is told rather than an answer, and the service's own first.
  const rankOf = ({ file }: NameUse) => (own === "" || file.startsWith(`${own}/`) ? 0 : 1);
  const written = repo.uses.filter((use) => !isOutdated(use));
  const uses = [...written.sort((a, b) => rankOf(a) - rankOf(b)), ...now];
  const { variables } = answers.standard;
  const context: Context = { own, uses, repo, variables, scripts: surroundings.scripts ?? [] };
  return [...noteServices(context), ...noteChildren(context), ...noteParents(context)];
}

/** The names of the repository that a package lies in. */
export function readRepoNames(target: Project, answers: Answers): RepoNames {
  const root = findGitRoot(target.root) ?? target.workspaceRoot;
  return readNameUses(root, answers.standard.variables);
}

interface Context {
  /** The service's folder, relative to the repository. */
  own: string;
  uses: NameUse[];
  repo: RepoNames;
  variables: Answers["standard"]["variables"];
  scripts: readonly string[];
}

function noteServices(context: Context): Note[] {
  const names = context.uses.filter(({ child }) => child === undefined);
  const notes = new Map<string, Note>();
  for (const mine of names.filter(({ owner }) => owner === context.own)) {
    for (const other of names) {
      const key = JSON.stringify([mine.value, other.owner, other.process?.name]);
      if (other.value !== mine.value || !areTwoServices(mine, other) || notes.has(key)) continue;
      // Of two processes in this package each would be told twice.
      const mirrored = JSON.stringify([mine.value, mine.owner, mine.process?.name]);
      if (other.owner === mine.owner && notes.has(mirrored)) continue;
      notes.set(
        key,
        note(mine, context, `${label(mine, context)} is also that of ${who(other)}: ${oneFile}`),
      );
    }
  }
  return [...notes.values()];
}

function noteChildren(context: Context): Note[] {
  const children = context.uses.filter(({ child }) => child !== undefined);
  const mine = children.filter(({ owner }) => owner === context.own);
  const notes = new Map<string, Note>();
  for (const use of mine) {
    const descriptor = use.child?.descriptor ?? "";
    const say = (other: NameUse, text: string) => {
      const pair = [descriptor, other.owner === context.own ? other.child?.descriptor : ""].sort();
      const key = JSON.stringify([use.value, other.owner, pair]);
      if (!notes.has(key)) notes.set(key, note(use, context, text));
    };
    for (const other of context.uses) {
      if (other.value !== use.value || other === use) continue;
      const isOwn = other.owner === context.own;
      if (other.child !== undefined) {
        if (isOwn ? other.child.descriptor !== descriptor : other.owner !== undefined)
          say(other, `${label(use, context)} is also that of ${who(other)}: ${oneFile}`);
      } else if (isOwn) {
        // An env file of the child's own has its name: only in one file they are of one process.
        if (other.file === use.file && other.process?.name === use.process?.name)
          say(other, `${label(use, context)} is that of the service itself: ${oneFile}`);
      } else if (other.owner !== undefined) {
        const match = isThatChild(use, other.owner, context);
        if (match === "yes") continue;
        const end = match === "no" ? oneFile : `right only if that is this child`;
        say(other, `${label(use, context)} is also that of ${who(other)}: ${end}`);
      }
    }
  }
  return [...notes.values()];
}

// The same from the other side: somebody's child has this service's name.
function noteParents(context: Context): Note[] {
  const names = context.uses.filter(
    ({ child, owner }) => child === undefined && owner === context.own,
  );
  const notes = new Map<string, Note>();
  for (const use of context.uses) {
    const { child, owner } = use;
    if (child === undefined || owner === undefined || owner === context.own) continue;
    const mine = names.find(({ value }) => value === use.value);
    if (mine === undefined || notes.has(owner)) continue;
    const match = isThatChild(use, context.own, { ...context, scripts: [] });
    if (match === "yes") continue;
    const end = match === "no" ? oneFile : "right only if this is that child";
    notes.set(
      owner,
      note(mine, context, `${label(mine, context)} is also that of ${who(use)}: ${end}`),
    );
  }
  return [...notes.values()];
}

// A package that nothing but its parent starts is that child; one with a start of its own may be.
function isThatChild(
  { child }: NameUse,
  owner: string,
  { own, repo, scripts }: Context,
): "yes" | "no" | "unknown" {
  if (child?.entry !== undefined) return "no";
  const up =
    own === ""
      ? ""
      : `${own
          .split("/")
          .map(() => "..")
          .join("/")}/`;
  if (scripts.some((script) => script.startsWith(`${up}${owner}/`))) return "yes";
  return repo.unstarted.has(owner) ? "yes" : "unknown";
}

function areTwoServices(a: NameUse, b: NameUse): boolean {
  if (a.owner !== undefined && b.owner !== undefined && a.owner !== b.owner) return true;
  if (a.process === undefined || b.process === undefined) return false;
  if (a.process.name === b.process.name || a.process.kind !== b.process.kind) return false;
  // Files of one kind are often the same processes again, for another machine; units are not.
  return a.file === b.file || (a.process.kind === "unit" && a.owner === b.owner);
}

function toUses(owner: string, { name, children }: Answers): NameUse[] {
  const file = owner === "" ? "create-logging.json" : `${owner}/create-logging.json`;
  return [
    { value: name, file, owner },
    ...children.map(({ descriptor, name: value, entry }) => ({
      child: { descriptor, ...(entry === undefined ? {} : { entry }) },
      value,
      file,
      owner,
    })),
  ];
}

function note({ file, line }: NameUse, { own }: Context, text: string): Note {
  const up = own
    .split("/")
    .map(() => "..")
    .join("/");
  const isBelow = own === "" || file.startsWith(`${own}/`);
  const path = own === "" ? file : isBelow ? file.slice(own.length + 1) : `${up}/${file}`;
  return line === undefined ? { text } : { file: path, line, text };
}

function label({ child, value }: NameUse, { variables }: Context): string {
  const variable =
    child === undefined ? variables.name : `${variables.childPrefix}${child.descriptor}`;
  return `${variable} '${value}'`;
}

function who({ child, owner, file, line, process }: NameUse): string {
  const name = owner === undefined || process !== undefined ? process?.name : undefined;
  const folder = owner === "" ? "the root" : `'${owner}'`;
  const whose = name !== undefined ? `${process?.kind} '${name}'` : folder;
  const what = child === undefined ? whose : `child '${child.descriptor}' of ${folder}`;
  return line === undefined ? what : `${what} (${file}:${line})`;
}
