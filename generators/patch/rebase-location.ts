import path from "node:path";
import type { Translation } from "./translate-expression.js";

// Anything else would need escaping in a URL.
const plainPath = /^[\w./-]*$/;

/**
 * Code for a path that was written relative to the folder of its own module, from the env file's
 * folder. Compilers keep the way from one source to another, so it holds in src and in dist alike.
 */
export function rebasePath(translation: Translation, relative: string): string {
  const target = path.posix.join(wayToSource(translation), relative);
  const { imports, moduleKind } = translation;
  if (moduleKind === "commonjs") {
    if (target === ".") return "__dirname";
    return `${imports.use("path", "join")}(__dirname, ${JSON.stringify(target)})`;
  }
  const toPath = imports.use("url", "fileURLToPath");
  if (plainPath.test(target)) return `${toPath}(${rebaseUrl(translation, relative)})`;
  return `${imports.use("path", "join")}(${toPath}(new URL(".", import.meta.url)), ${JSON.stringify(target)})`;
}

/** The module's own folder as the first arguments of `join` or `resolve`. */
export function rebaseFolder(translation: Translation): string {
  const way = wayToSource(translation);
  if (translation.moduleKind === "esm") return rebasePath(translation, ".");
  return way === "" ? "__dirname" : `__dirname, ${JSON.stringify(way)}`;
}

/** The same as a URL object; only for modules. */
export function rebaseUrl(translation: Translation, relative: string): string {
  const target = path.posix.join(wayToSource(translation), relative);
  return `new URL(${JSON.stringify(target)}, import.meta.url)`;
}

function wayToSource(translation: Translation): string {
  const { context, dir } = translation;
  translation.isPlaced = true;
  return path.posix.relative(dir, path.posix.dirname(context.file));
}
