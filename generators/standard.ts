/**
 * The logging standard as data. Templates, checks, documentation and tests read it from here;
 * a team overrides any of it in `create-logging.json`.
 */

export const levels = {
  TRACE: 5,
  DEBUG: 10,
  INFO: 20,
  SUCCESS: 25,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const;

export type LevelName = keyof typeof levels;

export const environments = ["development", "testing", "production"] as const;

export type Environment = (typeof environments)[number];

/** What a service does in one environment. */
export interface Mode {
  terminal: boolean;
  file: boolean;
  level: LevelName;
}

/** Names of the environment variables a service reads. */
export interface Variables {
  /** The service's name, and the stem of its log file. */
  name: string;
  environment: string;
  /** Directory of the log files. */
  logs: string;
  maxSize: string;
  maxFiles: string;
  /** Prefix of the variable that holds a child's name. */
  childPrefix: string;
}

export interface Standard {
  variables: Variables;
  modes: Record<Environment, Mode>;
  /** Loguru-style format strings, one per kind of sink. */
  formats: { terminal: string; file: string };
  defaults: {
    /** Size of a log file: a number and B, KB, MB, GB, KiB, MiB or GiB. */
    maxSize: string;
    /** Rotated files kept besides the active one. */
    maxFiles: number;
    /** Permission bits of a new log file, octal. */
    fileMode: string;
  };
}

export const standard: Standard = {
  variables: {
    name: "NAME_APP",
    environment: "RUN_ENVIRONMENT",
    logs: "PATH_TO_LOGS",
    maxSize: "LOG_MAX_SIZE",
    maxFiles: "LOG_MAX_FILES",
    childPrefix: "NAME_CHILD_PROCESS_",
  },
  modes: {
    development: { terminal: true, file: false, level: "DEBUG" },
    testing: { terminal: true, file: true, level: "INFO" },
    production: { terminal: false, file: true, level: "INFO" },
  },
  formats: {
    terminal: "{time:HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}",
    file: "{time:YYYY-MM-DD HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}",
  },
  defaults: { maxSize: "5 MB", maxFiles: 5, fileMode: "0640" },
};

/** What a process does when another one logs under its name: take the next free name, or not start. */
export const nameConflicts = ["next", "fatal"] as const;

export type NameConflict = (typeof nameConflicts)[number];

/** Parts of the emitted setup that can be switched off (or on) in `create-logging.json`. */
export interface Features {
  /** TypeScript line numbers in records, by source maps. */
  sourceMaps: boolean;
  /** No two processes write to one log file; a run that died is named by the next. */
  ownership: boolean;
  /** Worker threads rotate their file together, and one of them can end the process. */
  threads: boolean;
  /** Values of local variables where an uncaught error was thrown; a report of a full heap. */
  diagnose: boolean;
  /** `console.*` of third parties goes into the log. */
  captureConsole: boolean;
}

export const features: Features = {
  sourceMaps: true,
  ownership: true,
  threads: true,
  diagnose: true,
  captureConsole: false,
};

/** Values under a name that has one of these in it never reach the log, whatever their case. */
export const secrets: readonly string[] = [
  "pass",
  "pwd",
  "secret",
  "token",
  "key",
  "auth",
  "bearer",
  "jwt",
  "cookie",
  "credential",
  "session",
];
