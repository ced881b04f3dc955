import { escapeHidden } from "./escape-hidden.js";

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Where a literal stands, so that it is broken over lines where a formatter would break it. */
export interface LiteralPlace {
  /** Indentation of the line it starts on. */
  indent: string;
  /** Columns taken on that line, before and after it. */
  taken: number;
}

/** Columns of a line of emitted code. */
export const lineWidth = 100;

/** Prints a value as source code, laid out as a formatter with 100 columns leaves it. */
export function printLiteral(value: Json, place: LiteralPlace): string {
  const oneLine = printOnOneLine(value);
  if (typeof value !== "object" || value === null || oneLine === "[]" || oneLine === "{}") {
    return oneLine;
  }
  if (place.taken + oneLine.length <= lineWidth && !mustBreak(value)) return oneLine;
  const indent = `${place.indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => ["", item] as const)
    : Object.entries(value).map(([key, item]) => [`${printKey(key)}: `, item] as const);
  const lines = entries.map(([key, item]) => {
    const taken = indent.length + key.length + 1;
    return `${indent}${key}${printLiteral(item, { indent, taken })},\n`;
  });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.join("")}${place.indent}${close}`;
}

function printOnOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return "{}";
    return `{ ${entries.map(([key, item]) => `${printKey(key)}: ${printOnOneLine(item)}`).join(", ")} }`;
  }
  return printPrimitive(value);
}

function printPrimitive(value: string | number | boolean | null): string {
  return escapeHidden(JSON.stringify(value));
}

function printKey(key: string): string {
  // Written plainly it would be the prototype.
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printPrimitive(key);
}

// Formatters never leave a list of several objects, or of several lists, on one line.
function mustBreak(value: Json): boolean {
  if (!Array.isArray(value)) return Object.values(value as object).some(mustBreakInside);
  const sizes = value.map(countEntries);
  const sameKind = new Set(value.map((item) => Array.isArray(item))).size === 1;
  if (value.length > 1 && sameKind && sizes.every((size) => size > 1)) return true;
  return value.some(mustBreakInside);
}

function mustBreakInside(value: Json): boolean {
  return typeof value === "object" && value !== null && mustBreak(value);
}

function countEntries(value: Json): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
