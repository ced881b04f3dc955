import path from "node:path";
import { findLineEnd, joinLines, type Line, splitLines } from "../../merge/split-lines.js";
import type { DependencyEdit } from "./dependency-edit.js";
import {
  dependencyName,
  findObstacle,
  findPlace,
  printRequirement,
  readRequirement,
  requirementText,
} from "./requirement.js";

interface Found {
  index: number;
  text: string;
}

/** Adds the dependency to `install_requires` of a setup.cfg. */
export function addToSetupCfg(text: string, file: string): DependencyEdit {
  const lines = splitLines(text);
  const section = findSection(lines, "options");
  if (section === undefined) return { kind: "left", reason: "has no [options] that could list it" };
  const eol = findLineEnd(text);
  const at = lines.findIndex(
    ({ content }, index) =>
      index >= section.from && index < section.to && /^install_requires\s*[=:]/.test(content),
  );
  if (at === -1) {
    const last = lastFilled(lines, section.from - 1, section.to);
    const added = ["install_requires =", `    ${requirementText}`];
    return { kind: "added", text: insertLines(lines, last + 1, added, eol) };
  }
  const first = (lines[at]?.content ?? "").replace(/^install_requires\s*[=:]\s*/, "").trim();
  const leave = (reason: string): DependencyEdit => ({ kind: "left", reason, line: at + 1 });
  if (/^attr:/.test(first)) return leave("takes its dependencies from a program");
  const named = /^file:\s*([^,\s]+)/.exec(first)?.[1];
  if (named !== undefined) {
    const other = path.posix.join(path.posix.dirname(file), named);
    return { kind: "elsewhere", file: { kind: "requirements", file: other } };
  }
  const items = listItems(lines, at, section.to);
  // Setuptools splits a single line at its semicolons, and takes those of several for markers.
  const ahead = items.length === 0 ? first.split(";") : [first];
  items.unshift(...ahead.filter((each) => each !== "").map((text) => ({ index: at, text })));
  const requirements = items.map((item) => readRequirement(item.text));
  const own = requirements.findIndex((each) => each?.name === dependencyName);
  if (own !== -1) {
    const found = requirements[own];
    const reason = found === undefined ? undefined : findObstacle(found);
    const line = (items[own]?.index ?? at) + 1;
    return reason === undefined ? { kind: "there" } : { kind: "left", reason, line };
  }
  if (ahead.length > 1) return leave("lists its dependencies on one line");
  const place = findPlace(
    requirements.map((each, index) => each?.name ?? items[index]?.text ?? ""),
    dependencyName,
  );
  // What stands on the line of the key itself can't be moved down.
  const previous = items[place - 1] ?? (first === "" ? undefined : items[0]);
  const below = items.find(({ index }) => index > at);
  const indent = /^\s*/.exec(lines[below?.index ?? -1]?.content ?? "    ")?.[0] ?? "";
  const printed = printRequirement(
    items.map((item) => item.text),
    requirements.map((each) => each?.versions ?? ""),
  );
  return {
    kind: "added",
    text: insertLines(lines, (previous?.index ?? at) + 1, [indent + printed], eol),
  };
}

function findSection(lines: Line[], name: string): { from: number; to: number } | undefined {
  const isHeader = ({ content }: Line) => /^\[[^\]]+\]/.test(content);
  const header = lines.findIndex((line) => line.content.startsWith(`[${name}]`));
  if (header === -1) return undefined;
  const next = lines.findIndex((line, index) => index > header && isHeader(line));
  return { from: header + 1, to: next === -1 ? lines.length : next };
}

// The indented lines below the key; comments may stand among them at any depth.
function listItems(lines: Line[], key: number, end: number): Found[] {
  const items: Found[] = [];
  for (let index = key + 1; index < end; index += 1) {
    const content = lines[index]?.content ?? "";
    if (/^\s*(?:[#;].*)?$/.test(content)) continue;
    if (!/^\s/.test(content)) break;
    items.push({ index, text: content.replace(/\s#.*$/, "").trim() });
  }
  return items;
}

function lastFilled(lines: Line[], from: number, to: number): number {
  for (let index = to - 1; index > from; index -= 1)
    if (lines[index]?.content.trim() !== "") return index;
  return from;
}

function insertLines(lines: Line[], at: number, added: string[], eol: "\n" | "\r\n"): string {
  const made = added.map((content): Line => ({ content, end: eol }));
  const all = [...lines.slice(0, at), ...made, ...lines.slice(at)];
  // A file without an end to its last line stays one.
  const isOpen = lines.at(-1)?.end === "";
  return joinLines(
    all.map((line, index) => {
      if (index === all.length - 1) return isOpen ? { ...line, end: "" } : line;
      return line.end === "" ? { ...line, end: eol } : line;
    }),
  );
}
