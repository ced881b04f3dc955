import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Note, Target } from "../target/target.js";
import { followEntry, isBuilt } from "./follow-entry.js";
import type { TypeScript } from "./parse-source.js";
import { type DecodedText, decodeText } from "./read-bytes.js";

/** The file that gets an entrypoint's imports, or why there is none. */
export type EntryFile =
  | { path: string; bytes: Uint8Array; decoded: DecodedText; notes: Note[] }
  | { path: string; reason: string };

/** Finds the file behind an entrypoint: links resolved, thin files followed, its bytes decoded. */
export function findEntryFile(ts: TypeScript, target: Target, entry: string): EntryFile {
  const real = resolveLinks(target.root, entry);
  if (real === undefined) return { path: entry, reason: "does not exist" };
  if (real.startsWith("../") || path.isAbsolute(real)) {
    return { path: entry, reason: `is a link to '${real}', outside of this package` };
  }
  const followed = followEntry(ts, target, real);
  const file = followed.file;
  const reason = refuseSource(target, file);
  if (reason) return { path: file, reason };
  const bytes = readBytes(path.join(target.root, file));
  if (!bytes) return { path: file, reason: "can't be read" };
  const decoded = decodeText(bytes);
  if (!decoded) return { path: file, reason: "is UTF-16; save it as UTF-8" };
  const notes: Note[] = [];
  if (real !== entry) notes.push({ file: entry, text: `It is a link: '${real}' is patched.` });
  if (followed.via)
    notes.push({ file: followed.via, text: `It only loads '${file}', which is patched.` });
  return { path: file, bytes, decoded, notes };
}

/** A file's path without links, POSIX and relative to the target; undefined where it doesn't exist. */
export function resolveLinks(root: string, entry: string): string | undefined {
  try {
    const relative = path.relative(realpathSync(root), realpathSync(path.join(root, entry)));
    return relative.split(path.sep).join("/");
  } catch {
    return undefined;
  }
}

/** A file's bytes; undefined where it can't be read. */
export function readBytes(file: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    return undefined;
  }
}

const sourceRunners =
  /\b(?:tsx|ts-node(?:-dev)?|jiti|bun|swc-node|esbuild-register|babel-node|vite-node|tsup|tsm)\b/;

function refuseSource(target: Target, file: string): string | undefined {
  if (isBuilt(target, file)) return "is compiled output; name its source with --entry";
  if (target.language !== "typescript" || !/\.[mc]?jsx?$/.test(file)) return undefined;
  const sources = target.tsconfig?.rootDir || target.sourceRoot;
  const isCompiled = sources !== "" && sources !== "." && file.startsWith(`${sources}/`);
  const isRun = target.startCommands.some(
    ({ command, entries }) => entries.includes(file) && sourceRunners.test(command),
  );
  if (isCompiled || isRun) return undefined;
  return "is JavaScript that no compiler sees, and the logging folder is TypeScript; name the TypeScript file that it loads with --entry";
}
