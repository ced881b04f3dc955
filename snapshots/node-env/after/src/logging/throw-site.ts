import { findCapturedSite } from "./captured.js";
import { type CallSite, describeSite, toSource } from "./location.js";
import { readStackLine } from "./stack-line.js";
import { isError, maxErrors, readProperty, readText } from "./traceback.js";

/**
 * The place that threw: the first frame of the stack that is not Node's own. Where there is none, as in
 * an AggregateError of Promise.any, that of an error behind it; undefined without one.
 */
export function findThrowSite(error: unknown): CallSite | undefined {
  const waiting = [error];
  for (const next of waiting) {
    const site = readThrowSite(next);
    if (site !== undefined) return site;
    if (waiting.length < maxErrors) waiting.push(...listBehind(next));
  }
  return undefined;
}

function listBehind(error: unknown): unknown[] {
  try {
    if (!isError(error)) return [];
    const errors = readProperty(error, "errors");
    const first: unknown[] = Array.isArray(errors) ? errors.slice(0, maxErrors) : [];
    return first.concat([readProperty(error, "cause")]).filter((inner) => inner !== undefined);
  } catch {
    return []; // a revoked proxy
  }
}

function readThrowSite(error: unknown): CallSite | undefined {
  const lines = readText(error, "stack").split("\n");
  const index = lines.findIndex((line) => readStackLine(line) !== undefined);
  const frame = readStackLine(lines[index] ?? "");
  if (frame === undefined) return findCapturedSite(error);
  if (frame === undefined) return undefined;
  const { name = "" } = frame;
  const source = toSource(frame);
  // A module body has no name of its own: CommonJS calls it so, an ES module is run by Node's loader.
  const isModuleBody =
    name === "Object.<anonymous>" ||
    (/^(?:<anonymous>)?$/.test(name) && /node:internal\/modules/.test(lines[index + 1] ?? ""));
  // `Timeout._onTimeout` is how V8 prints a callback that has no name.
  const bareName = /^Timeout\._onTimeout$/.test(name) ? "" : name.replace(/ \[as .*\]$/, "");
  return describeSite(source.file, source.line, isModuleBody ? "<module>" : bareName);
}
