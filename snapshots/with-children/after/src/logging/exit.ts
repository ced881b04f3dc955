import type { LevelName } from "./levels.js";
import { type CallSite, findCallSite, isBuiltIn, readFrame } from "./location.js";
import { formatMessage, writeRecord } from "./logger.js";
import { releaseName } from "./release.js";
import { captureFrames } from "./stack-capture.js";
import { state } from "./state.js";
import { reportProblem } from "./terminal-sink.js";
import { askForEnd } from "./threads.js";

/**
 * Logs why the service stops, at the place that calls this, and ends the process. The record is on
 * disk by then: no delay is needed before or after. Code 0 is for a deliberate stop.
 */
export function exitWithReason(reason: unknown, code = 1): never {
  const site = findCallSite(exitWithReason);
  writeSurely(code === 0 ? "INFO" : "ERROR", site, formatMessage([reason]));
  endProcess("exitWithReason", site, code);
}

/** Ends the process; the stop record says what ended it, and where. */
export function endProcess(cause: string, site: CallSite, code: number): never {
  askForEnd(code);
  state.ending = { cause, site };
  process.exit(code);
}

/** Leaves a stop record at every exit that runs JavaScript, however the program came to it. */
export function logExit(): void {
  process.on("exit", writeStopRecord);
}

/** Writes the last record of this process, and gives its name back. */
export function writeStop(level: LevelName, site: CallSite, text: string): void {
  writeSurely(level, site, `${text}, ${uptime()}`);
  for (const sink of state.sinks) sink.end?.();
  releaseName();
}

/** `up 12.3 s` */
export function uptime(): string {
  return `up ${process.uptime().toFixed(1)} s`;
}

function writeStopRecord(code: number): void {
  const { cause, site } = state.ending ?? findExitCall() ?? endOfProgram();
  const level = code === 0 ? "INFO" : "ERROR";
  writeStop(level, site, `Stopped by ${cause}: exit code ${code}`);
}

/** On stderr where no sink takes it: there is no later. */
function writeSurely(level: LevelName, site: CallSite, text: string): void {
  if (!writeRecord(level, site, text)) reportProblem(site, text, level);
}

type Ending = { cause: string; site: CallSite };

/** In an exit listener the stack still holds the frame that called `process.exit`. */
function findExitCall(): Ending | undefined {
  const frames = captureFrames(writeStopRecord, 100);
  const exit = frames.findIndex((frame) => isBuiltIn(frame) && frame.getFunctionName() === "exit");
  const index = frames.findIndex((frame, at) => at > exit && !isBuiltIn(frame));
  const caller = frames[index];
  if (exit < 0 || caller === undefined) return undefined;
  return { cause: "process.exit", site: readFrame(caller, frames[index + 1]) };
}

function endOfProgram(): Ending {
  return { cause: "the end of the program", site: findCallSite(endOfProgram) };
}
