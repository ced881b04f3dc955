import type { Lab } from "../lab/lab.js";

/** What the command line chose. */
export interface Options {
  rounds: number;
  records: number;
  /** Ids of rows, or their beginnings; empty for all. */
  only: string[];
}

/** What a part needs to run. */
export interface Bench extends Options {
  lab: Lab;
  /** Says on stderr how far it is. */
  progress(text: string): void;
}
