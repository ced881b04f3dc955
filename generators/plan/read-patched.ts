import { joinLines, type Line } from "../merge/split-lines.js";
import type { LockedHunk, LockedPatch } from "./lock-file.js";

/** A text that was patched, and the patch as its lines are to be looked for in it. */
export interface Patched {
  text: string;
  /** A character stands for a byte. */
  latin1: boolean;
  patch: LockedPatch;
}

/** Reads a file as its patch recorded it, or as it is by now: its owner may have converted it. */
export function readPatched(bytes: Uint8Array, patch: LockedPatch, isUntouched: boolean): Patched {
  const wasLatin1 = patch.latin1 === true;
  const isKept = isUntouched || !isUtf8(bytes) || isAscii(bytes);
  const latin1 = (wasLatin1 && isKept) || !isUtf8(bytes);
  return {
    text: readText(bytes, latin1),
    latin1,
    patch: latin1 && !wasLatin1 ? toLatin1(patch) : patch,
  };
}

/** A text, byte by byte or as UTF-8. */
export function readText(bytes: Uint8Array, latin1: boolean): string {
  return Buffer.from(bytes).toString(latin1 ? "latin1" : "utf8");
}

/** Any text for a look at it: UTF-8, or else byte by byte. */
export function readAnyText(bytes: Uint8Array): string {
  return readText(bytes, !isUtf8(bytes));
}

/** The bytes of lines; undefined where a byte can't hold a character. */
export function encodeLines(lines: Line[], latin1: boolean): Uint8Array | undefined {
  const text = joinLines(lines);
  const bytes = Buffer.from(text, latin1 ? "latin1" : "utf8");
  return latin1 && bytes.toString("latin1") !== text ? undefined : new Uint8Array(bytes);
}

/** Whether bytes are UTF-8 that comes back as it was. */
export function isUtf8(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes);
  return Buffer.from(buffer.toString("utf8"), "utf8").equals(buffer);
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** A patch of UTF-8 lines as it stands in a file that is read byte by byte. */
export function toLatin1(patch: LockedPatch): LockedPatch {
  const convert = (lines: string[]) =>
    lines.map((line) => Buffer.from(line, "utf8").toString("latin1"));
  const convertHunk = ({ removed, inserted, context, ...rest }: LockedHunk): LockedHunk => ({
    ...rest,
    removed: convert(removed),
    inserted: convert(inserted),
    ...(context && {
      context: { above: convert(context.above), below: convert(context.below) },
    }),
  });
  return { ...patch, hunks: patch.hunks.map(convertHunk) };
}
