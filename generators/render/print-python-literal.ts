import { escapeHidden } from "./escape-hidden.js";
import type { Json, LiteralPlace } from "./print-literal.js";

/** Columns of a line of emitted Python, as black leaves it. */
const pythonLineWidth = 88;

/** Prints a value as Python source code, laid out as black leaves it. */
export function printPythonLiteral(value: Json, place: LiteralPlace): string {
  const oneLine = printOnOneLine(value);
  const isBroken = typeof value === "object" && value !== null && !/^(?:\[\]|\{\})$/.test(oneLine);
  if (!isBroken || place.taken + oneLine.length <= pythonLineWidth) return oneLine;
  const indent = `${place.indent}    `;
  const entries = Array.isArray(value)
    ? value.map((item) => ["", item] as const)
    : Object.entries(value).map(([key, item]) => [`${printText(key)}: `, item] as const);
  const lines = entries.map(([key, item]) => {
    const taken = indent.length + key.length + 1;
    return `${indent}${key}${printPythonLiteral(item, { indent, taken })},\n`;
  });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.join("")}${place.indent}${close}`;
}

function printOnOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printOnOneLine).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return `{${entries.map(([key, item]) => `${printText(key)}: ${printOnOneLine(item)}`).join(", ")}}`;
  }
  if (typeof value === "string") return printText(value);
  if (value === null) return "None";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

// JSON's escapes are Python's. Black turns the quotes of a text that has double quotes in it and no single ones.
function printText(text: string): string {
  const literal = escapeHidden(JSON.stringify(text));
  const inner = literal.slice(1, -1);
  return inner.includes('\\"') && !inner.includes("'")
    ? `'${inner.replaceAll('\\"', '"')}'`
    : literal;
}
