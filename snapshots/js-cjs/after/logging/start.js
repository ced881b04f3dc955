"use strict";

const { isMainThread } = require("node:worker_threads");
const { logCrash } = require("./crash");
const { captureVariables } = require("./diagnose");
const { readEnvironment } = require("./env");
const { endProcess, logExit } = require("./exit");
const { createFileSink } = require("./file-sink");
const { isServiceProcess } = require("./is-service");
const { levels } = require("./levels");
const { findCallSite } = require("./location");
const { writeRecord } = require("./logger");
const { sayNotes, takeName } = require("./ownership");
const { releaseName } = require("./release");
const { modes } = require("./settings");
const { logSignals } = require("./signals");
const { useSourceMaps } = require("./source-maps");
const { state } = require("./state");
const { createTerminalSink } = require("./terminal-sink");
const { followThreads } = require("./threads");
const { findAppVersion } = require("./version");

/**
 * Starts logging for this process, or ends it where its environment does not let it start.
 * @param {readonly string[]} children
 */
function startLogging(children) {
  if (state.service !== undefined || !isServiceProcess()) return;
  useSourceMaps();
  const reading = readEnvironment(process.env, children);
  const { service, problems } = reading;
  const conflict = takeName(reading.readable);
  if (conflict !== undefined) problems.push(conflict);
  if (conflict !== undefined) reading.readable.directory = undefined; // it is another process's
  if (service === undefined || problems.length > 0) refuseToStart(reading);
  const mode = modes[service.environment];
  state.service = service.name;
  state.threshold = levels[mode.level];
  state.sinks = createSinks(service, mode.terminal);
  logCrash();
  followThreads();
  sayNotes((note) => writeRecord("WARNING", findCallSite(startLogging), note));
  if (isMainThread) speakForProcess(service);
  captureVariables(service);
}

function speakForProcess(service) {
  logExit();
  // In development Ctrl+C is an everyday thing.
  logSignals(service.environment === "development" ? endings : [...endings, "SIGINT"]);
  writeRecord("INFO", findCallSite(startLogging), describeStart(service));
}

const endings = ["SIGTERM", "SIGHUP"];

/**
 * One record of everything that is wrong: on stderr and, where one can be had, in the log file.
 * @returns {never}
 */
function refuseToStart({ readable, problems }) {
  state.sinks = createSinks(readable, true);
  const site = findCallSite(startLogging);
  sayNotes((note) => writeRecord("WARNING", site, note));
  writeRecord("CRITICAL", site, `Cannot start: ${problems.join("; ")}`);
  releaseName();
  return endProcess("the guard", site, 1);
}

function createSinks({ name, directory, maxBytes, maxFiles }, terminal) {
  const sinks = terminal ? [createTerminalSink()] : [];
  if (name !== undefined && directory !== undefined) {
    sinks.push(
      createFileSink({
        name,
        directory,
        maxBytes: maxBytes ?? Infinity,
        maxFiles: maxFiles ?? Infinity,
      }),
    );
  }
  return sinks;
}

function describeStart({ name, environment }) {
  const version = findAppVersion();
  const versions = version === undefined ? "" : `, version ${version}`;
  return `Started ${name}${versions}: ${environment}, pid ${process.pid}, node ${process.versions.node}`;
}

module.exports = { startLogging };
