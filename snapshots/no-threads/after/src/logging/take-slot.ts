import { isMainThread } from "node:worker_threads";
import {
  type Claim,
  type ClaimStage,
  isInForce,
  makeClaim,
  markClaim,
  removeClaim,
} from "./claim.js";
import { bury, isAlive, isSeenRunning } from "./ended-runs.js";
import { listClaims } from "./list-claims.js";
import { makeDirectory } from "./log-file.js";
import { isSelf } from "./owner.js";

export interface Taking {
  directory: string;
  service: string;
  /** How this process marks its claim. */
  stage: ClaimStage;
  /** Slots above it are not tried. */
  lastSlot: number;
  /** Receives what is to be said of runs that ended without a stop record. */
  notes: string[];
}

export interface Taken {
  /** This process's claim; undefined where all slots that were tried are held. */
  claim: Claim | undefined;
  /** What stood in the way of the first name that was tried. */
  rival: Claim | undefined;
  /** Whether another thread of this process had taken it before. */
  isShared: boolean;
}

// Two that claim a name at once both step back and try again, for so long.
const patienceMs = 1000;
// By then its owner has written into a claim who it is, and withdrawn it or not.
const settledMs = 2000;

/**
 * Takes the first name of a service that no living process holds. A claim is made before the others
 * are looked at, and whoever sees another steps back: of two at once, one at least sees the other.
 */
export function takeSlot(taking: Taking): Taken {
  const { directory, service, lastSlot } = taking;
  makeDirectory(directory);
  const shared = listClaims(directory, service).find(isSharedByThreads);
  if (shared !== undefined) return share(shared, taking);
  let rival: Claim | undefined;
  for (let slot = 1; slot <= lastSlot; slot++) {
    const deadline = performance.now() + patienceMs;
    for (let attempt = 1; ; attempt++) {
      const taken = tryToTake(slot, taking);
      if (taken.claim !== undefined) return { claim: taken.claim, rival, isShared: taken.isShared };
      if (taken.isFinal || performance.now() > deadline) {
        rival ??= taken.rival;
        break;
      }
      Atomics.wait(pause, 0, 0, 1 + Math.random() * Math.min(2 ** attempt, 50));
    }
  }
  return { claim: undefined, rival, isShared: false };
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Where no claim can be made: the first name, from one on, that nobody is seen to have. */
export function findUnclaimed(directory: string, service: string, first: number): number {
  try {
    const taken = listClaims(directory, service)
      .filter((claim) => isSeenRunning(claim, Date.now()) !== false)
      .map(({ slot }) => slot);
    let slot = first;
    while (taken.includes(slot)) slot += 1;
    return slot;
  } catch {
    return first;
  }
}

interface Attempt extends Taken {
  /** Whether to wait for the rival makes no sense. */
  isFinal: boolean;
}

function tryToTake(slot: number, taking: Taking): Attempt {
  const { directory, service, stage } = taking;
  // Looked at first, so that nothing is written where the name is held.
  const before = listClaims(directory, service, slot);
  const shared = before.find(isSharedByThreads);
  if (shared !== undefined) return { ...share(shared, taking), isFinal: true };
  // By this system's clock, for want of the file system's: it only ever leads to another name.
  const visible = before.find((other) => other.isHeld && isSeenRunning(other, Date.now()));
  if (visible !== undefined) return lose(visible, true);
  const claim = makeClaim(directory, service, slot);
  try {
    const others = listClaims(directory, service, slot).filter(({ path }) => path !== claim.path);
    const rival =
      findLiving(others, claim) ?? others.find((dead) => mayReturn(dead, claim, taking));
    if (rival === undefined) {
      markClaim(claim, stage);
      return { claim, rival, isShared: false, isFinal: true };
    }
    removeClaim(claim);
    return lose(rival, isSettled(rival, claim));
  } catch (error) {
    removeClaim(claim);
    throw error;
  }
}

function lose(rival: Claim, isFinal: boolean): Attempt {
  return { claim: undefined, rival, isShared: false, isFinal };
}

function findLiving(others: Claim[], own: Claim): Claim | undefined {
  const living = others.filter((other) => isAlive(other, own.refreshedAt));
  return living.find(({ isHeld }) => isHeld) ?? living[0];
}

/**
 * Whether the owner of a dead claim might come back and find it in force. One that is seen to be dead
 * does not; of one that is merely silent the claim has to go first.
 */
function mayReturn(dead: Claim, own: Claim, { directory, service, notes }: Taking): boolean {
  if (isSeenRunning(dead, own.refreshedAt) === false) return false;
  const note = bury(dead, directory, service);
  if (note !== undefined) notes.push(note);
  return isInForce(dead);
}

function isSettled(rival: Claim, own: Claim): boolean {
  if (rival.owner === undefined) return own.refreshedAt - rival.refreshedAt > settledMs;
  return rival.isHeld && !isSharedByThreads(rival);
}

function isSharedByThreads({ owner, isHeld }: Claim): boolean {
  return isHeld && owner !== undefined && isSelf(owner);
}

/** The threads of a process have one claim, and its main thread says what becomes of it. */
function share(claim: Claim, { stage }: Taking): Taken {
  if (isMainThread) markClaim(claim, stage);
  return { claim, rival: undefined, isShared: true };
}
