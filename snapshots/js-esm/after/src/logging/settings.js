/** Environment variables that this service reads. */
export const variables = {
  name: "NAME_APP",
  environment: "RUN_ENVIRONMENT",
  directory: "PATH_TO_LOGS",
  maxSize: "LOG_MAX_SIZE",
  maxFiles: "LOG_MAX_FILES",
  childPrefix: "NAME_CHILD_PROCESS_",
};

/** The children that this service starts: the X of each NAME_CHILD_PROCESS_X. */
export const children = [];

/** What holds where the variable is not set. */
export const defaults = {
  maxSize: "5 MB",
  maxFiles: "5",
};

/** Permissions of a new log file, less the umask: it holds the values of variables. */
export const fileMode = 0o640;

/** Where another process has this service's name: `next` takes the next free one, `fatal` does not start. */
export const ownership = {
  onNameConflict: "next",
};

/** What is logged in each environment, and where to. */
export const modes = {
  development: { terminal: true, file: false, level: "DEBUG" },
  testing: { terminal: true, file: true, level: "INFO" },
  production: { terminal: false, file: true, level: "INFO" },
};

/** Other words for an environment. */
export const environmentAliases = {};

/** How a record becomes a line: `second` is built once a second, `head` for each time, level and place, `rest` for every record. */
export const formats = {
  terminal: {
    second: (t) => `${t.HH}:${t.mm}:${t.ss}.`,
    head: (r, t, second) => `${second}${t.SSS} | ${r.level} | ${r.site.place} | `,
    rest: (r) => `${r.message}`,
  },
  file: {
    second: (t) => `${t.YYYY}-${t.MM}-${t.DD} ${t.HH}:${t.mm}:${t.ss}.`,
    head: (r, t, second) => `${second}${t.SSS} | ${r.level} | ${r.site.place} | `,
    rest: (r) => `${r.message}`,
  },
};

/** Whether a format shows the place of a call (file, module, function, line): finding it is most of what a call costs. */
export const showsPlace = true;

/** The value of a variable, a property or a key that is named like this is not shown in a traceback. */
export const secrets = /pass|pwd|secret|token|key|auth|bearer|jwt|cookie|credential|session/i;
