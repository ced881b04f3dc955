"use strict";

const { describeSite } = require("./location");
const { readStackLine } = require("./stack-line");

// A program may keep its errors: what is known of older ones is forgotten.
const maxCaptures = 100;
const captures = new WeakMap();
const recent = [];
// `throw "text"`: there is no object to know it by.
let lastPrimitive;

/**
 * Whether the values are known already: where an error is thrown again, the first place tells more.
 * @returns {boolean}
 */
function isCaptured(error) {
  return isObject(error) && captures.has(error);
}

/** Keeps the frames of an error, or of anything else that is thrown. */
function keepCapture(error, frames) {
  const capture = { frames };
  if (isObject(error)) captures.set(error, capture);
  else lastPrimitive = { value: error, capture };
  recent.push(capture);
  if (recent.length > maxCaptures) recent.shift().frames = [];
}

/** Where something was thrown that has no stack; undefined where that is not known. */
function findCapturedSite(error) {
  const frame = findFrames(error)[0];
  return frame && describeSite(frame.place.file, frame.place.line, frame.function);
}

/**
 * Adds to the stack of an error, below each line, the variables of that function; `own` ends its last line.
 * @param {string} stack
 * @returns {string}
 */
function addVariables(error, stack, own = "") {
  const frames = findFrames(error);
  if (frames.length === 0) return stack + own;
  const lines = [];
  let next = 0;
  const elsewhere = [];
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

function findFrames(error) {
  if (isObject(error)) return captures.get(error)?.frames ?? [];
  if (lastPrimitive === undefined || !Object.is(lastPrimitive.value, error)) return [];
  return lastPrimitive.capture.frames;
}

/** In the same function, or on the same line: where an error is made is not quite where it is thrown. */
function findFrame(frames, from, stack) {
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

function indent(frame) {
  return (frame?.variables ?? []).map((variable) => `        ${variable}`);
}

function isObject(value) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

module.exports = { isCaptured, keepCapture, findCapturedSite, addVariables };
