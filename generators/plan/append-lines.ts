import { findLineEnd } from "../merge/split-lines.js";
import { asPartOf, decodeText, encodeText, toBytes } from "./file-text.js";

/**
 * Adds lines to the end of a file, in its line endings and with a blank line ahead of them when
 * `apart`; nothing that is there changes. Undefined when the file can't take lines (UTF-16).
 */
export function appendLines(
  before: Uint8Array | undefined,
  lines: string[],
  apart: boolean,
): Uint8Array | undefined {
  if (before === undefined || before.length === 0) return toBytes(`${lines.join("\n")}\n`);
  const file = decodeText(before);
  if (file === undefined) return undefined;
  const end = findLineEnd(file.text);
  const finish = file.text.endsWith("\n") || file.text === "\uFEFF" ? "" : end;
  const gap = apart && file.text !== "\uFEFF" && !/\n\r?\n$/.test(file.text + finish) ? end : "";
  const added = asPartOf(file, lines.map((line) => line + end).join(""));
  return encodeText({ ...file, text: file.text + finish + gap + added });
}
