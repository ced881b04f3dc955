import { escapeHidden } from "./escape-hidden.js";
import { type FormatPiece, parseFormat } from "./parse-format.js";

/** A name the code reads, of the emitted `extra` module or of `node:worker_threads`; or the place of a call. */
export type FormatNeed = "extraText" | "extraValue" | "threadId" | "place";

/** A format string turned into code. */
export interface CompiledFormat {
  /**
   * An object literal of two functions: `second`, called once a second, gives the head of the line
   * that cannot change within it; `line` gives the line.
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
  const { head, rest } = splitAtSubSecond(pieces);
  const lineBody = (head.length > 0 ? `\${second}` : "") + compilePieces(rest);
  const second = head.length > 0 ? `(t) => \`${compilePieces(head)}\`` : '() => ""';
  const line = `(${chooseParameters(head, rest)}) => \`${lineBody}\``;
  return {
    code: `{\n  second: ${second},\n  line: ${line},\n}`,
    needs: pieces.flatMap((piece) => (piece.kind === "field" ? listNeeds(piece) : [])),
  };
}

// What stands before the first part that changes within a second is the same for every record of
// that second. Without a time in it there is nothing to save.
function splitAtSubSecond(pieces: FormatPiece[]): { head: FormatPiece[]; rest: FormatPiece[] } {
  const found = pieces.findIndex(
    (piece) => piece.kind === "field" || (piece.kind === "time" && piece.part === "SSS"),
  );
  const head = pieces.slice(0, found);
  if (!head.some((piece) => piece.kind === "time")) return { head: [], rest: pieces };
  return { head, rest: pieces.slice(found) };
}

// Parameters nobody reads are left out, or marked where a later one is read.
function chooseParameters(head: FormatPiece[], rest: FormatPiece[]): string {
  const readsTime = rest.some((piece) => piece.kind === "time");
  if (head.length > 0) return readsTime ? "r, t, second" : "r, _t, second";
  return readsTime ? "r, t" : "r";
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
