import fs from "node:fs";
import { confinePath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { normaliseLineEnds } from "../merge/split-lines.js";
import type { Note } from "../target/target.js";

/** A text and how its bytes were read, so that it goes back byte for byte. A BOM stays in the text. */
export interface FileText {
  text: string;
  /** `latin1` stands for anything that isn't UTF-8: every byte comes back as it was. */
  encoding: "utf8" | "latin1";
}

/** The bytes of a file of the target, undefined where there is none. Throws a RefusedError for a path that leads out. */
export function readTargetFile(root: string, relative: string): Uint8Array | undefined {
  const place = confinePath(root, relative);
  return place.stats === undefined ? undefined : new Uint8Array(fs.readFileSync(place.file));
}

/** The same for a file that the run can do without: null, and a note, where it can't be used. */
export function tryReadTargetFile(
  root: string,
  relative: string,
  notes: Note[],
): Uint8Array | undefined | null {
  try {
    return readTargetFile(root, relative);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    notes.push({ file: relative, text: `was left alone: ${error.message}` });
    return null;
  }
}

/** Reads bytes as text; undefined for UTF-16 and for binary content, to which no line can be added. */
export function decodeText(bytes: Uint8Array): FileText | undefined {
  if (bytes.includes(0)) return undefined;
  const buffer = Buffer.from(bytes);
  const utf16 = bytes[0] === 0xff ? bytes[1] === 0xfe : bytes[0] === 0xfe && bytes[1] === 0xff;
  if (utf16) return undefined;
  const text = buffer.toString("utf8");
  if (Buffer.from(text, "utf8").equals(buffer)) return { text, encoding: "utf8" };
  return { text: buffer.toString("latin1"), encoding: "latin1" };
}

/** The bytes of a text that was read by `decodeText`. */
export function encodeText({ text, encoding }: FileText): Uint8Array {
  return new Uint8Array(Buffer.from(text, encoding));
}

/** A text of ours in the form that the other one is held in. */
export function asPartOf(file: FileText, text: string): string {
  return file.encoding === "utf8" ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** UTF-8 bytes. */
export function toBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "utf8"));
}

/** Whether two byte strings are equal. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Whether bytes are this text. A checkout may have changed the line endings; that is nobody's edit. */
export function isSameText(bytes: Uint8Array, text: string): boolean {
  const found = decodeText(bytes);
  return found?.encoding === "utf8" && normaliseLineEnds(found.text) === normaliseLineEnds(text);
}
