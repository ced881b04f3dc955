import path from "node:path";
import { decodeText, readTargetFile } from "./file-text.js";
import type { Lock } from "./lock-file.js";

/** The text that a file will have, undefined where it is not there. */
export type ReadAfter = (file: string) => string | undefined;

/** Reads files as the plan leaves them: patched, or as they are. */
export function readAfterPatches(
  root: string,
  patches: { path: string; after: Uint8Array }[],
): ReadAfter {
  return (file) => {
    const patch = patches.find((one) => one.path === file);
    const bytes = patch?.after ?? readTargetFile(root, file);
    return bytes === undefined ? undefined : (decodeText(bytes)?.text ?? "");
  };
}

/** A source file, patched by an earlier run, that imports the module at `module`. */
export function findImporter(
  lock: Lock | undefined,
  readAfter: ReadAfter,
  module: string,
): string | undefined {
  const stem = withoutExtension(module);
  return Object.keys(lock?.patches ?? {}).find((file) => {
    if (!/\.[cm]?[jt]sx?$/.test(file)) return false;
    const specifiers = readAfter(file)?.matchAll(/["'](\.{1,2}\/[^"'\n]+)["']/g) ?? [];
    return [...specifiers].some(([, specifier = ""]) => {
      const found = path.posix.join(path.posix.dirname(file), specifier);
      return withoutExtension(found) === stem;
    });
  });
}

function withoutExtension(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, "");
}
