import { escapeHidden } from "./escape-hidden.js";
import { type FormatPiece, parseFormat } from "./parse-format.js";

/** Writes a format string as the emitted Python formats by it, a time in one token; refuses an unusable one. */
export function printLoguruFormat(format: string): string {
  const pieces = parseFormat(format);
  let printed = "";
  for (let at = 0; at < pieces.length; ) {
    const end = findTimeEnd(pieces, at);
    printed += end > at ? printTime(pieces.slice(at, end)) : printPiece(pieces[at]);
    at = Math.max(end, at + 1);
  }
  return printed;
}

// The parts of a time and what stands between them are one token, as Loguru writes it.
function findTimeEnd(pieces: readonly FormatPiece[], start: number): number {
  let end = start;
  for (let at = start; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece?.kind === "time") end = at + 1;
    else if (end === start || piece?.kind !== "text" || !/^[-/.:, T_]+$/.test(piece.text)) break;
  }
  return end;
}

function printTime(pieces: readonly FormatPiece[]): string {
  const pattern = pieces.map((piece) =>
    piece.kind === "time" ? piece.part : piece.kind === "text" ? piece.text : "",
  );
  return `{time:${pattern.join("")}}`;
}

function printPiece(piece: FormatPiece | undefined): string {
  if (piece?.kind === "text") return escapeText(piece.text);
  if (piece?.kind !== "field") return "";
  const key = piece.key === undefined ? "" : `[${piece.key}]`;
  const align = piece.padding?.align === "right" ? ">" : "<";
  const padding = piece.padding === undefined ? "" : `: ${align}${piece.padding.width}`;
  return `{${piece.field}${key}${padding}}`;
}

function escapeText(text: string): string {
  return escapeHidden(text).replaceAll(/[{}]/g, "$&$&");
}
