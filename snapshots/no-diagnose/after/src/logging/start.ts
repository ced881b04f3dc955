import { isMainThread } from "node:worker_threads";
import { logCrash } from "./crash.js";
import { type Readable, type Reading, readEnvironment, type Service } from "./env.js";
import { endProcess, logExit } from "./exit.js";
import { createFileSink } from "./file-sink.js";
import { isServiceProcess } from "./is-service.js";
import { levels } from "./levels.js";
import { findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { sayNotes, takeName } from "./ownership.js";
import { releaseName } from "./release.js";
import { modes } from "./settings.js";
import { logSignals } from "./signals.js";
import { useSourceMaps } from "./source-maps.js";
import { type Sink, state } from "./state.js";
import { createTerminalSink } from "./terminal-sink.js";
import { followThreads } from "./threads.js";
import { findAppVersion } from "./version.js";

/** Starts logging for this process, or ends it where its environment does not let it start. */
export function startLogging(children: readonly string[]): void {
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
}

function speakForProcess(service: Service): void {
  logExit();
  // In development Ctrl+C is an everyday thing.
  logSignals(service.environment === "development" ? endings : [...endings, "SIGINT"]);
  writeRecord("INFO", findCallSite(startLogging), describeStart(service));
}

const endings: NodeJS.Signals[] = ["SIGTERM", "SIGHUP"];

/** One record of everything that is wrong: on stderr and, where one can be had, in the log file. */
function refuseToStart({ readable, problems }: Reading): never {
  state.sinks = createSinks(readable, true);
  const site = findCallSite(startLogging);
  sayNotes((note) => writeRecord("WARNING", site, note));
  writeRecord("CRITICAL", site, `Cannot start: ${problems.join("; ")}`);
  releaseName();
  endProcess("the guard", site, 1);
}

function createSinks({ name, directory, maxBytes, maxFiles }: Readable, terminal: boolean): Sink[] {
  const sinks: Sink[] = terminal ? [createTerminalSink()] : [];
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

function describeStart({ name, environment }: Service): string {
  const version = findAppVersion();
  const versions = version === undefined ? "" : `, version ${version}`;
  return `Started ${name}${versions}: ${environment}, pid ${process.pid}, node ${process.versions.node}`;
}
