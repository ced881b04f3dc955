import { inspect } from "node:util";
import { contain } from "./format.js";

/** The whole of what `logger.bind` was given: `{ job: 7, user: 'ann' }`. */
export function extraText(extra: Record<string, unknown>): string {
  return contain(show(extra));
}

/** One value of what `logger.bind` was given; empty where it was not. */
export function extraValue(extra: Record<string, unknown>, key: string): string {
  const value = extra[key];
  if (value === undefined) return "";
  return contain(typeof value === "string" ? value : show(value));
}

function show(value: unknown): string {
  try {
    return inspect(value, { breakLength: Number.POSITIVE_INFINITY });
  } catch {
    return "[unprintable]";
  }
}
