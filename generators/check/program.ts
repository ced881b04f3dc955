/** What a service is written in. */
export type Language = "node" | "python";

/**
 * Statements that play a scenario: a text that says the same in every language, or one for each. In their scope are the
 * logger's exports under their own names, and `say`, `print`, `pause`, `hold` and `directory`.
 */
export type Program = string | Record<Language, string>;

/** What a program is, besides its statements. */
export interface ProgramOptions {
  /** What it imports first; `none` for a program that is not set up. */
  setup?: "setup" | "setup-child" | "none";
  /** Written in the package's own language, with lines ahead that are gone from what runs. */
  isTyped?: boolean;
}

/** Writes programs beside the logging folder, each to a file of its own; gives its path. */
export type WriteProgram = (statements: string, options?: ProgramOptions) => string;

/** Printed by a module that is imported after the guard: whoever sees it is past the guard. */
export const pastGuard = "past the guard";

/** The line of its file on which the first statement of a program stands. */
export const firstLine = { plain: 2, typed: 7 };

/** The lines that a typed program has ahead, where there are no types to be gone. */
export const blank = "\n".repeat(firstLine.typed - firstLine.plain);

/** A service's logging where programs can run it. */
export interface Bench {
  language: Language;
  /** What runs a program: a path, or a name that is looked for. */
  interpreter: string;
  version: string;
  /** Who loads what, a sentence for a person. */
  loaded: string;
  /** The copy of the logging folder, absolute. */
  folder: string;
  write: WriteProgram;
  /** Variables for the interpreter itself. */
  env: Record<string, string>;
}
