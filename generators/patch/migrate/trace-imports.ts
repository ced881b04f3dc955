import type { Aliases } from "../../target/target.js";
import type { TypeScript } from "../parse-source.js";
import { resolveModule } from "../resolve-module.js";

/** What the files of a package load of each other. */
export interface ImportGraph {
  /** Takes note of a file's imports. */
  add(file: string, text: string): void;
  /** The own files that a file loads. */
  importsOf(file: string): readonly string[];
  /** Every specifier that a file loads something by. */
  specifiersOf(file: string): readonly string[];
  /** Those of packages. */
  packagesOf(file: string): readonly string[];
  /** The own file that a specifier in a file means. */
  resolve(file: string, specifier: string): string | undefined;
  /** These files and all that they load. */
  reach(roots: Iterable<string>): Set<string>;
}

/** Starts the graph of these files; paths are POSIX and relative to the package. */
export function traceImports(
  ts: TypeScript,
  root: string,
  files: readonly string[],
  aliases: Aliases = {},
): ImportGraph {
  const all = new Set(files);
  const specifiers = new Map<string, readonly string[]>();
  const resolved = new Map<string, readonly string[]>();
  const resolve = (file: string, specifier: string): string | undefined =>
    resolveModule(root, file, specifier, aliases, (path) => all.has(path));
  const importsOf = (file: string): readonly string[] => {
    const known = resolved.get(file);
    if (known) return known;
    const found = (specifiers.get(file) ?? []).flatMap((each) => resolve(file, each) ?? []);
    resolved.set(file, found);
    return found;
  };
  return {
    add: (file, text) => specifiers.set(file, listSpecifiers(ts, text)),
    importsOf,
    specifiersOf: (file) => specifiers.get(file) ?? [],
    packagesOf: (file) => (specifiers.get(file) ?? []).filter((each) => !/^[./]/.test(each)),
    resolve,
    reach: (roots) => {
      const reached = new Set<string>();
      const waiting = [...roots];
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        if (reached.has(file) || !all.has(file)) continue;
        reached.add(file);
        waiting.push(...importsOf(file));
      }
      return reached;
    },
  };
}

// The compiler's own quick look: it scans a text without parsing it.
function listSpecifiers(ts: TypeScript, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ pos }) => !isTypeImport(text.slice(Math.max(0, pos - 4000), pos)))
    .map(({ fileName }) => fileName);
}

// Nothing is loaded for a type: a page that imports the type of a server's router has no part of it.
function isTypeImport(ahead: string): boolean {
  const start = Math.max(ahead.lastIndexOf("import"), ahead.lastIndexOf("export"));
  return start >= 0 && /^(?:im|ex)port\s+type\s+(?!from\b|,)/.test(ahead.slice(start));
}
