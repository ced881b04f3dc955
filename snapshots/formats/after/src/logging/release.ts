import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { markClaim, removeClaim } from "./claim.js";
import { state } from "./state.js";

/** Gives the name back: after the stop record, whatever is still logged asks for a name first. */
export function releaseName(): void {
  const own = state.ownership;
  if (own === undefined || !isMainThread) return;
  Atomics.store(own.released, 0, 1);
  dropClaim();
}

/** Gives back, in any thread, the name under which a record was written after the release. */
export function releaseAgain(): void {
  if (isReleased()) dropClaim();
}

/** Whether another process may have the name by now: then every record takes a look before it is written. */
export function isNameUncertain(): boolean {
  const own = state.ownership;
  return own !== undefined && (own.claim === undefined || isReleased());
}

/** Leaves word for the next start, should the process end of this without a stop record. */
export function noteDanger(danger: NodeJS.Signals | "uncaughtException"): void {
  const claim = state.ownership?.claim;
  if (claim === undefined || isReleased()) return;
  try {
    markClaim(claim, `held\nsignalled ${danger} ${new Date().toISOString()}\n`);
  } catch {
    // gone
  }
}

/** One flag for all threads of this process. */
export function shareReleased(): Int32Array {
  const key = "create-logging-released";
  const data: unknown = getEnvironmentData(key);
  const flag = data instanceof Int32Array ? data : new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(key, flag as never);
  return flag;
}

function isReleased(): boolean {
  return state.ownership?.released[0] === 1;
}

function dropClaim(): void {
  const claim = state.ownership?.claim;
  if (claim === undefined || removeClaim(claim)) return;
  try {
    markClaim(claim, "held\nstopped\n");
  } catch {
    // gone
  }
}
