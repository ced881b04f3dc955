// Packages whose documentation asks for the first line of a program: they patch what is loaded after them.
const packages =
  /^(?:(?:reflect-metadata|source-map-support|newrelic|dd-trace|module-alias|@sentry\/[^/]+|@opentelemetry\/[^/]+)(?:\/.*)?|(?:elastic-apm-node\/start|tsconfig-paths\/register)(?:\.m?js)?)$/;
const ownModules = /^\.{1,2}\/(?:.*\/)?(?:instrument|tracer|tracing|telemetry)[^/]*$/;
const quiet = /^(?:reflect-metadata|source-map-support|tsconfig-paths|module-alias)(?:\/|$)/;
const sayings =
  /must (?:be|come) (?:the )?(?:very )?(?:first|before)|before (?:any|every)thing|first line/i;
const envImports =
  /^(?:dotenv|dotenv-flow|dotenv-safe|dotenv-expand|@dotenvx\/dotenvx)\/config(?:\.m?js)?$/;

/** Whether a module belongs ahead of everything else, instrumentation above all. */
export function isMustBeFirst(specifier: string): boolean {
  return packages.test(specifier) || ownModules.test(specifier);
}

/** Whether a comment on an import says that it belongs ahead of everything else. */
export function saysMustBeFirst(comment: string): boolean {
  // A sentence may run over lines that start with // or *.
  return sayings.test(comment.replace(/[\s*/]+/g, " "));
}

/** Whether a module that belongs first may write output of its own while it starts, ahead of the guard. */
export function isInstrumentation(specifier: string): boolean {
  return isMustBeFirst(specifier) && !quiet.test(specifier);
}

/** Whether importing the module alone loads an env file. */
export function isEnvImport(specifier: string): boolean {
  return envImports.test(specifier);
}
