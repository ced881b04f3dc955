import type { ts } from "ts-morph";
import type { Variables } from "../../standard.js";
import type { Edit } from "./append-items.js";
import type { LoggingCall, LoggingFolder } from "./find-logging-call.js";
import type { SpawnArguments } from "./read-spawn-arguments.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { SpawnApi } from "./spawn-apis.js";

/** What an environment is read by. */
export interface EnvironmentContext {
  context: SpawnContext;
  variables: Variables;
  folder: LoggingFolder;
}

/** One call whose environment is judged. */
export interface Judged extends EnvironmentContext {
  api: SpawnApi;
  node: ts.CallExpression;
  found: SpawnArguments;
}

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
      /** Its environment holds nothing of this one, and is not to. */
      isOwn?: boolean;
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

/** The judgement of a place that is left to a person. */
export function report(reason: string, isWrapper = false): Judgement {
  return { verdict: "report", reason, notes: [], ...(isWrapper ? { isWrapper } : {}) };
}

/** The judgement of a place whose child has its name from where it should. */
export function handled(
  from: "childEnv" | "child_env" | "a variable of its own",
  { descriptor }: Pick<LoggingCall, "descriptor">,
): Judgement {
  return {
    verdict: "handled",
    reason: `has its child's name from ${from} already`,
    notes: [],
    ...(descriptor === undefined ? {} : { descriptor }),
  };
}

/** The environment of a call that gives none: all of this one, unless the call adds to it anyway. */
export function writeWhole({ extendsEnv }: SpawnApi, writer: Writer): string {
  return extendsEnv ? `{ ${writer.entry()} }` : writer.env();
}

/** Where a judgement's edits lie. */
export function editRanges(judgement: Judgement): { start: number; end: number }[] {
  if (judgement.verdict !== "patchable") return [];
  return judgement.edits({ env: () => "", name: () => "", entry: () => "" });
}
