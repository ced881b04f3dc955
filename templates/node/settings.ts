// %+ it.formatImport
import type { LineFormat } from "./format.js";
import type { LevelName } from "./levels.js";

/** Environment variables that this service reads. */
export const variables = {
  // %= it.standard.variables.name
  name: "NAME_APP",
  // %= it.standard.variables.environment
  environment: "RUN_ENVIRONMENT",
  // %= it.standard.variables.logs
  directory: "PATH_TO_LOGS",
  // %= it.standard.variables.maxSize
  maxSize: "LOG_MAX_SIZE",
  // %= it.standard.variables.maxFiles
  maxFiles: "LOG_MAX_FILES",
  // %= it.standard.variables.childPrefix
  childPrefix: "NAME_CHILD_PROCESS_",
};

/** The children that this service starts: the X of each NAME_CHILD_PROCESS_X. */
// %= it.children
export const children: readonly string[] = [];

/** What holds where the variable is not set. */
export const defaults = {
  // %= it.standard.defaults.maxSize
  maxSize: "5 MB",
  // %= String(it.standard.defaults.maxFiles)
  maxFiles: "5",
};

/** Permissions of a new log file, less the umask: it holds the values of variables. */
// %~ it.fileMode
export const fileMode = 0o640;

// % if (it.features.ownership) {
/** Where another process has this service's name: `next` takes the next free one, `fatal` does not start. */
export const ownership: { onNameConflict: "next" | "fatal" } = {
  // %= it.onNameConflict
  onNameConflict: "next",
};

// % }
export type EnvironmentName = "development" | "testing" | "production";

/** What is logged in each environment, and where to. */
export const modes: Record<
  EnvironmentName,
  { terminal: boolean; file: boolean; level: LevelName }
> = {
  // %= it.standard.modes.development
  development: { terminal: true, file: false, level: "DEBUG" },
  // %= it.standard.modes.testing
  testing: { terminal: true, file: true, level: "INFO" },
  // %= it.standard.modes.production
  production: { terminal: false, file: true, level: "INFO" },
};

/** Other words for an environment. */
// %= it.environmentAliases
export const environmentAliases: Record<string, EnvironmentName> = {};

/** How a record becomes a line: `second` is built once a second, `head` for each time, level and place, `rest` for every record. */
export const formats: Record<"terminal" | "file", LineFormat> = {
  // %~ it.formats.terminal
  terminal: {
    second: (t) => `${t.HH}:${t.mm}:${t.ss}.`,
    head: (r, t, second) => `${second}${t.SSS} | ${r.level} | ${r.site.place} | `,
    rest: (r) => `${r.message}`,
  },
  // %~ it.formats.file
  file: {
    second: (t) => `${t.YYYY}-${t.MM}-${t.DD} ${t.HH}:${t.mm}:${t.ss}.`,
    head: (r, t, second) => `${second}${t.SSS} | ${r.level} | ${r.site.place} | `,
    rest: (r) => `${r.message}`,
  },
};

/** Whether a format shows the place of a call (file, module, function, line): finding it is most of what a call costs. */
// %= it.showsPlace
export const showsPlace: boolean = true;

/** The value of a variable, a property or a key that is named like this is not shown in a traceback. */
// %~ it.secrets
export const secrets = /pass|pwd|secret|token|key|auth|bearer|jwt|cookie|credential|session/i;
