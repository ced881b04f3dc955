import { isMainThread } from "node:worker_threads";
import { type Claim, isInForce, refreshClaim } from "./claim.js";
import { describeHolder, describeMove } from "./claim-notes.js";
import { sweepEndedRuns } from "./ended-runs.js";
import type { Readable } from "./env.js";
import { findCallSite } from "./location.js";
import { shareReleased } from "./release.js";
import { ownership, variables } from "./settings.js";
import { slotName } from "./slot-name.js";
import { state } from "./state.js";
import { findUnclaimed, type Taken, takeSlot } from "./take-slot.js";
import { reportProblem } from "./terminal-sink.js";

/** The log name that this process has: `app`, or `app~2` where another process has that. */
export interface Ownership {
  directory: string;
  service: string;
  slot: number;
  /** Undefined where none could be made. */
  claim: Claim | undefined;
  /** By this process's clock, whether or not it could be done. */
  refreshTriedAt: number;
  /** Shared by all threads: 1 once the name was given back. */
  released: Int32Array;
  /** Whether runs that ended without a stop record are still to be looked for. */
  isSweepDue: boolean;
  /** What is to be logged about the name. */
  notes: string[];
}

const refreshMs = 30_000;

/** Takes a log name for this process; gives the reason where it is not to start without its own. */
export function takeName({
  name,
  directory,
}: Pick<Readable, "name" | "directory">): string | undefined {
  if (name === undefined || directory === undefined) return undefined;
  const own: Ownership = {
    directory,
    service: name,
    slot: 1,
    claim: undefined,
    refreshTriedAt: 0,
    released: shareReleased(),
    isSweepDue: false,
    notes: [],
  };
  const conflict = take(own, (error) => {
    const text = `'${name}' can't be claimed, so another process may take the same file: ${error.message}`;
    reportProblem(findCallSite(takeName), text);
  });
  if (conflict !== undefined) return conflict;
  state.ownership = own;
  setInterval(refresh, refreshMs).unref();
  return undefined;
}

/**
 * Makes sure that the name is still this process's, or takes one anew; as far as that can be had.
 * Throws where another process has the only name that this one may take.
 */
export function keepName(): void {
  const own = state.ownership;
  if (own === undefined) return;
  if (own.claim !== undefined && isInForce(own.claim)) {
    if (Math.abs(Date.now() - own.refreshTriedAt) > refreshMs) refresh();
    return;
  }
  // An error was said at the start, or is one of the log file too: the next look tries again.
  const conflict = take(own, () => {});
  if (conflict !== undefined) throw new Error(conflict);
}

/** The name that this process logs under. */
export function ownName(): string | undefined {
  return state.ownership && slotName(state.ownership.service, state.ownership.slot);
}

/** Says what there is to log about the name, once. */
export function sayNotes(say: (note: string) => void): void {
  const own = state.ownership;
  if (own === undefined) return;
  const { directory, service, claim, isSweepDue, notes } = own;
  own.isSweepDue = false;
  notes.splice(0).forEach(say);
  if (isSweepDue && claim !== undefined) sweepEndedRuns(directory, service, claim, say);
}

/** Takes a name, or goes on without a claim where none can be made; gives the reason if it may do neither. */
function take(own: Ownership, onError: (error: Error) => void): string | undefined {
  const { directory, service, notes } = own;
  // A claim without a start record, or after the stop record, is no run to look for.
  const stage = isMainThread && own.released[0] === 0 ? "held\n" : "held\nstopped\n";
  const isFatal = ownership.onNameConflict === "fatal";
  const lastSlot = isFatal ? 1 : Infinity;
  own.claim = undefined;
  try {
    const taken = takeSlot({ directory, service, stage, lastSlot, notes });
    if (taken.claim === undefined) return describeConflict(service, taken.rival);
    takeOver(own, taken.claim, taken);
  } catch (error) {
    onError(error as Error);
    const slot = findUnclaimed(directory, service, own.slot);
    if (slot === own.slot) return undefined;
    if (isFatal) return describeConflict(service);
    const reason = `'${slotName(service, own.slot)}' is held by another process`;
    notes.push(describeMove(directory, slotName(service, slot), reason));
    own.slot = slot;
  }
  return undefined;
}

function takeOver(own: Ownership, claim: Claim, { rival, isShared }: Taken): void {
  const { directory, service } = own;
  if (claim.slot !== own.slot && !isShared) {
    const to = slotName(service, claim.slot);
    const reason =
      rival === undefined
        ? `'${to}' is free`
        : `'${slotName(service, rival.slot)}' is held by ${describeHolder(rival)}`;
    own.notes.push(describeMove(directory, to, reason));
  }
  own.claim = claim;
  own.slot = claim.slot;
  own.isSweepDue = !isShared;
  own.refreshTriedAt = Date.now();
}

function describeConflict(service: string, rival?: Claim): string {
  return `${variables.name} is '${service}', a name that ${describeHolder(rival)} holds`;
}

function refresh(): void {
  const own = state.ownership;
  if (own?.claim === undefined) return;
  own.refreshTriedAt = Date.now();
  try {
    refreshClaim(own.claim);
  } catch {
    // The next look sees to it.
  }
}
