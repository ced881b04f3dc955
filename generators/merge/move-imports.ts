import path from "node:path";

/** Where files went: old path → new path, POSIX, relative to one folder. */
export type Moves = ReadonlyMap<string, string>;

/** The text of a module that lies at `from` in the old layout, with its relative imports as the new layout needs them. */
export function moveImports(text: string, from: string, moves: Moves): string {
  if (moves.size === 0) return text;
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

function stemOf(file: string): string {
  return file.replace(/\.[cm]?[jt]s$/, "");
}
