import { loadPythonParser } from "../parse-python.js";
import type { PythonModule } from "./module.js";
import { findGlobal, makeProject, type Project } from "./project.js";
import { readModule } from "./read-module.js";

/** Files that would not work any more: no Python, a name without a meaning, an import of what is gone. */
export async function findBroken(
  project: Project,
  texts: ReadonlyMap<string, string>,
  roots: Project["resolve"],
): Promise<string[]> {
  const broken = new Set<string>();
  const parse = await loadPythonParser();
  const modules = new Map(project.modules);
  for (const [file, text] of texts) {
    const old = project.modules.get(file);
    const source = parse(text);
    if (old === undefined || !("tree" in source)) {
      broken.add(file);
      continue;
    }
    const module = readModule(file, source, old.decoded, old.mark);
    modules.set(file, module);
    const known = new Set(old.free.map(({ name }) => name));
    if (module.free.some(({ name }) => !known.has(name))) broken.add(file);
  }
  const after = { ...makeProject(project.root, modules, []), resolve: roots };
  for (const module of modules.values()) {
    const missing = listMissing(after, module);
    const old = missing.length === 0 ? undefined : project.modules.get(module.file);
    const known = old ? listMissing(project, old) : [];
    for (const dotted of missing.filter((each) => !known.includes(each))) {
      const file = after.resolve(module.file, dotted)?.file;
      if (file !== undefined) broken.add(file);
    }
  }
  return [...broken];
}

function listMissing(project: Project, module: PythonModule): string[] {
  return module.bindings.flatMap(({ sites }) =>
    sites.flatMap(({ path: dotted }) => {
      const found = dotted === undefined ? undefined : project.resolve(module.file, dotted);
      const [name] = found?.rest ?? [];
      if (dotted === undefined || found === undefined || name === undefined) return [];
      const owner = project.modules.get(found.file);
      const isThere = findGlobal(owner, name) !== undefined || (owner?.stars.length ?? 0) > 0;
      return isThere ? [] : [dotted];
    }),
  );
}
