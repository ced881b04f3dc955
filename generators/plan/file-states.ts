import { envExampleName, lockFileName } from "../file-names.js";
import type { Lock } from "./lock-file.js";
import { deletedByOwner, editedByOwner, type Plan, type Step, stillConflicted } from "./plan.js";

/** How a file of the logging stands to what would be written today. */
export const fileStates = ["current", "outdated", "drifted", "conflicted"] as const;

/** `drifted`: its owner changed it, and nothing is to be done. `conflicted`: a person has to. */
export type State = (typeof fileStates)[number];

export interface FileState {
  /** POSIX path relative to the service. */
  path: string;
  state: State;
  /** Its owner changed it as well. */
  isEdited: boolean;
  /** Why it is not current. */
  reason?: string;
}

/** What an upgrade's plan says of each file, those included that it would not touch. */
export function judgePlan(plan: Plan, lock: Lock | undefined): FileState[] {
  const states = new Map<string, FileState>();
  for (const path of [...Object.keys(lock?.files ?? {}), ...Object.keys(lock?.seen?.heads ?? {})])
    states.set(path, { path, state: "current", isEdited: false });
  for (const step of plan.steps)
    if (!isApart(step.path)) states.set(step.path, judgeStep(step, plan.conflicts));
  return sortStates([...states.values()]);
}

/** In the order of their paths. */
export function sortStates(states: FileState[]): FileState[] {
  return states.sort((a, b) => (a.path < b.path ? -1 : 1));
}

// The lock file follows the others, and an env file is one machine's.
function isApart(path: string): boolean {
  return path === lockFileName || (/(^|\/)\.env[^/]*$/.test(path) && path !== envExampleName);
}

function judgeStep({ kind, path, reason }: Step, conflicts: readonly string[]): FileState {
  const isEdited =
    kind === "merge" || [deletedByOwner, editedByOwner, stillConflicted].includes(reason);
  if (conflicts.includes(path)) return { path, state: "conflicted", isEdited: true, reason };
  if (kind !== "leave") return { path, state: "outdated", isEdited, reason };
  if (isEdited || reason.includes(editedByOwner)) {
    return { path, state: "drifted", isEdited: true, reason };
  }
  return { path, state: "current", isEdited: false };
}
