import { inspect, types } from "node:util";
import { toSource } from "./location.js";
import { isSecret, mask, maskText } from "./masking.js";
import { showValue } from "./show-value.js";
import { readStackLine } from "./stack-line.js";

// A retry loop may have put thousands behind one another.
export const maxErrors = 100;

/** An error as text: its stack in source positions, its own values, and the errors behind it. Never throws. */
export function describeError(error: unknown): string {
  try {
    return describeChain(error, new Set());
  } catch {
    return "[an error that can't be shown]";
  }
}

/** Turns the positions of the stack lines in a text into those of the source. */
export function mapStack(text: string): string {
  return text.includes("\n    at ") ? text.split("\n").map(mapStackLine).join("\n") : text;
}

function describeChain(error: unknown, seen: Set<unknown>): string {
  if (!isError(error)) return showThrown(error);
  if (seen.has(error)) return "[an error shown above]";
  if (seen.size === maxErrors) return "[more errors]";
  seen.add(error);
  const heading = `${readText(error, "name") || "Error"}: ${readText(error, "message")}`;
  const stack = mapStack(readText(error, "stack") || heading);
  const own = showOwnValues(error);
  const parts = [stack + own];
  const cause = readProperty(error, "cause");
  if (cause !== undefined) parts.push(`Caused by: ${describeChain(cause, seen)}`);
  const errors = readProperty(error, "errors");
  if (Array.isArray(errors)) {
    errors.slice(0, maxErrors).forEach((inner, index) => {
      parts.push(`Error ${index + 1} of ${errors.length}: ${describeChain(inner, seen)}`);
    });
    if (errors.length > maxErrors) parts.push(`${errors.length - maxErrors} more errors`);
  }
  return parts.join("\n");
}

/** What is no error: a text as it is, the secrets of an object masked. */
function showThrown(value: unknown): string {
  return typeof value === "object" ? showValue(value) : show(value);
}

/** ` { code: 'ENOENT', path: '/x' }`: plain values only, an error may carry a whole request. */
function showOwnValues(error: object): string {
  const shown: string[] = [];
  for (const name of listNames(error)) {
    const value = readProperty(error, name);
    if (value === null || typeof value === "object" || typeof value === "function") continue;
    shown.push(`${name}: ${isSecret(name) ? mask : maskText(show(value))}`);
  }
  return shown.length === 0 ? "" : ` { ${shown.join(", ")} }`;
}

function mapStackLine(text: string): string {
  const frame = readStackLine(text);
  if (frame === undefined) return text;
  const source = toSource(frame);
  if (source.file === frame.file) return text;
  const place = `${source.file}:${source.line}:${source.column}`;
  const { before, name } = frame;
  return name === undefined ? `${before}${place}` : `${before}${name} (${place})`;
}

/** Whether it is an error, from whatever realm. */
export function isError(value: unknown): value is object {
  try {
    return types.isNativeError(value) || value instanceof Error;
  } catch {
    return false; // a revoked proxy
  }
}

function listNames(error: object): string[] {
  try {
    return Object.keys(error);
  } catch {
    return []; // a proxy that does not tell
  }
}

/** Reads a property of anything: getters, proxies and null may throw. */
export function readProperty(value: unknown, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** Likewise, a text; empty where it is none. */
export function readText(value: unknown, name: string): string {
  const text = readProperty(value, name);
  return typeof text === "string" ? text : "";
}

/** A value as `console` shows it, or a word in its place where it throws. */
export function show(value: unknown): string {
  try {
    return inspect(value);
  } catch {
    return "[unprintable]";
  }
}
