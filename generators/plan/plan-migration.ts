import type { Migration } from "../patch/migrate/migrate.js";
import type { OpenLock } from "./open-lock.js";
import type { Plan, Step } from "./plan.js";
import { makeLock, planLock } from "./plan-lock.js";

/** What a migration is planned for. */
export interface MigrationRequest {
  root: string;
  service: string;
  /** The lock file as it is: it must be there. */
  opened: OpenLock;
  replay: string;
}

/** The plan that writes migrated sources, and into the lock file what takes them back. */
export function planMigration(
  { patches, notes }: Migration,
  { root, service, opened, replay }: MigrationRequest,
): Plan {
  const { lock } = opened;
  const steps = patches.map((patch): Step => ({ kind: "patch", ...patch }));
  if (steps.length > 0 && lock !== undefined) {
    const made = makeLock(lock.version, lock.files, steps, lock);
    const { seen } = lock;
    const step = planLock(seen === undefined ? made : { ...made, seen }, opened.written);
    if (step !== undefined) steps.push(step);
  }
  const files = patches.length === 1 ? "1 file has" : `${patches.length} files have`;
  const places = notes.length === 1 ? "1 place is" : `${notes.length} places are`;
  return {
    root,
    service,
    steps,
    notes,
    conflicts: [],
    next: patches.length === 0 ? [] : [`Run your type check, linter and tests: ${files} changed.`],
    replay,
    idle:
      notes.length === 0
        ? `Nothing to do: all that '${service}' logs goes to its logger.`
        : `Nothing to do: what can be migrated in '${service}' is. ${places} left alone: --dry-run lists what and why.`,
  };
}
