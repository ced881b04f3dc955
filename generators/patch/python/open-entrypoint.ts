import { isUtf8 } from "node:buffer";
import path from "node:path";
import type { PythonRun, PythonTarget } from "../../target/python/python-target.js";
import type { Note } from "../../target/target.js";
import { readBytes, resolveLinks } from "../find-entry-file.js";
import { type DecodedText, decodeText } from "../read-bytes.js";
import { evaluateLocation } from "./evaluate-location.js";
import { findPackageStart, guessRuns } from "./find-package-start.js";
import type { PythonParser } from "./parse-python.js";
import { dottedName, type PythonModule, readModule, walk } from "./python-module.js";
import { openProject, type PythonProject, type ReadModule } from "./python-project.js";
import { readPlainArguments } from "./read-arguments.js";

/** The file that gets an entrypoint's imports, and how Python finds modules when it is started. */
export interface OpenEntrypoint {
  /** POSIX path relative to the target. */
  path: string;
  bytes: Uint8Array;
  decoded: DecodedText;
  module: PythonModule;
  runs: PythonRun[];
  project: PythonProject;
  notes: Note[];
}

/** What reads the sources of all entrypoints. */
export interface PythonSources {
  parse: PythonParser;
  read: ReadModule;
}

/** Finds and reads the file behind an entrypoint: links resolved, a package that runs first preferred. */
export function openEntrypoint(
  sources: PythonSources,
  target: PythonTarget,
  dir: string,
  entry: string,
  others: string[],
): OpenEntrypoint | { path: string; reason: string; line?: number } {
  const real = resolveLinks(target.root, entry);
  if (real === undefined) return { path: entry, reason: "does not exist" };
  if (real.startsWith("../") || path.isAbsolute(real)) {
    return { path: entry, reason: `is a link to '${real}', outside of this project` };
  }
  const link = `It is a link: '${real}' is patched.`;
  const notes: Note[] = real === entry ? [] : [{ file: entry, text: link }];
  const opened = openFile(sources, target, dir, real, undefined);
  if ("reason" in opened) return opened;
  const first = findPackageStart(opened.project, real, opened.runs);
  if (first === undefined) return { ...opened, notes };
  const folder = `${path.posix.dirname(first)}/`;
  const isShared = others.some((each) => each !== entry && each.startsWith(folder));
  if (isShared || !runsAsProgram(target, real)) {
    const text = `It runs ahead of '${real}' and does more than name things: what it logs comes before the guard.`;
    return { ...opened, notes: [...notes, { file: first, text }] };
  }
  const runs = opened.runs.map(({ searchPath }) => ({
    searchPath,
    module: path.posix
      .relative(`/${searchPath}`, `/${path.posix.dirname(first)}`)
      .replaceAll("/", "."),
  }));
  const instead = openFile(sources, target, dir, first, runs);
  if ("reason" in instead) return instead;
  const text = `It runs ahead of '${real}' and does more than name things, so it gets the set-up, which then also runs wherever the package is only imported, as in tests.`;
  return { ...instead, notes: [...notes, { file: first, text }] };
}

// A server's module has its package imported by many tools that start nothing.
function runsAsProgram({ startCommands }: PythonTarget, file: string): boolean {
  const stages = startCommands
    .filter(({ entries }) => entries.includes(file))
    .map((each) => each.stage);
  const isScript = stages.includes("bin") && !stages.includes("production");
  return isScript || path.posix.basename(file) === "__main__.py";
}

// https://peps.python.org/pep-0263/: in one of the first two lines.
const codingLine =
  /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r?\n|\r))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*[-\w.]+/;

type Opened = Omit<OpenEntrypoint, "notes">;

function openFile(
  sources: PythonSources,
  target: PythonTarget,
  dir: string,
  file: string,
  known: PythonRun[] | undefined,
): Opened | { path: string; reason: string; line?: number } {
  const bytes = readBytes(path.join(target.root, file));
  if (!bytes) return { path: file, reason: "can't be read" };
  const decoded = decodeText(bytes);
  if (!decoded) return { path: file, reason: "is UTF-16; save it as UTF-8" };
  if (!isUtf8(bytes) && !codingLine.test(decoded.text))
    return { path: file, reason: "is not UTF-8, and has no coding line: Python does not read it" };
  const source = sources.parse(decoded.text.replace(/^\uFEFF/, ""));
  if ("reason" in source) {
    return { path: file, reason: `does not parse: ${source.reason}`, line: source.line };
  }
  const module = readModule(source, file);
  const found =
    known ?? target.entrypoints.find((entrypoint) => entrypoint.file === file)?.runs ?? [];
  const bare = openProject(sources.read, target.root, dir, []);
  const runs = found.length > 0 ? found : guessRuns(bare, module);
  const searchPaths = [
    ...runs.map(({ searchPath }) => searchPath),
    ...listAddedPaths(bare, module, module.statements),
    // An installed project is found wherever it is started.
    "",
    target.sourceRoot,
    "src",
  ];
  const project = openProject(sources.read, target.root, dir, [...new Set(searchPaths)]);
  return { path: file, bytes, decoded, module, runs, project };
}

/** The folders that statements add to `sys.path`, POSIX and relative to the target; what can't be told is left out. */
export function listAddedPaths(
  project: PythonProject,
  module: PythonModule,
  statements: PythonModule["statements"],
): string[] {
  const paths: string[] = [];
  for (const statement of statements) {
    walk(statement, (node) => {
      const name =
        node.name === "CallExpression" && node.firstChild
          ? dottedName(module, node.firstChild)
          : undefined;
      if (!/^(?:sys\.path\.(?:insert|append)|site\.addsitedir)$/.test(name ?? "")) return undefined;
      const added = readPlainArguments(module, node)?.positional.at(-1);
      const location = added && evaluateLocation(project, module, added);
      if (location && location.anchor !== "search" && !/^(?:\/|\.\.(?:\/|$))/.test(location.path)) {
        paths.push(path.posix.normalize(location.path));
      }
      return undefined;
    });
  }
  return paths;
}
