import type { Answers } from "../answers/answers.js";
import type { Language, Program, ProgramOptions } from "./program.js";
import type { LineReader } from "./read-records.js";
import type { Ended, Held, ProbeOptions } from "./run-probe.js";

/** What became of a clause. */
export type Verdict = "pass" | "fail" | "skipped";

/** One line of the table. */
export interface Row {
  /** A clause of the standard, `EXIT-6`, or a fact of the repo, `repo:lock`. */
  clause: string;
  /** The item of the checklist that it belongs to. */
  checklist: string;
  verdict: Verdict;
  /** What the clause asks, in a few words. */
  asks: string;
  /** What was seen; of a skipped one why. */
  evidence: string;
}

/** What was found out about one thing that is asked. */
export interface Finding {
  clause: string;
  verdict: Verdict;
  evidence: string;
}

/** Everything that was found out about a service. */
export interface CheckReport {
  root: string;
  service: string;
  rows: Row[];
}

/** What a scenario plays with: the service's own logging, in processes of its own. */
export interface Lab {
  answers: Answers;
  language: Language;
  /** Of the language, as the start record of a service has it: `20.11.0`. */
  version: string;
  /** Reads the lines of a sink as records. */
  readers: { terminal: LineReader; file: LineReader };
  /** The variable of a child, by its descriptor. */
  childVariable(descriptor: string): string;
  /** The copy of the logging folder, absolute. */
  folder: string;
  /** Writes a program without running it; gives its path. */
  write(program: Program, options?: ProgramOptions): string;
  /** Runs a program to its end. Throws a Broken where it comes to none. */
  run(program: Program, options?: ProbeOptions): Promise<Ended>;
  /** Starts a program that holds, and waits until it does. Throws a Broken where it ends before. */
  start(program: Program, options?: ProbeOptions): Promise<Held>;
  /** A run that several scenarios look at. */
  shared<Value>(key: string, play: () => Promise<Value>): Promise<Value>;
}

/** One way to see whether a clause holds. */
export interface Scenario {
  clause: string;
  /** Why it makes no sense for this service; undefined where it does. */
  skip?(lab: Lab): string | undefined;
  /** Gives what was seen; throws a Broken where that is not what the clause asks. */
  play(lab: Lab): Promise<string>;
}

/** What was seen is not what is asked. */
export class Broken extends Error {}

/** Throws a Broken with what was seen instead, unless the fact holds. */
export function demand(fact: unknown, seen: string): asserts fact {
  if (!fact) throw new Broken(seen);
}
