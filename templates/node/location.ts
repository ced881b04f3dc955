import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { contain } from "./format.js";

/** Where in the source something happened. */
export interface CallSite {
  file: string;
  module: string;
  function: string;
  line: number;
}

/** A position in a file that runs; `frame` is V8's own where there is one. */
export interface RunningPosition extends SourcePosition {
  frame?: NodeJS.CallSite;
}

export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** Finds the source of a running position; undefined where nothing knows it. */
export type PositionMapper = (position: RunningPosition) => SourcePosition | undefined;

type Callable = (...args: never[]) => unknown;

const unknownSite: CallSite = {
  file: "",
  module: "<unknown>",
  function: "<unknown>",
  line: 0,
};

let mapPosition: PositionMapper = () => undefined;

// A position in a script is one call site for ever: only V8's capture is paid at every call.
const sitesByFile = new Map<string, Map<number, CallSite>>();
const maxSitesPerFile = 10_000;

/** Sets how running positions are turned into positions in the source. */
export function setPositionMapper(mapper: PositionMapper): void {
  mapPosition = mapper;
  sitesByFile.clear();
}

/** The source of a running position, or the position itself where nothing knows better. */
export function toSource(position: RunningPosition): SourcePosition {
  return mapPosition(position) ?? position;
}

/** The place that called `callee`, a function that is on the stack. */
export function findCallSite(callee: Callable): CallSite {
  let frame: NodeJS.CallSite | undefined = captureFrames(callee, 1)[0];
  // `names.forEach(logger.info)`: the caller is V8's or Node's own, the place is who called that.
  if (frame === undefined || isBuiltIn(frame)) {
    frame = captureFrames(callee, 10).find((outer) => !isBuiltIn(outer));
  }
  const file = frame?.getFileName();
  if (!frame || !file) return unknownSite;
  let sites = sitesByFile.get(file);
  if (sites === undefined) {
    sites = new Map();
    sitesByFile.set(file, sites);
  }
  const position = frame.getPosition();
  let site = sites.get(position);
  if (site === undefined) {
    if (sites.size >= maxSitesPerFile) sites.clear();
    site = readFrame(frame, file);
    sites.set(position, site);
  }
  return site;
}

/** The frames below `callee`, innermost first, as V8 gives them. */
export function captureFrames(callee: Callable, limit: number): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.prepareStackTrace = keepFrames;
    Error.stackTraceLimit = limit;
    Error.captureStackTrace(holder, callee);
    return holder.stack as NodeJS.CallSite[];
  } catch {
    return []; // Error is frozen (node --frozen-intrinsics)
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whether the frame is not the program's: a function of V8 or of Node. */
export function isBuiltIn(frame: NodeJS.CallSite): boolean {
  return frame.getFileName()?.startsWith("node:") ?? true;
}

/** Reads V8's frame into a call site. */
export function readFrame(frame: NodeJS.CallSite, file: string): CallSite {
  const line = frame.getLineNumber() ?? 0;
  const source = toSource({ file, line, column: frame.getColumnNumber() ?? 1, frame });
  const name = frame.getFunctionName();
  return describeSite(source.file, source.line, name ?? (isModuleBody(frame) ? "<module>" : ""));
}

/** Names a place as records do: file name without extension, bare name of the function. */
export function describeSite(file: string, line: number, functionName: string): CallSite {
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  return {
    file: contain(path),
    module: contain(basename(path, extname(path))),
    function: contain(bareName(functionName)),
    line,
  };
}

function keepFrames(_error: Error, frames: NodeJS.CallSite[]): NodeJS.CallSite[] {
  return frames;
}

/** Whether the frame is a module's own body: the only code without a name that starts at 1:1. */
function isModuleBody(frame: NodeJS.CallSite): boolean {
  return frame.getEnclosingLineNumber?.() === 1 && frame.getEnclosingColumnNumber?.() === 1;
}

/** `get total` → `total`, `Queue.push` → `push`; a bundler's module wrapper, named for a path, → `<module>`. */
function bareName(name: string): string {
  if (name === "") return "<anonymous>";
  if (name.startsWith("<")) return name;
  if (/[\\/]/.test(name)) return "<module>";
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf(" ")) + 1) || "<anonymous>";
}
