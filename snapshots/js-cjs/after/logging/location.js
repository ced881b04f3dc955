"use strict";

const { basename, extname } = require("node:path");
const { fileURLToPath } = require("node:url");
const { contain } = require("./format");
const { captureFrames, readCapture } = require("./stack-capture");
const { state } = require("./state");

/** The place of a call that nobody looked for, or that is nowhere in the program. */
const unknownSite = {
  file: "",
  module: "<unknown>",
  function: "<unknown>",
  line: 0,
  place: "<unknown>:<unknown>:0",
};

// A position in a script is one call site for ever: only V8's capture is paid at every call.
const maxSitesPerFile = 10_000;

/** Sets how running positions are turned into positions in the source. */
function setPositionMapper(mapper) {
  state.mapPosition = mapper;
  state.sites.clear();
}

/** The source of a running position, or the position itself where nothing knows better. */
function toSource(position) {
  return state.mapPosition?.(position) ?? position;
}

/** The place that called `callee`, a function that is on the stack; `depth` more calls out, if said. */
function findCallSite(callee, depth = 0) {
  return findSite(captureFrames(callee, depth + 1)[depth], callee, depth);
}

/**
 * The place of the call that was captured last, with the same callee and depth.
 * @param {number} depth
 */
function readCallSite(callee, depth) {
  return findSite(readCapture()[depth], callee, depth);
}

function findSite(caller, callee, depth) {
  const file = caller?.getFileName();
  const known = file ? state.sites.get(file)?.get(caller?.getPosition() ?? -1) : undefined;
  return known ?? readSite(callee, depth);
}

/** The first time at a place: reads it, and keeps it. */
function readSite(callee, depth) {
  if (!hasStackLeft(300)) return unknownSite;
  const frames = captureFrames(callee, depth + 12).slice(depth);
  // `names.forEach(logger.info)`: V8 or Node is the caller, the place is where the program called that.
  const index = frames.findIndex((frame) => !isBuiltIn(frame));
  const frame = frames[index];
  if (frame === undefined) return unknownSite;
  const site = readFrame(frame, frames[index + 1]);
  const file = frame.getFileName() ?? "";
  const sites = state.sites.get(file) ?? new Map();
  if (sites.size >= maxSitesPerFile) sites.clear();
  state.sites.set(file, sites.set(frame.getPosition(), site));
  return site;
}

/** At the end of the stack V8 kills the process if it has to compile a regular expression there. */
function hasStackLeft(calls) {
  try {
    return calls === 0 || hasStackLeft(calls - 1);
  } catch {
    return false;
  }
}

/**
 * Whether the frame is not the program's: a function of V8 or of Node.
 * @param {NodeJS.CallSite} frame
 * @returns {boolean}
 */
function isBuiltIn(frame) {
  return frame.getFileName()?.startsWith("node:") ?? true;
}

/**
 * Reads a frame of V8; `caller` is the one that called it.
 * @param {NodeJS.CallSite} frame
 * @param {NodeJS.CallSite | undefined} caller
 */
function readFrame(frame, caller) {
  const file = frame.getFileName() ?? "";
  const line = frame.getLineNumber() ?? 0;
  const source = toSource({ file, line, column: frame.getColumnNumber() ?? 1, frame });
  const name = frame.getFunctionName() ?? (isModuleBody(frame, caller) ? "<module>" : "");
  return describeSite(source.file, source.line, name);
}

/**
 * The path of a file that may be named by a URL, as in ES modules.
 * @param {string} file
 * @returns {string}
 */
function toPath(file) {
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}

/**
 * Names a place as records do: file name without extension, bare name of the function.
 * @param {string} file
 * @param {number} line
 * @param {string} functionName
 */
function describeSite(file, line, functionName) {
  const path = toPath(file);
  const module = contain(basename(path, extname(path)));
  const name = contain(bareName(functionName));
  return {
    file: contain(path),
    module,
    function: name,
    line,
    place: `${module}:${name}:${line}`,
  };
}

/** Whether a frame without a name is a module's body and not a function. */
function isModuleBody(frame, caller) {
  if (startsFile(frame)) return true;
  if (caller?.getFileName()?.startsWith("node:internal/modules/")) return true;
  // tsx wraps a CommonJS module in a function of its own, on the first line.
  return caller !== undefined && startsFile(caller) && frame.getEnclosingLineNumber?.() === 1;
}

function startsFile(frame) {
  return frame.getEnclosingLineNumber?.() === 1 && frame.getEnclosingColumnNumber?.() === 1;
}

/** `get total` → `total`, `Queue.push` → `push`; a bundler's module wrapper, named for a path, → `<module>`. */
function bareName(name) {
  if (name === "") return "<anonymous>";
  if (name.startsWith("<")) return name;
  if (/[\\/]/.test(name)) return "<module>";
  if (name.includes("[")) return name.slice(name.indexOf("[")); // named by a symbol
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf(" ")) + 1) || "<anonymous>";
}

module.exports = {
  unknownSite,
  setPositionMapper,
  toSource,
  findCallSite,
  readCallSite,
  isBuiltIn,
  readFrame,
  toPath,
  describeSite,
};
