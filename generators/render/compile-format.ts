import { escapeHidden } from "./escape-hidden.js";
import { type FormatPiece, parseFormat } from "./parse-format.js";

/** A name the code reads, of the emitted `extra` module or of `node:worker_threads`; or the place of a call. */
export type FormatNeed = "extraText" | "extraValue" | "threadId" | "place";

/** A format string turned into code. */
export interface CompiledFormat {
  /**
   * An object literal of three functions: `second`, called once a second, gives the start of the line
   * that cannot change within it; `head` gives what time, level and place alone decide, `rest` the rest.
   */
  code: string;
  /** What the code needs to be imported, or found out at each call. */
  needs: FormatNeed[];
}

const places = new Set<string>(["file", "module", "function", "line"]);

type Field = FormatPiece & { kind: "field" };

/** Compiles a Loguru-style format string to straight-line code; refuses an unusable one. */
export function compileFormat(format: string): CompiledFormat {
  const pieces = parseFormat(format);
  const [head, rest] = splitBefore(pieces, isFree);
  const [start, middle] = splitBefore(head, changesWithinSecond);
  const hasStart = start.some((piece) => piece.kind === "time");
  const second = hasStart ? `(t) => \`${compilePieces(start)}\`` : '() => ""';
  const headPieces = hasStart ? middle : head;
  return {
    code: `{
  second: ${second},
  head: ${printFunction(headPieces, hasStart)},
  rest: ${printFunction(rest, false)},
}`,
    needs: pieces.flatMap((piece) => (piece.kind === "field" ? listNeeds(piece) : [])),
  };
}

function splitBefore(
  pieces: FormatPiece[],
  isFirst: (piece: FormatPiece) => boolean,
): [before: FormatPiece[], rest: FormatPiece[]] {
  const found = pieces.findIndex(isFirst);
  const at = found < 0 ? pieces.length : found;
  return [pieces.slice(0, at), pieces.slice(at)];
}

// Neither time, level nor place decides it.
function isFree(piece: FormatPiece): boolean {
  return piece.kind === "field" && (piece.field === "message" || piece.field === "extra");
}

function changesWithinSecond(piece: FormatPiece): boolean {
  return piece.kind === "field" || (piece.kind === "time" && piece.part === "SSS");
}

// Parameters nobody reads are left out, or marked where a later one is read.
function printFunction(pieces: FormatPiece[], readsSecond: boolean): string {
  const reads = [pieces.some(isOfRecord), pieces.some(({ kind }) => kind === "time"), readsSecond];
  const names = ["r", "t", "second"].map((name, index) => (reads[index] ? name : `_${name}`));
  const parameters = names.slice(0, reads.lastIndexOf(true) + 1).join(", ");
  const body = `${readsSecond ? `\${second}` : ""}${compilePieces(pieces)}`;
  return `(${parameters}) => \`${body}\``;
}

function isOfRecord(piece: FormatPiece): boolean {
  return piece.kind === "field" && piece.field !== "process" && piece.field !== "thread";
}

const placeParts = ["module", "function", "line"].map((part) => `\${r.site.${part}}`).join(":");

// `module:function:line` is put together once for each place of a call, not for each record.
function compilePieces(pieces: FormatPiece[]): string {
  return pieces
    .map(compilePiece)
    .join("")
    .replaceAll(placeParts, () => `\${r.site.place}`);
}

function compilePiece(piece: FormatPiece): string {
  if (piece.kind === "text") return escapeTemplateText(piece.text);
  if (piece.kind === "time") return `\${t.${piece.part}}`;
  return `\${${compileField(piece)}}`;
}

function compileField(piece: Field): string {
  const value = compileValue(piece);
  if (!piece.padding) return value;
  const text = ["line", "process", "thread"].includes(piece.field) ? `String(${value})` : value;
  return `${text}.${piece.padding.align === "left" ? "padEnd" : "padStart"}(${piece.padding.width})`;
}

function compileValue({ field, key }: Field): string {
  if (field === "process") return "process.pid";
  if (field === "thread") return "threadId";
  if (places.has(field)) return `r.site.${field}`;
  if (field !== "extra") return `r.${field}`;
  if (key === undefined) return "extraText(r.extra)";
  return `extraValue(r.extra, ${escapeHidden(JSON.stringify(key))})`;
}

function listNeeds({ field, key }: Field): FormatNeed[] {
  if (field === "thread") return ["threadId"];
  if (places.has(field)) return ["place"];
  if (field !== "extra") return [];
  return [key === undefined ? "extraText" : "extraValue"];
}

function escapeTemplateText(text: string): string {
  return escapeHidden(text.replace(/[\\`]|\$(?=\{)/g, "\\$&").replaceAll("\t", "\\t"));
}
