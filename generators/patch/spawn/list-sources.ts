import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../answers/answers.js";
import { findOutputOf } from "../../target/find-outputs.js";
import { listFiles } from "../../target/list-files.js";
import type { Target } from "../../target/target.js";
import { decodeText } from "../read-bytes.js";
import { layoutOf } from "./find-child-file.js";
import { mentionsSpawning } from "./spawn-apis.js";

/** A source file of the package; `reason` says why it can't be read as text. */
export interface SourceText {
  /** POSIX path relative to the target. */
  file: string;
  /** Without its byte order mark. */
  text: string;
  reason?: string;
}

// What is larger is generated.
const maxBytes = 1_000_000;

/** Reads a package's own sources: no dependencies, no built output, no package below it, not the logging folder. */
export function listSources(target: Target, answers: Answers): SourceText[] {
  return listSourceFiles(target, answers).flatMap((file) => readSource(target.root, file) ?? []);
}

/** The paths of those sources, POSIX and relative to the target. */
export function listSourceFiles(target: Target, answers: Answers): string[] {
  const { outputs } = layoutOf(target.root);
  const outDir = target.tsconfig?.outDir;
  const all = outDir ? [...outputs, { outDir }] : outputs;
  return listFiles(target.root, (dir) => findOutputOf(dir, all).length > 0)
    .files.filter((file) => /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/.test(file))
    .filter((file) => !/\.d\.[cm]ts$|\.min\.js$/.test(file))
    .filter((file) => !file.startsWith(`${answers.dir}/`))
    .filter((file) => !isEmitted(target.root, file));
}

/** Whether a text may hold something that starts a process. */
export function isSpawning({ text }: SourceText): boolean {
  return mentionsSpawning.test(text);
}

// tsc without an outDir writes index.js beside index.ts.
function isEmitted(root: string, file: string): boolean {
  const stem = /^(.*)\.([cm]?)jsx?$/.exec(file);
  return stem !== null && existsSync(path.join(root, `${stem[1]}.${stem[2]}ts`));
}

/** Reads one: the same text as the patch is given, or a place with an accent in it would not be found again. */
export function readSource(root: string, file: string): SourceText | undefined {
  const bytes = readBytes(path.join(root, file));
  const decoded = bytes && decodeText(bytes);
  if (!bytes || decoded) return decoded && { file, text: decoded.text.replace(/^\uFEFF/, "") };
  // In either byte order, what is ASCII reads the same without its zeros.
  const text = Buffer.from(bytes).toString("latin1").replaceAll("\0", "");
  return { file, text, reason: "is UTF-16; save it as UTF-8" };
}

function readBytes(file: string): Uint8Array | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.size <= maxBytes ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
