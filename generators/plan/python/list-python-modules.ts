import path from "node:path";

const fromImport = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(?:\(([^)]*)\)|([^\n#;]*))/gm;
const plainImport = /^[ \t]*import[ \t]+([^\n#;]+)/gm;

/**
 * Modules that a Python file may mean by its imports, POSIX paths without `.py`. Where Python starts to
 * search is not known here: an absolute import stands for a module in each folder above the file.
 */
export function listPythonModules(file: string, text: string): Set<string> {
  const modules = new Set<string>();
  for (const [, dots = "", dotted = "", enclosed, plain = ""] of text.matchAll(fromImport)) {
    const names = (enclosed ?? plain).split(",").map((item) => /\w+/.exec(item)?.[0] ?? "");
    for (const base of listBases(file, dots.length)) {
      const module = path.posix.join(base, dotted.replaceAll(".", "/"));
      modules.add(module);
      for (const name of names) if (name !== "") modules.add(path.posix.join(module, name));
    }
  }
  for (const [, list = ""] of text.matchAll(plainImport))
    for (const item of list.split(",")) {
      const dotted = /^\s*([\w.]+)/.exec(item)?.[1]?.replaceAll(".", "/");
      if (dotted === undefined) continue;
      for (const base of listBases(file, 0)) modules.add(path.posix.join(base, dotted));
    }
  return modules;
}

// One dot is the file's own folder.
function listBases(file: string, dots: number): string[] {
  const folders = path.posix.dirname(file).split("/");
  const own = folders[0] === "." ? [] : folders;
  if (dots > 0) return [own.slice(0, own.length - dots + 1).join("/")];
  return Array.from({ length: own.length + 1 }, (_, count) => own.slice(0, count).join("/"));
}
