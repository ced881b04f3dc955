import type { Edit } from "./append-item.js";

/** How the code for a child is written in a file. */
export interface Writer {
  /** `childEnv("X")`, with what the call's own environment adds. */
  env(extra?: string): string;
  /** `childEnv("X").NAME_APP`. */
  name(): string;
  /** `NAME_APP: childEnv("X").NAME_APP`. */
  entry(): string;
}

/** What a call's environment is, and how it becomes the child's. */
export type Judgement =
  | {
      verdict: "patchable";
      reason: string;
      notes: string[];
      /** The name that the child is given today. */
      name?: string;
      edits(writer: Writer): Edit[];
    }
  | { verdict: "handled"; reason: string; notes: string[]; descriptor?: string }
  | {
      verdict: "report";
      reason: string;
      notes: string[];
      /** The function that passes on what its callers give. */
      isWrapper?: boolean;
    };

export function report(reason: string, isWrapper = false): Judgement {
  return { verdict: "report", reason, notes: [], ...(isWrapper ? { isWrapper } : {}) };
}
