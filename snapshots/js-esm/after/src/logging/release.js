import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { markClaim, removeClaim } from "./claim.js";
import { state } from "./state.js";

/** Gives the name back: after the stop record, whatever is still logged asks for a name first. */
export function releaseName() {
  const own = state.ownership;
  if (own === undefined || !isMainThread) return;
  Atomics.store(own.released, 0, 1);
  dropClaim();
}

/** Gives back, in any thread, the name under which a record was written after the release. */
export function releaseAgain() {
  if (isReleased()) dropClaim();
}

/**
 * Whether another process may have the name by now: then every record takes a look before it is written.
 * @returns {boolean}
 */
export function isNameUncertain() {
  const own = state.ownership;
  return own !== undefined && (own.claim === undefined || isReleased());
}

/** Leaves word for the next start, should the process end of this without a stop record. */
export function noteDanger(danger) {
  const claim = state.ownership?.claim;
  if (claim === undefined || isReleased()) return;
  try {
    markClaim(claim, `held\nsignalled ${danger} ${new Date().toISOString()}\n`);
  } catch {
    // gone
  }
}

/**
 * One flag for all threads of this process.
 * @returns {Int32Array}
 */
export function shareReleased() {
  const key = "create-logging-released";
  const data = getEnvironmentData(key);
  const flag = data instanceof Int32Array ? data : new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(key, flag);
  return flag;
}

function isReleased() {
  return state.ownership?.released[0] === 1;
}

function dropClaim() {
  const claim = state.ownership?.claim;
  if (claim === undefined || removeClaim(claim)) return;
  try {
    markClaim(claim, "held\nstopped\n");
  } catch {
    // gone
  }
}
