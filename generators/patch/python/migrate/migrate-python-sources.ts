import type { Answers } from "../../../answers/answers.js";
import type { PythonTarget } from "../../../target/python/python-target.js";
import type { Note } from "../../../target/target.js";
import type { Migration, SourcePatch } from "../../migrate/migrate.js";
import type { OnProgress } from "../../migrate/read-sources.js";
import { applyEdits } from "../../spawn/append-items.js";
import { lineOf } from "../parse-python.js";
import { findBroken } from "./check-result.js";
import { cutStatements } from "./cut-statements.js";
import type { DeadCode } from "./dead-code.js";
import { dropImports } from "./drop-imports.js";
import { findDead } from "./find-dead.js";
import { findIdle } from "./find-idle.js";
import { findSeeds } from "./find-seeds.js";
import { isIntercept } from "./judge-handler.js";
import type { Verdict } from "./judge-sink.js";
import type { PythonModule, Statement } from "./module.js";
import { noteOthers } from "./note-others.js";
import { placeSeeds } from "./place-seeds.js";
import type { Project } from "./project.js";
import { isTestFile, reachModules } from "./reach-modules.js";
import { readProject } from "./read-project.js";

/**
 * Takes a Python project's own logging set-ups out of its sources, in memory: what writes to files and to
 * the terminal, and what served nothing else. Names that somebody still imports stay where they are.
 */
export async function migratePythonSources(
  target: PythonTarget,
  answers: Answers,
  onProgress: OnProgress = () => {},
): Promise<Migration> {
  const { project, notes } = await readProject(target, answers, onProgress);
  const entries = [...answers.entries, ...answers.children.flatMap(({ entry }) => entry ?? [])];
  const reached = reachModules(project, entries);
  const own = new Set([...reached].filter(({ file }) => !isTestFile(file)));
  const verdicts = new Map<Statement, Verdict>();
  for (const module of project.modules.values()) {
    if (isTestFile(module.file)) continue;
    for (const [statement, verdict] of findSeeds(project, module)) verdicts.set(statement, verdict);
  }
  placeSeeds(project, own, entries, verdicts);
  const { code, texts, refused } = await change(project, own, verdicts);
  const patches = [...texts].flatMap(([file, text]) => makePatch(project, code, file, text));
  notes.push(...noteLeft(verdicts), ...noteEmptied(project, texts));
  for (const [statement, verdict] of verdicts)
    if (verdict.goes && verdict.unused !== undefined && code.dead.has(statement))
      notes.push({ file: verdict.unused, text: "is read by nothing any more", kind: "emptied" });
  for (const file of refused)
    notes.push({
      file,
      text: "was left alone: without its set-up it would not run any more",
      kind: "file",
    });
  for (const module of own) notes.push(...noteOthers(project, module));
  return { patches, notes: notes.sort(byPlace) };
}

interface Change {
  code: DeadCode;
  texts: Map<string, string>;
  refused: string[];
}

// What would break a module leaves that module as it is, and all is thought over again.
async function change(
  project: Project,
  own: ReadonlySet<PythonModule>,
  verdicts: ReadonlyMap<Statement, Verdict>,
): Promise<Change> {
  const refused: string[] = [];
  for (;;) {
    const editable = new Set([...own].filter(({ file }) => !refused.includes(file)));
    const seeds = new Set<Statement>();
    for (const [statement, verdict] of verdicts)
      if (verdict.goes && editable.has(statement.module)) seeds.add(statement);
    const code = findAll(project, editable, seeds);
    const texts = new Map<string, string>();
    for (const module of editable) {
      const text = cut(code, module);
      if (text !== module.source.text) texts.set(module.file, text);
    }
    const broken = (await findBroken(project, texts, project.resolve)).filter(
      (file) => !refused.includes(file),
    );
    if (broken.length === 0) return { code, texts, refused };
    refused.push(...broken);
  }
}

// Functions that are left with nothing to do make others that are.
function findAll(
  project: Project,
  editable: ReadonlySet<PythonModule>,
  seeds: Set<Statement>,
): DeadCode {
  for (;;) {
    const code = findDead(project, editable, seeds);
    const idle = seeds.size === 0 ? [] : findIdle(code);
    if (idle.length === 0) return code;
    for (const statement of idle) seeds.add(statement);
  }
}

function cut(code: DeadCode, module: PythonModule): string {
  const { whole, edits } = dropImports(code, module);
  const dead = new Set([...code.dead, ...whole].filter((each) => each.module === module));
  for (const { parent } of whole)
    if (parent?.kind === "IfStatement" && parent.blocks.flat().every((each) => dead.has(each)))
      dead.add(parent);
  return applyEdits(module.source.text, [...edits, ...cutStatements(module, dead)]);
}

function makePatch(project: Project, code: DeadCode, file: string, text: string): SourcePatch[] {
  const module = project.modules.get(file);
  const after = module?.decoded.encode(module.mark + text);
  const before = module?.decoded.encode(module.decoded.text);
  if (module === undefined || after === undefined || before === undefined) return [];
  return [{ path: file, before, after, reason: describe(project, code, module) }];
}

function describe(project: Project, code: DeadCode, module: PythonModule): string {
  const gone = module.all.filter((each) => code.dead.has(each));
  const isClass = gone.some(
    (each) =>
      each.kind === "ClassDefinition" &&
      module.bindings.some(
        ({ name, sites }) =>
          sites.some(({ statement }) => statement === each) &&
          isIntercept(project, `${module.file}#${name}`),
      ),
  );
  const what = isClass ? "its own set-up and its bridge from 'logging'" : "its own set-up";
  return `${what} is the logging's now`;
}

// What is said of a whole file is said once.
function noteLeft(verdicts: ReadonlyMap<Statement, Verdict>): Note[] {
  const notes = new Map<string, Note>();
  for (const [{ module, node }, verdict] of verdicts) {
    if (verdict.goes) continue;
    const { file, source } = module;
    const line = lineOf(source.text, node.from);
    const key = verdict.isOfAll ? `${file}\0${verdict.reason}` : `${file}:${node.from}`;
    if ((notes.get(key)?.line ?? Number.POSITIVE_INFINITY) > line)
      notes.set(key, { file, line, text: verdict.reason, kind: "set-up" });
  }
  return [...notes.values()];
}

function noteEmptied(project: Project, texts: ReadonlyMap<string, string>): Note[] {
  return [...texts].flatMap(([file, text]) => {
    const kept = text.replace(/("""|''')[\s\S]*?\1/, "").replace(/^(?:#|import\b|from\b).*$/gm, "");
    const isUsed = [...(project.modules.get(file)?.globals.values() ?? [])].some(
      (binding) =>
        project.aliasesOf(binding).length > 0 && new RegExp(`\\b${binding.name}\\b`).test(text),
    );
    const isEmptied = kept.trim() === "" && !isUsed && !file.endsWith("__init__.py");
    return isEmptied
      ? [
          {
            file,
            text: "sets up nothing any more, and nothing imports it: it can be deleted",
            kind: "emptied",
          },
        ]
      : [];
  });
}

function byPlace(a: Note, b: Note): number {
  const [one = "", other = ""] = [a.file, b.file];
  if (one !== other) return one < other ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
