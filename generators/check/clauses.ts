import type { Language } from "./program.js";

/** The checklist of the standard, in its order and in words for every language; what it does not list stands last. */
export const checklist = {
  install: "Install the logger",
  centralize: "Centralize logger configuration",
  validate: "Validate required environment variables at startup",
  failFast: "Fail fast with explicit fatal errors",
  sinks: "Configure sinks per environment",
  rotation: "Enable rotation and retention",
  processes: "Enable process safety where required",
  hook: "Install the hook for uncaught errors",
  backtrace: "Enable backtrace and diagnose on all sinks",
  exits: "Verify early-exit logs exist",
  beyond: "Besides the checklist: the line, and the sink under stress",
} as const;

export type ChecklistItem = keyof typeof checklist;

/** In a few words; one for each language where they differ, none where it is not asked. */
type Asks = string | Partial<Record<Language, string>>;

/** Everything that is looked at, in the order of the table: the item it belongs to, and what it asks. */
export const clauses: Record<string, [item: ChecklistItem, asks: Asks]> = {
  "repo:lock": ["install", "create-logging.lock is whole"],
  "repo:files": ["install", "no file of the logging folder is missing"],
  "repo:markers": ["install", "no conflict markers are left"],
  "repo:loguru": ["install", { python: "Loguru is a dependency" }],
  "repo:load": ["install", "the logging folder loads"],
  "repo:entry": ["centralize", "each entrypoint loads the setup first"],
  "repo:loggers": ["centralize", "no other logger writes the same file"],
  "MODE-6": ["centralize", "without setup: stderr, no guard, no file"],
  "PROC-4": ["centralize", "setup twice in a process is one logger"],
  "repo:env": ["validate", ".env.example names the variables"],
  "ENV-1": ["validate", "no name: fatal in every environment"],
  "ENV-2": ["validate", "no or unknown environment: fatal, valid ones named"],
  "ENV-3": ["validate", "no log directory: fatal in testing and production"],
  "ENV-5": ["validate", "unusable values are as fatal as missing ones"],
  "ENV-7": ["validate", "each declared child needs a name of its own"],
  "ENV-4": ["failFast", "one CRITICAL record names all, exit 1, nothing runs"],
  "ENV-6": ["failFast", "a guard failure is in the log file too"],
  "MODE-1": ["sinks", "terminal: development and testing; on stderr"],
  "MODE-2": ["sinks", "file: testing and production; none in development"],
  "MODE-3": ["sinks", "the level of each environment"],
  "FILE-1": ["sinks", "{directory}/{name}.log, appended to, UTF-8, LF"],
  "FILE-8": ["sinks", "permissions of log files"],
  "repo:gitignore": ["sinks", "log files are no part of git"],
  "MODE-4": ["rotation", "rotation in testing and production"],
  "FILE-2": ["rotation", "sizes: the default, KiB, a bare number is MB"],
  "FILE-3": ["rotation", "rotates before the limit, counted in bytes"],
  "FILE-4": ["rotation", "rotated names, by the time of creation"],
  "FILE-5": ["rotation", "as many rotated files as asked are kept"],
  "FILE-6": ["rotation", "retention touches its own rotated files alone"],
  "FILE-7": ["rotation", "a file moved or deleted is opened anew"],
  "MODE-5": ["processes", "process safe in testing"],
  "PROC-1": ["processes", { python: "enqueue=True on the sinks that write a file" }],
  "PROC-2": ["processes", "threads share the file and its rotation"],
  "PROC-3": ["processes", "a child inherits no handle of the log file"],
  "PROC-5": ["processes", "a log file has one process that writes it"],
  "repo:spawn": ["processes", "places that start children give them their names"],
  "CHILD-1": [
    "processes",
    {
      node: "childEnv names the child, or is fatal",
      python: "child_env names the child, or is fatal",
    },
  ],
  "CHILD-2": ["processes", "parent and child log to separate files"],
  "CHILD-3": ["processes", "a child that ends badly leaves a record"],
  "CRASH-1": ["hook", "uncaught: CRITICAL, traceback, shown once, exit 1"],
  "CRASH-2": ["hook", "Ctrl+C ends it, without a CRITICAL record"],
  "CRASH-6": ["hook", "the program's own handlers run once, and decide"],
  "CRASH-3": ["backtrace", "the whole chain of causes, on every sink"],
  "CRASH-4": ["backtrace", "values of the variables in failing frames"],
  "CRASH-5": ["backtrace", "an error's secrets are masked, its variables' too"],
  "EXIT-1": [
    "exits",
    {
      node: "exitWithReason logs the reason at its caller",
      python: "exit_with_reason logs the reason at its caller",
    },
  ],
  "EXIT-2": ["exits", "a failure exits non-zero"],
  "EXIT-3": ["exits", "a start record and a stop record"],
  "EXIT-4": ["exits", "an exit past the helper leaves a record too"],
  "EXIT-5": ["exits", "a signal is recorded and has its effect"],
  "EXIT-6": [
    "exits",
    {
      node: "no record is lost at any end, SIGKILL included",
      python: "no record is lost at any end but SIGKILL",
    },
  ],
  "EXIT-7": ["exits", "a run that was killed is named by the next"],
  "FMT-1": ["beyond", "the line on the terminal"],
  "FMT-2": ["beyond", "the line in the file"],
  "FMT-3": ["beyond", "Loguru's levels and their names"],
  "FMT-4": ["beyond", "module, function and line of the source"],
  "FMT-5": ["beyond", "local time"],
  "FMT-6": ["beyond", "no message forges a record"],
  "FAULT-1": ["beyond", "no directory: goes on, and counts what is lost"],
  "FAULT-2": ["beyond", "a retention that fails does not stop the log"],
  "FAULT-3": ["beyond", "logging never throws into the program"],
  "FAULT-4": ["beyond", "nobody reads stderr: goes on"],
};

/** What a clause asks of services of a language; undefined where it asks nothing of them. */
export function asksOf(clause: string, language: Language): string | undefined {
  const asks = clauses[clause]?.[1];
  return typeof asks === "object" ? asks[language] : asks;
}
