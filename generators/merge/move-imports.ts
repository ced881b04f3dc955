import path from "node:path";

/** Where files went: old path → new path, POSIX, relative to one folder. */
export type Moves = ReadonlyMap<string, string>;

/** The text of a module that lies at `from` in the old layout, with its relative imports as the new layout needs them. */
export function moveImports(text: string, from: string, moves: Moves): string {
  if (moves.size === 0) return text;
  if (from.endsWith(".py")) return movePythonImports(text, from, moves);
  const stems = new Map([...moves].map(([old, now]) => [stemOf(old), now]));
  const folder = path.posix.dirname(from);
  const newFolder = path.posix.dirname(moves.get(from) ?? from);
  const move = (specifier: string): string => {
    const module = path.posix.join(folder, specifier);
    const moved = stems.get(stemOf(module));
    if (moved === undefined && newFolder === folder) return specifier;
    // `./logger.js` stands for logger.ts too: the ending stays as it is written.
    const ending = module.slice(stemOf(module).length);
    const target = moved === undefined ? module : stemOf(moved) + ending;
    const relative = path.posix.relative(newFolder, target);
    return relative.startsWith("../") ? relative : `./${relative}`;
  };
  return text.replace(
    /(\bfrom\s+|\bimport\s+|\b(?:import|require)\(\s*)(["'])(\.{1,2}\/[^"'\n]+)\2/g,
    (_all, head: string, quote: string, specifier: string) =>
      `${head}${quote}${move(specifier)}${quote}`,
  );
}

// `from ..pkg.module import name`: a dot for the file's own folder, one more for each folder above it.
function movePythonImports(text: string, from: string, moves: Moves): string {
  const stems = new Map([...moves].map(([old, now]) => [stemOf(old), stemOf(now)]));
  const folder = path.posix.dirname(from);
  const newFolder = path.posix.dirname(moves.get(from) ?? from);
  return text.replace(
    /^([ \t]*from[ \t]+)(\.+)([\w.]*)(?=[ \t]+import\b)/gm,
    (all, head: string, dots: string, dotted: string) => {
      const base = path.posix.join(folder, "../".repeat(dots.length - 1));
      const module = path.posix.join(base, dotted.replaceAll(".", "/"));
      const moved = stems.get(module);
      if (moved === undefined && newFolder === folder) return all;
      const [, up = "", down = ""] =
        /^((?:\.\.\/?)*)(.*)$/.exec(path.posix.relative(newFolder, moved ?? module)) ?? [];
      const levels = up.match(/\.\./g)?.length ?? 0;
      return `${head}${".".repeat(levels + 1)}${down.replaceAll("/", ".")}`;
    },
  );
}

function stemOf(file: string): string {
  return file.replace(/\.(?:[cm]?[jt]s|py)$/, "");
}
