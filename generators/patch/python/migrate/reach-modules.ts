import path from "node:path";
import { textOf } from "../parse-python.js";
import { moduleOf, readImport } from "../read-import.js";
import type { PythonModule, Statement } from "./module.js";
import type { Project } from "./project.js";

/** The modules that a service loads from its entrypoints, by imports and by texts that name a module. */
export function reachModules(project: Project, entries: readonly string[]): Set<PythonModule> {
  const reached = new Set<PythonModule>();
  const open = (file: string) => {
    const module = project.modules.get(file);
    if (module === undefined || reached.has(module)) return;
    reached.add(module);
    // A package is run ahead of what is in it.
    for (let at = path.posix.dirname(file); at !== "."; at = path.posix.dirname(at))
      open(`${at}/__init__.py`);
    for (const dotted of listLoaded(module)) {
      const found = project.resolve(file, dotted);
      if (found) open(found.file);
    }
  };
  for (const entry of entries) open(entry);
  // Django loads an application's modules by their names.
  for (const { texts } of [...reached])
    for (const text of texts) {
      const folder = /^\w+(?:\.\w+)*$/.test(text) ? text.split(".").join("/") : undefined;
      if (folder !== undefined && project.modules.has(`${folder}/models.py`))
        for (const file of project.modules.keys()) if (file.startsWith(`${folder}/`)) open(file);
    }
  return reached;
}

/** What is run only where a module is started by itself: `if __name__ == "__main__":`. */
export function isInMain(statement: Statement): boolean {
  for (let at: Statement | undefined = statement; at; at = at.parent) {
    const isMain =
      at.kind === "IfStatement" &&
      /^if\s*\(?\s*__name__\s*==\s*["']__main__["']/.test(textOf(at.module.source, at.node));
    if (isMain) return true;
  }
  return false;
}

/** Whether a file holds tests, or what only they load. */
export function isTestFile(file: string): boolean {
  return /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|tests?|conftest)\.py$/.test(
    file,
  );
}

function listLoaded(module: PythonModule): string[] {
  const imports = module.all.flatMap((statement) => {
    if (statement.kind !== "ImportStatement") return [];
    const imported = readImport(module.source, statement.node);
    return imported.flatMap((each) => [moduleOf(each), each.path]);
  });
  // `"app.main:create_app"`, `"config.settings"`, `include("shop.urls")`
  const named = [...module.texts].flatMap(
    (text) =>
      /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*(?=:))(?::\w+(?:\(\))?)?$/.exec(text)?.[1] ??
      [],
  );
  return [...imports, ...named];
}
