export type Callable = (...args: never[]) => unknown;

/** V8 leaves here what it captured: one object for all captures, since a new one costs it 0.3 µs more. */
export const capture: { stack?: unknown } = {};

let limitBefore = 10;

/** The frames below `callee`, a function that is on the stack, innermost first, as V8 gives them. */
export function captureFrames(callee: Callable, limit: number): NodeJS.CallSite[] {
  try {
    beginCapture(limit);
    Error.captureStackTrace(capture, callee);
  } finally {
    endCapture();
  }
  return readCapture();
}

/**
 * With `endCapture` and `readCapture`, what `captureFrames` does, for a function that is called often: it
 * calls `Error.captureStackTrace` itself, since each frame in between costs V8 0.3 µs more.
 */
export function beginCapture(limit: number): void {
  limitBefore = Error.stackTraceLimit;
  setLimit(limit);
}

export function endCapture(): void {
  setLimit(limitBefore);
}

/** V8 makes frames of what it captured when `stack` is read, by the formatter of that moment. */
export function readCapture(): NodeJS.CallSite[] {
  const formatter = Error.prepareStackTrace;
  try {
    Error.prepareStackTrace = keepFrames;
    return capture.stack as NodeJS.CallSite[];
  } catch {
    return []; // Error is frozen (node --frozen-intrinsics)
  } finally {
    try {
      Error.prepareStackTrace = formatter; // no call: at the end of the stack it would fail
    } catch {
      // frozen
    }
  }
}

function setLimit(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {
    // frozen
  }
}

function keepFrames(_error: Error, frames: NodeJS.CallSite[]): NodeJS.CallSite[] {
  return frames;
}
