/** A logging library whose set-ups are replaced. */
export type Library = "winston" | "pino" | "log4js";

/** The methods of our logger that a level of theirs can be. */
export type OurLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** Packages that serve a library's set-up and nothing else, by package. */
export const packagesOf: Record<string, Library> = {
  winston: "winston",
  "winston-daily-rotate-file": "winston",
  logform: "winston",
  "triple-beam": "winston",
  pino: "pino",
  "pino-pretty": "pino",
  "pino-roll": "pino",
  "pino-std-serializers": "pino",
  log4js: "log4js",
};

/** What makes a logger, by module and member. */
export const creators: Record<string, Library> = {
  "winston.createLogger": "winston",
  "winston.Logger": "winston",
  pino: "pino",
  "pino.pino": "pino",
  "log4js.getLogger": "log4js",
};

/** Levels that a set-up has unless it says otherwise, the most severe first. */
export const levelSets = {
  npm: ["error", "warn", "info", "http", "verbose", "debug", "silly"],
  cli: ["error", "warn", "help", "data", "info", "debug", "prompt", "verbose", "input", "silly"],
  syslog: ["emerg", "alert", "crit", "error", "warning", "notice", "info", "debug"],
  pino: ["fatal", "error", "warn", "info", "debug", "trace"],
  log4js: ["mark", "fatal", "error", "warn", "info", "debug", "trace"],
} as const;

// What a level is called says how bad it is; `http` and `verbose` lie between info and debug and are off in
// production, as DEBUG is; log4js writes `mark` whatever its level is, as INFO is written everywhere.
const meanings: Record<string, OurLevel> = {
  emerg: "fatal",
  emergency: "fatal",
  alert: "fatal",
  crit: "fatal",
  critical: "fatal",
  fatal: "fatal",
  panic: "fatal",
  error: "error",
  err: "error",
  warn: "warn",
  warning: "warn",
  notice: "info",
  info: "info",
  success: "info",
  mark: "info",
  help: "info",
  data: "info",
  http: "debug",
  verbose: "debug",
  debug: "debug",
  prompt: "debug",
  input: "debug",
  trace: "trace",
  silly: "trace",
};

/** Our method for each level of a set-up, given from the most severe one on. */
export function translateLevels(levels: readonly string[]): Map<string, OurLevel> {
  const info = levels.indexOf("info");
  return new Map(
    levels.map((level, index) => {
      // A name that says nothing (`audit`) is no alarm, and is written where it was written before.
      const byRank = info !== -1 && index > info ? "debug" : "info";
      return [level, meanings[level.toLowerCase()] ?? byRank];
    }),
  );
}

/** The methods that our logger has by the same names with the same meaning. */
export const ownMethods = new Set<string>([
  "trace",
  "debug",
  "info",
  "success",
  "warning",
  "warn",
  "error",
  "critical",
  "fatal",
]);

/** What a library's logger has besides its levels, as far as ours can stand for it. */
export const members: Record<Library, ReadonlySet<string>> = {
  winston: new Set(
    "log child level silent isLevelEnabled on once end close exitOnError isErrorEnabled isWarnEnabled isInfoEnabled isVerboseEnabled isDebugEnabled isSillyEnabled".split(
      " ",
    ),
  ),
  pino: new Set("child level isLevelEnabled flush silent".split(" ")),
  log4js: new Set(
    "log level isLevelEnabled isTraceEnabled isDebugEnabled isInfoEnabled isWarnEnabled isErrorEnabled isFatalEnabled".split(
      " ",
    ),
  ),
};

/** The package that a specifier names: `@scope/name/file` → `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The library that a module belongs to. */
export function libraryOf(specifier: string): Library | undefined {
  return packagesOf[packageOf(specifier)];
}
