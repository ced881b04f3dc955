import { deflateSync, inflateSync } from "node:zlib";
import { findPathFault, showPath } from "../apply/confine-path.js";
import { hashBytes } from "../apply/journal.js";
import { RefusedError } from "../errors.js";
import { lockFileName } from "../file-names.js";
import { isRecord } from "../is-record.js";
import { toBytes } from "./file-text.js";

export { lockFileName };

/** A file of the logging folder as it was written last. */
export interface LockedFile {
  kind: "generated";
  /** SHA-256 of the pristine text. */
  sha256: string;
  /** The text itself: deflated, in base64. The base of the next merge. */
  pristine: string;
  /** The name that it is written under, where its owner gave it another: `logger.ts`. */
  as?: string;
}

/** Lines that a patch took out and put in, at one place of a file. Lines are without their endings. */
export interface LockedHunk {
  removed: string[];
  inserted: string[];
  /**
   * The line that the place begins at in the file as it was left, from 1. Absent where an owner had
   * taken our lines out or changed them by a later run, and in locks of older versions.
   */
  line?: number;
  /** The lines around the place, where `inserted` alone does not tell it from others. */
  context?: { above: string[]; below: string[] };
  /** The endings of `removed`, where they are not those of the lines that came for them. */
  ends?: string[];
}

/** What was done to a file that isn't ours: enough to take it back. */
export interface LockedPatch {
  /** The file was not there before. */
  created: boolean;
  /** SHA-256 of the file as it was left. */
  sha256?: string;
  /** The last line of the file had no ending before, and has one by now or is not the last any more. */
  open?: true;
  /** The file is no UTF-8: a character of its lines stands for a byte. */
  latin1?: true;
  /** Everything that is ours in the file, in its order; the runs of the tool are one. */
  hunks: LockedHunk[];
}

/** What a run had before it: `upgrade --check` tells by it that nothing has changed, without planning anew. */
export interface Seen {
  /** SHA-256 of all that decides what is written. */
  inputs: string;
  /** SHA-256 of each entrypoint's text up to the line that loads the set-up. */
  heads: Record<string, string>;
}

/** `create-logging.lock`: for the tool, not for people. Paths are POSIX, relative to the target. */
export interface Lock {
  lockVersion: 1;
  /** Version of the tool that wrote it. */
  version: string;
  files: Record<string, LockedFile>;
  patches: Record<string, LockedPatch>;
  seen?: Seen;
  /** Files of one machine, such as `.env`: for each line that was added its hash. The lock file is everybody's. */
  private?: Record<string, LockedPatch>;
}

// A pristine text is some kilobytes; a hand-made one must not fill the memory.
const maxPristineBytes = 4 * 1024 * 1024;
const nextStep = `Restore it from version control; or delete it and pass --force to write the logging folder anew`;

/** Reads the lock file. Throws a RefusedError that says what to do when it can't be relied on. */
export function readLock(bytes: Uint8Array): Lock {
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  if (/^<{7} /m.test(text)) throw refuse("has merge conflicts in it");
  const lock = parse(text);
  if (!isRecord(lock)) throw refuse("is not what create-logging writes");
  if (typeof lock["lockVersion"] === "number" && lock["lockVersion"] > 1)
    throw new RefusedError(
      `'${lockFileName}' was written by a newer create-logging. Run that one: npx create-logging@${showVersion(lock["version"])}.`,
    );
  const { files, patches, version, private: hidden } = lock;
  if (lock["lockVersion"] !== 1 || typeof version !== "string" || !isRecord(files))
    throw refuse("is not what create-logging writes");
  for (const part of [patches, hidden])
    if (part !== undefined && !isRecord(part)) throw refuse("is not what create-logging writes");
  const sound: Lock = { lockVersion: 1, version, files: emptyRecord(), patches: emptyRecord() };
  for (const [path, file] of Object.entries(files)) sound.files[path] = checkFile(path, file);
  sound.patches = checkPatches(patches);
  if (hidden !== undefined) sound.private = checkPatches(hidden);
  // Only a shortcut is lost with a wrong one.
  if (isSeen(lock["seen"])) sound.seen = lock["seen"];
  return sound;
}

/** The lock file's text: the same for the same content, whatever the order it was collected in. */
export function printLock(lock: Lock): string {
  const { lockVersion, version } = lock;
  const files = sortKeys(lock.files, ({ kind, sha256, pristine, as }) => ({
    kind,
    sha256,
    pristine,
    ...(as === undefined ? {} : { as }),
  }));
  const patches = sortKeys(lock.patches, showPatch);
  const hidden = lock.private && { private: sortKeys(lock.private, showPatch) };
  const seen = lock.seen && { ...lock.seen, heads: sortKeys(lock.seen.heads, (head) => head) };
  return `${JSON.stringify({ lockVersion, version, files, patches, ...hidden, seen }, null, 2)}\n`;
}

/** What the lock file holds of a text. An entry of the same text is kept: zlib's output differs between Node versions. */
export function lockText(text: string, previous?: LockedFile): LockedFile {
  const sha256 = hashBytes(toBytes(text));
  if (previous?.sha256 === sha256) return previous;
  const pristine = deflateSync(text, { level: 9 }).toString("base64");
  const { as } = previous ?? {};
  return { kind: "generated", sha256, pristine, ...(as === undefined ? {} : { as }) };
}

/** The text of a locked file as it was written. */
export function readPristine(file: LockedFile): string {
  const deflated = Buffer.from(file.pristine, "base64");
  return inflateSync(deflated, { maxOutputLength: maxPristineBytes }).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefusedError(`'${lockFileName}' is cut off or not JSON. ${nextStep}.`, { cause });
  }
}

function checkFile(path: string, file: unknown): LockedFile {
  checkPath(path);
  if (!isRecord(file)) throw refuse(`has no sound entry for '${showPath(path)}'`);
  const { kind, sha256, pristine, as } = file;
  if (kind !== "generated" || typeof sha256 !== "string" || typeof pristine !== "string")
    throw refuse(`has no sound entry for '${showPath(path)}'`);
  if (as !== undefined && (typeof as !== "string" || !/^[\w-]+\.\w+$/.test(as)))
    throw refuse(`has no sound entry for '${showPath(path)}'`);
  const locked: LockedFile = { kind, sha256, pristine, ...(as === undefined ? {} : { as }) };
  let text: string | undefined;
  try {
    text = readPristine(locked);
  } catch {
    // Told below, with the same next step.
  }
  if (text === undefined || hashBytes(toBytes(text)) !== sha256)
    throw refuse(`was edited: its text of '${showPath(path)}' does not fit its hash`);
  return locked;
}

function checkPatches(patches: unknown): Record<string, LockedPatch> {
  const sound = emptyRecord<LockedPatch>();
  for (const [path, patch] of Object.entries(isRecord(patches) ? patches : {})) {
    checkPath(path);
    if (!isPatch(patch)) throw refuse(`has no sound entry for '${showPath(path)}'`);
    sound[path] = patch;
  }
  return sound;
}

function isPatch(patch: unknown): patch is LockedPatch {
  if (!isRecord(patch) || typeof patch["created"] !== "boolean") return false;
  const { sha256 = "", open = true, latin1 = true, hunks } = patch;
  const isSound = typeof sha256 === "string" && open === true && latin1 === true;
  return isSound && Array.isArray(hunks) && hunks.every(isHunk);
}

function isHunk(hunk: unknown): hunk is LockedHunk {
  if (!isRecord(hunk) || !isLines(hunk["removed"]) || !isLines(hunk["inserted"])) return false;
  const { line = 1, ends = [], context = { above: [], below: [] } } = hunk;
  return (
    Number.isSafeInteger(line) &&
    isLines(ends) &&
    ends.every((end) => /^\r?\n$|^$/.test(end)) &&
    isRecord(context) &&
    isLines(context["above"]) &&
    isLines(context["below"])
  );
}

function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}

function isSeen(seen: unknown): seen is Seen {
  return isRecord(seen) && typeof seen["inputs"] === "string" && isRecord(seen["heads"]);
}

function checkPath(path: string): void {
  const fault = findPathFault(path);
  if (fault !== undefined) throw refuse(`names '${showPath(path)}', which ${fault}`);
}

function refuse(fault: string): RefusedError {
  return new RefusedError(`'${lockFileName}' ${fault}. ${nextStep}.`);
}

function showPatch({ created, sha256, open, latin1, hunks }: LockedPatch): LockedPatch {
  return {
    created,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(open === undefined ? {} : { open }),
    ...(latin1 === undefined ? {} : { latin1 }),
    hunks: hunks.map(({ line, removed, inserted, ends, context }) => ({
      ...(line === undefined ? {} : { line }),
      removed,
      inserted,
      ...(ends === undefined ? {} : { ends }),
      ...(context === undefined ? {} : { context }),
    })),
  };
}

function showVersion(version: unknown): string {
  return typeof version === "string" && /^[\w.+-]{1,40}$/.test(version) ? version : "latest";
}

function sortKeys<Value, Shown>(record: Record<string, Value>, show: (value: Value) => Shown) {
  const sorted = emptyRecord<Shown>();
  for (const key of Object.keys(record).sort()) sorted[key] = show(record[key] as Value);
  return sorted;
}

// Without a prototype: a file may be called `__proto__`.
function emptyRecord<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
