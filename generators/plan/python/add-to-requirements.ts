import path from "node:path";
import { findLineEnd, joinLines, type Line, splitLines } from "../../merge/split-lines.js";
import type { DependencyEdit, ReadFile } from "./dependency-edit.js";
import { findCompileCommand } from "./find-compile-command.js";
import {
  dependencyName,
  findObstacle,
  findPlace,
  printRequirement,
  type Requirement,
  readRequirement,
} from "./requirement.js";

/** A line of a requirements file, with those that continue it. */
interface Item {
  /** Indexes of its lines, the last included. */
  from: number;
  to: number;
  /** Without its comment and continuations. */
  text: string;
  requirement?: Requirement;
}

/** Adds the dependency to a requirements file: in its place where the list is in order, else behind the rest. */
export function addToRequirements(text: string, file: string, read: ReadFile): DependencyEdit {
  const lines = splitLines(text);
  const items = listItems(lines);
  const compiled = findCompileCommand(text, file, read);
  if (compiled !== undefined) return compiled;
  const own = items.filter(isOwn);
  const found = findLoguru(file, items, read, new Set());
  if (found !== undefined) return found;
  const [included] = listIncluded(items, file, "r");
  if (own.length === 0 && included !== undefined && read(included) !== undefined)
    return { kind: "elsewhere", file: { kind: "requirements", file: included } };
  const hashed = items.find(({ text: each }) => /(?:^|\s)--(?:hash|require-hashes)\b/.test(each));
  if (hashed !== undefined) {
    const reason = `asks for a hash of every package, and none is known here: add '${dependencyName}' with the tool that wrote them`;
    return { kind: "left", reason, line: hashed.from + 1 };
  }
  const requirements = own.flatMap(({ requirement }) => requirement ?? []);
  const line = printRequirement(
    own.map((item) => item.text),
    requirements.map(({ versions }) => versions),
  );
  return { kind: "added", text: insertLine(lines, own, line, findLineEnd(text)) };
}

function insertLine(lines: Line[], own: Item[], line: string, eol: "\n" | "\r\n"): string {
  const index = findPlace(
    own.map(({ text, requirement }) => requirement?.name ?? text),
    dependencyName,
  );
  const [previous, next] = [own[index - 1], own[index]];
  const at = next === undefined ? lines.length : findGap(lines, previous, next);
  const last = lines.at(-1);
  if (at < lines.length || last === undefined || last.end !== "")
    return joinLines([...lines.slice(0, at), { content: line, end: eol }, ...lines.slice(at)]);
  // A file without an end to its last line stays one.
  return joinLines([...lines.slice(0, -1), { ...last, end: eol }, { content: line, end: "" }]);
}

// Comments that are indented, as pip-compile writes them, belong to the line above; others to the one below.
function findGap(lines: Line[], previous: Item | undefined, next: Item): number {
  let at = next.from;
  while (at > (previous?.to ?? -1) + 1 && /^#/.test(lines[at - 1]?.content ?? "")) at -= 1;
  // What begins a file is about the file.
  return previous === undefined && at === 0 ? next.from : at;
}

function listItems(lines: Line[]): Item[] {
  const items: Item[] = [];
  for (let from = 0; from < lines.length; from += 1) {
    let to = from;
    let text = lines[from]?.content ?? "";
    while (/\\$/.test(text) && !/^\s*#/.test(text) && to + 1 < lines.length) {
      to += 1;
      text = `${text.slice(0, -1)} ${(lines[to]?.content ?? "").trimStart()}`;
    }
    text = text.replace(/(?:^|\s+)#.*$/, "").trim();
    if (from === 0) text = text.replace(/^\uFEFF/, "");
    const plain = text.replace(/\s--?[a-z][\w-]*[=\s].*$/, "");
    const requirement = plain.startsWith("-") ? readEgg(plain) : readRequirement(plain);
    if (text !== "") items.push({ from, to, text, ...(requirement ? { requirement } : {}) });
    from = to;
  }
  return items;
}

// `-e git+https://github.com/Delgan/loguru.git#egg=loguru`, `git+…#egg=loguru`
function readEgg(text: string): Requirement | undefined {
  const name = /^(?:-e|--editable)\b.*#egg=([\w.-]+)/.exec(text)?.[1];
  return name === undefined ? undefined : readRequirement(name);
}

function isOwn({ text }: Item): boolean {
  return !text.startsWith("-");
}

// Here, in a file that is read as well, or in the constraints that hold for both.
function findLoguru(
  file: string,
  items: Item[],
  read: ReadFile,
  seen: Set<string>,
): DependencyEdit | undefined {
  seen.add(file);
  for (const { requirement, from } of items) {
    if (requirement?.name !== dependencyName) continue;
    const reason = findObstacle(requirement);
    return reason === undefined ? { kind: "there" } : { kind: "left", reason, line: from + 1 };
  }
  for (const kind of ["c", "r"] as const)
    for (const other of listIncluded(items, file, kind)) {
      const text = seen.has(other) ? undefined : read(other);
      if (text === undefined) continue;
      const found = findLoguru(other, listItems(splitLines(text)), read, seen);
      if (found?.kind === "left" && "reason" in found)
        return { kind: "left", reason: `reads '${other}', which ${found.reason}` };
      if (found !== undefined && kind === "r") return found;
    }
  return undefined;
}

function listIncluded(items: Item[], file: string, kind: "c" | "r"): string[] {
  const word = kind === "c" ? "constraint" : "requirement";
  const pattern = new RegExp(`^(?:-${kind}\\s*|--${word}(?:\\s+|=))(\\S.*)$`);
  return items.flatMap(({ text }) => {
    const named = pattern.exec(text)?.[1];
    return named === undefined || /^\w+:\/\//.test(named)
      ? []
      : [path.posix.join(path.posix.dirname(file), named)];
  });
}
