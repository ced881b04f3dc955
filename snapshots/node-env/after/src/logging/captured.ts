import { type CallSite, describeSite, type SourcePosition } from "./location.js";
import { readStackLine } from "./stack-line.js";

/** A function that an error went through, and what its variables were when it was thrown. */
export interface CapturedFrame {
  place: SourcePosition;
  function: string;
  /** `name = value` */
  variables: string[];
}

interface Capture {
  frames: CapturedFrame[];
}

// A program may keep its errors: what is known of older ones is forgotten.
const maxCaptures = 100;
const captures = new WeakMap<object, Capture>();
const recent: Capture[] = [];
// `throw "text"`: there is no object to know it by.
let lastPrimitive: { value: unknown; capture: Capture } | undefined;

/** Whether the values are known already: where an error is thrown again, the first place tells more. */
export function isCaptured(error: unknown): boolean {
  return isObject(error) && captures.has(error);
}

/** Keeps the frames of an error, or of anything else that is thrown. */
export function keepCapture(error: unknown, frames: CapturedFrame[]): void {
  const capture = { frames };
  if (isObject(error)) captures.set(error, capture);
  else lastPrimitive = { value: error, capture };
  recent.push(capture);
  if (recent.length > maxCaptures) (recent.shift() as Capture).frames = [];
}

/** Where something was thrown that has no stack; undefined where that is not known. */
export function findCapturedSite(error: unknown): CallSite | undefined {
  const frame = findFrames(error)[0];
  return frame && describeSite(frame.place.file, frame.place.line, frame.function);
}

/** Adds to the stack of an error, below each line, the variables of that function; `own` ends its last line. */
export function addVariables(error: unknown, stack: string, own = ""): string {
  const frames = findFrames(error);
  if (frames.length === 0) return stack + own;
  const lines: string[] = [];
  let next = 0;
  const elsewhere: CapturedFrame[] = [];
  const stackLines = stack.split("\n");
  stackLines.forEach((line, index) => {
    lines.push(index === stackLines.length - 1 ? line + own : line);
    const at = findFrame(frames, next, line);
    if (at < 0) return;
    elsewhere.push(...frames.slice(next, at));
    lines.push(...indent(frames[at]));
    next = at + 1;
  });
  // The stack is that of where the error was made, and not always of where it was thrown.
  for (const frame of elsewhere.concat(frames.slice(next))) {
    if (frame.variables.length === 0) continue;
    const { file, line, column } = frame.place;
    lines.push(`    thrown in ${frame.function} (${file}:${line}:${column})`, ...indent(frame));
  }
  return lines.join("\n");
}

function findFrames(error: unknown): CapturedFrame[] {
  if (isObject(error)) return captures.get(error)?.frames ?? [];
  if (lastPrimitive === undefined || !Object.is(lastPrimitive.value, error)) return [];
  return lastPrimitive.capture.frames;
}

/** In the same function, or on the same line: where an error is made is not quite where it is thrown. */
function findFrame(frames: CapturedFrame[], from: number, stack: string): number {
  const { name = "", file, line } = readStackLine(stack) ?? {};
  if (file === undefined || line === undefined) return -1;
  const site = describeSite(file, line, name.replace(/ \[as .*\]$/, ""));
  return frames.findIndex(
    ({ place, function: own }, index) =>
      index >= from &&
      place.file === site.file &&
      (place.line === site.line || own === site.function),
  );
}

function indent(frame: CapturedFrame | undefined): string[] {
  return (frame?.variables ?? []).map((variable) => `        ${variable}`);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
