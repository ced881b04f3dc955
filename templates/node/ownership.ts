import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { type Claim, isInForce, markClaim, refreshClaim, removeClaim, slotName } from "./claim.js";
import { describeHolder, describeMove } from "./claim-notes.js";
import type { Readable } from "./env.js";
import { findCallSite } from "./location.js";
import { ownership, variables } from "./settings.js";
import { state } from "./state.js";
import { findUnclaimed, takeSlot } from "./take-slot.js";
import { reportProblem } from "./terminal-sink.js";

/** The log name that this process has: `app`, or `app~2` where another process has that. */
export interface Ownership {
  directory: string;
  service: string;
  slot: number;
  /** Undefined until it could be made. */
  claim: Claim | undefined;
  refreshedAt: number;
  /** Shared by all threads: 1 once the name was given back. */
  released: Int32Array;
  /** What is to be logged about it. */
  notes: string[];
}

const refreshMs = 30_000;

/** Takes a log name for this process; gives the reason where it is not to start without its own. */
export function takeName({
  name,
  directory,
}: Pick<Readable, "name" | "directory">): string | undefined {
  if (name === undefined || directory === undefined) return undefined;
  const released = shareFlag();
  const own: Ownership = {
    directory,
    service: name,
    slot: 1,
    claim: undefined,
    refreshedAt: 0,
    released,
    notes: [],
  };
  try {
    const rival = take(own, ownership.onNameConflict === "fatal" ? 1 : Infinity);
    if (own.claim === undefined)
      return `${variables.name} is '${name}', a name that ${describeHolder(rival)} holds`;
  } catch (error) {
    own.slot = findUnclaimed(directory, name);
    const text = `'${name}' can't be claimed, so another process may take the same file: ${(error as Error).message}`;
    reportProblem(findCallSite(takeName), text);
  }
  state.ownership = own;
  setInterval(refresh, refreshMs).unref();
  return undefined;
}

/** Makes sure that the name is still this process's, or takes one anew; as far as that can be had. */
export function keepName(): void {
  const own = state.ownership;
  if (own === undefined) return;
  if (own.claim === undefined || !isInForce(own.claim)) {
    try {
      take(own, Infinity);
    } catch {
      // The next look tries again: the service goes on under the name it had.
    }
  } else if (Math.abs(Date.now() - own.refreshedAt) > refreshMs) {
    refresh();
  }
}

/** The name that this process logs under. */
export function ownName(): string | undefined {
  return state.ownership && slotName(state.ownership.service, state.ownership.slot);
}

/** Gives the name back: after the stop record, whatever is still logged asks for a name first. */
export function releaseName(): void {
  const own = state.ownership;
  if (own === undefined || !isMainThread) return;
  Atomics.store(own.released, 0, 1);
  if (own.claim === undefined || removeClaim(own.claim)) return;
  try {
    markClaim(own.claim, "held\nstopped\n");
  } catch {
    // gone
  }
}

/** Leaves word for the next start, should the process end of this signal without a stop record. */
export function noteSignal(signal: NodeJS.Signals): void {
  const own = state.ownership;
  if (own?.claim === undefined || isReleased()) return;
  try {
    markClaim(own.claim, `held\nsignalled ${signal} ${new Date().toISOString()}\n`);
  } catch {
    // gone
  }
}

/** Whether the name was given back: then every record takes a look before it is written. */
export function isReleased(): boolean {
  return state.ownership?.released[0] === 1;
}

/** What there is to log about the name, once. */
export function takeNotes(): string[] {
  return state.ownership?.notes.splice(0) ?? [];
}

/** Gives the claim that was in the way. */
function take(own: Ownership, lastSlot: number): Claim | undefined {
  const { directory, service, notes } = own;
  // A claim without a start record, or after the stop record, is no run to look for.
  const stage = isMainThread && own.released[0] === 0 ? "held\n" : "held\nstopped\n";
  const { claim, rival, isShared } = takeSlot({ directory, service, stage, lastSlot, notes });
  if (claim === undefined) return rival;
  if (claim.slot !== own.slot && !isShared) {
    const from = slotName(service, rival?.slot ?? own.slot);
    notes.push(describeMove(directory, from, slotName(service, claim.slot), rival));
  }
  own.claim = claim;
  own.slot = claim.slot;
  own.refreshedAt = Date.now();
  return undefined;
}

function refresh(): void {
  const own = state.ownership;
  if (own?.claim === undefined) return;
  own.refreshedAt = Date.now();
  try {
    refreshClaim(own.claim);
  } catch {
    // The next look sees to it.
  }
}

/** One flag for all threads of this process. */
function shareFlag(): Int32Array {
  const key = "create-logging-released";
  const data: unknown = getEnvironmentData(key);
  const flag = data instanceof Int32Array ? data : new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(key, flag as never);
  return flag;
}
