"use strict";

const { findCallSite, isBuiltIn, readFrame } = require("./location");
const { formatMessage, writeRecord } = require("./logger");
const { releaseName } = require("./release");
const { captureFrames } = require("./stack-capture");
const { state } = require("./state");
const { endProcess } = require("./threads");

/**
 * Logs why the service stops, at the place that calls this, and ends the process. The record is on
 * disk by then: no delay is needed before or after. Code 0 is for a deliberate stop.
 * @returns {never}
 */
function exitWithReason(reason, code = 1) {
  const site = findCallSite(exitWithReason);
  writeRecord(code === 0 ? "INFO" : "ERROR", site, formatMessage([reason]));
  return endProcess("exitWithReason", site, code);
}

/** Leaves a stop record at every exit that runs JavaScript, however the program came to it. */
function logExit() {
  process.on("exit", writeStopRecord);
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
  writeRecord(level, site, `Stopped by ${cause}: exit code ${code}, ${uptime()}`);
  releaseName();
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

module.exports = { exitWithReason, logExit, uptime };
