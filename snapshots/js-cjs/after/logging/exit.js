"use strict";

const { findCallSite, isBuiltIn, readFrame } = require("./location");
const { formatMessage, writeRecord } = require("./logger");
const { releaseName } = require("./release");
const { captureFrames } = require("./stack-capture");
const { state } = require("./state");
const { reportProblem } = require("./terminal-sink");
const { askForEnd } = require("./threads");

/**
 * Logs why the service stops, at the place that calls this, and ends the process. The record is on
 * disk by then: no delay is needed before or after. Code 0 is for a deliberate stop.
 * @returns {never}
 */
function exitWithReason(reason, code = 1) {
  const site = findCallSite(exitWithReason);
  writeSurely(code === 0 ? "INFO" : "ERROR", site, formatMessage([reason]));
  return endProcess("exitWithReason", site, code);
}

/**
 * Ends the process; the stop record says what ended it, and where.
 * @param {string} cause
 * @param {number} code
 * @returns {never}
 */
function endProcess(cause, site, code) {
  askForEnd(code);
  state.ending = { cause, site };
  return process.exit(code);
}

/** Leaves a stop record at every exit that runs JavaScript, however the program came to it. */
function logExit() {
  process.on("exit", writeStopRecord);
}

/**
 * Writes the last record of this process, and gives its name back.
 * @param {string} text
 */
function writeStop(level, site, text) {
  writeSurely(level, site, `${text}, ${uptime()}`);
  for (const sink of state.sinks) sink.end?.();
  releaseName();
}

/**
 * `up 12.3 s`
 * @returns {string}
 */
function uptime() {
  return `up ${process.uptime().toFixed(1)} s`;
}

function writeStopRecord(code) {
  const { cause, site } = state.ending ?? findExitCall() ?? endOfProgram();
  const level = code === 0 ? "INFO" : "ERROR";
  writeStop(level, site, `Stopped by ${cause}: exit code ${code}`);
}

/** On stderr where no sink takes it: there is no later. */
function writeSurely(level, site, text) {
  if (!writeRecord(level, site, text)) reportProblem(site, text, level);
}

/** In an exit listener the stack still holds the frame that called `process.exit`. */
function findExitCall() {
  const frames = captureFrames(writeStopRecord, 100);
  const exit = frames.findIndex((frame) => isBuiltIn(frame) && frame.getFunctionName() === "exit");
  const index = frames.findIndex((frame, at) => at > exit && !isBuiltIn(frame));
  const caller = frames[index];
  if (exit < 0 || caller === undefined) return undefined;
  return { cause: "process.exit", site: readFrame(caller, frames[index + 1]) };
}

function endOfProgram() {
  return { cause: "the end of the program", site: findCallSite(endOfProgram) };
}

module.exports = { exitWithReason, endProcess, logExit, writeStop, uptime };
