/** A logger as the children drive it; one module each beside this one, with `start`. */
export interface Contender {
  /** Logs record `index` at INFO. */
  log(index: number): void;
  /** A call at a level that is off. */
  logDisabled?(text: string): void;
  /** What its documentation tells a program to do with an uncaught error; absent where it sees to it. */
  fail?(error: unknown): void;
  /** Resolves when the logger says that everything is written. */
  end(): Promise<void> | void;
}

/** Where and how a contender writes. */
export interface Place {
  directory: string;
  /** With the place of the call in each record. */
  hasLocation: boolean;
  /** Rotates before, or as close as it can to, this size; absent: never. */
  maxBytes?: number;
}

export type Start = (place: Place) => Contender | Promise<Contender>;

// More than any run rotates: what is missing is lost, not retired.
export const keptFiles = 500;
