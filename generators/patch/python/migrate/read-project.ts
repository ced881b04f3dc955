import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../../answers/answers.js";
import type { PythonTarget } from "../../../target/python/python-target.js";
import type { Note } from "../../../target/target.js";
import type { OnProgress } from "../../migrate/read-sources.js";
import { decodeText } from "../../read-bytes.js";
import { listPythonFiles } from "../list-python-sources.js";
import { loadPythonParser } from "../parse-python.js";
import type { PythonModule } from "./module.js";
import { makeProject, type Project } from "./project.js";
import { isTestFile } from "./reach-modules.js";
import { readModule } from "./read-module.js";

/** A project's own modules, read and brought together. */
export interface ReadProject {
  project: Project;
  notes: Note[];
}

// What is larger is generated.
const maxBytes = 1_000_000;
const mentionsLogging = /\b(?:loguru|logging|excepthook)\b/;

/** Reads all modules of a project: no dependencies, no virtual environment, not the logging folder. */
export async function readProject(
  target: PythonTarget,
  answers: Answers,
  onProgress: OnProgress,
): Promise<ReadProject> {
  const { root } = target;
  const files = listPythonFiles(target, answers);
  const modules = new Map<string, PythonModule>();
  const notes: Note[] = [];
  const words = new Set<string>();
  const parse = await loadPythonParser();
  for (const [index, file] of files.entries()) {
    if (index % 50 === 0) await onProgress(index, files.length, "Reading");
    const bytes = readBytes(path.join(root, file));
    const decoded = bytes && decodeText(bytes);
    if (decoded === undefined) continue;
    const mark = decoded.text.startsWith("\uFEFF") ? "\uFEFF" : "";
    const source = parse(decoded.text.slice(mark.length));
    if ("tree" in source) modules.set(file, readModule(file, source, decoded, mark));
    else {
      for (const [word] of decoded.text.matchAll(/[A-Za-z_]\w*/g)) words.add(word);
      if (mentionsLogging.test(decoded.text) && !isTestFile(file))
        notes.push({
          file,
          line: source.line,
          text: `was left alone: ${source.reason}`,
          kind: "file",
        });
    }
  }
  return { project: makeProject(root, modules, listRoots(target, answers, modules), words), notes };
}

/** The folders that Python looks for the project's modules in, likeliest first. */
function listRoots(
  target: PythonTarget,
  answers: Answers,
  modules: ReadonlyMap<string, PythonModule>,
): string[] {
  const runs = target.entrypoints.flatMap((each) => each.runs.map(({ searchPath }) => searchPath));
  // A folder that is a package is loaded from the one around it.
  const entries = answers.entries
    .map((file) => path.posix.dirname(file))
    .filter((folder) => !modules.has(`${folder}/__init__.py`));
  return [...new Set([...runs, "", target.sourceRoot, "src", ...entries])].map((folder) =>
    folder === "." ? "" : folder,
  );
}

function readBytes(file: string): Uint8Array | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.size <= maxBytes ? new Uint8Array(readFileSync(file)) : undefined;
  } catch {
    return undefined;
  }
}
