/** A line of a stack, as V8 prints it: its position is that of the running file. */
export interface StackLine {
  /** All that stands before the name, or before the position where there is none. */
  before: string;
  name: string | undefined;
  file: string;
  line: number;
  column: number;
}

// `    at name (file:line:column)` and `    at file:line:column`.
const pattern =
  /^(\s+at (?:async )?)(?:(.*?) \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

// Asked first: without such an end, `pattern` may take seconds to find that a long line is no stack line.
const end = /:\d+:\d+\)?$/;

/** Reads a line of a stack; undefined where it is none, or names no file. */
export function readStackLine(text: string): StackLine | undefined {
  const match = end.test(text) ? pattern.exec(text) : null;
  if (match === null) return undefined;
  const [, before = "", name, file = "", line, column] = match;
  return { before, name, file, line: Number(line), column: Number(column) };
}
