import { isMainThread } from "node:worker_threads";
import {
  type Claim,
  type ClaimStage,
  isInForce,
  listClaims,
  makeClaim,
  markClaim,
  removeClaim,
} from "./claim.js";
import { describeEndedRun } from "./claim-notes.js";
import { makeDirectory } from "./log-file.js";
import { isRunning, isSelf } from "./owner.js";

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
  /** The claim that stood in the way of the service's own name. */
  rival: Claim | undefined;
  /** Whether another thread of this process had taken it before. */
  isShared: boolean;
}

// A claim whose owner can't be seen from here holds for so long after its last refresh.
const staleMs = 5 * 60_000;
// Two that claim a name at once both step back and try again, for so long.
const patienceMs = 1000;

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
    const deadline = Date.now() + patienceMs;
    for (let attempt = 1; ; attempt++) {
      const taken = tryToTake(slot, taking);
      if (taken.claim !== undefined) return { ...taken, rival };
      if (isHeldElsewhere(taken.rival) || Date.now() > deadline) {
        rival ??= taken.rival;
        break;
      }
      Atomics.wait(pause, 0, 0, 1 + Math.random() * Math.min(2 ** attempt, 50));
    }
  }
  return { claim: undefined, rival, isShared: false };
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Where no claim can be made: the first name that nobody is seen to have. */
export function findUnclaimed(directory: string, service: string): number {
  try {
    const taken = listClaims(directory, service)
      .filter((claim) => isSeenRunning(claim, Date.now()) !== false)
      .map(({ slot }) => slot);
    let slot = 1;
    while (taken.includes(slot)) slot += 1;
    return slot;
  } catch {
    return 1;
  }
}

function tryToTake(slot: number, taking: Taking): Taken {
  const { directory, service, stage } = taking;
  // Looked at first, so that nothing is written where the name is held.
  const before = listClaims(directory, service, slot);
  const shared = before.find(isSharedByThreads);
  if (shared !== undefined) return share(shared, taking);
  // By this system's clock, for want of the file system's: it only ever leads to another name.
  const visible = before.find((other) => other.isHeld && isSeenRunning(other, Date.now()));
  if (visible !== undefined) return { claim: undefined, rival: visible, isShared: false };
  const claim = makeClaim(directory, service, slot);
  try {
    const rival = findRival(claim, taking);
    if (rival === undefined) {
      markClaim(claim, stage);
      sweep(claim, taking);
      return { claim, rival, isShared: false };
    }
    removeClaim(claim);
    return { claim: undefined, rival, isShared: false };
  } catch (error) {
    removeClaim(claim);
    throw error;
  }
}

/** Another claim on the same name that counts. Those that do not are gone afterwards. */
function findRival(claim: Claim, taking: Taking): Claim | undefined {
  const others = listClaims(taking.directory, taking.service, claim.slot).filter(
    ({ path }) => path !== claim.path,
  );
  const alive = others.filter((other) => isAlive(other, claim.refreshedAt));
  const rival = alive.find(({ isHeld }) => isHeld) ?? alive[0];
  return rival ?? others.find((dead) => !bury(dead, taking));
}

/** Looks at the service's other names: what runs that died there left is said, and removed. */
function sweep(claim: Claim, taking: Taking): void {
  for (const other of listClaims(taking.directory, taking.service)) {
    if (other.path !== claim.path && !isAlive(other, claim.refreshedAt)) bury(other, taking);
  }
}

/** Removes a dead claim; false where that can't be done. Of several that try, one says whose it was. */
function bury(dead: Claim, { directory, service, notes }: Taking): boolean {
  const note = describeEndedRun(directory, service, dead);
  if (!removeClaim(dead)) return !isInForce(dead);
  if (dead.isHeld && !dead.isStopped) notes.push(note);
  return true;
}

function isAlive(claim: Claim, now: number): boolean {
  return isSeenRunning(claim, now) ?? now - claim.refreshedAt < staleMs;
}

/** Undefined where only the claim's age tells. */
function isSeenRunning({ owner, refreshedAt }: Claim, now: number): boolean | undefined {
  return owner && isRunning(owner, now - refreshedAt);
}

function isSharedByThreads({ owner, isHeld }: Claim): boolean {
  return isHeld && owner !== undefined && isSelf(owner);
}

function isHeldElsewhere(rival: Claim | undefined): boolean {
  return rival?.isHeld === true && !isSharedByThreads(rival);
}

/** The threads of a process have one claim, and its main thread says what becomes of it. */
function share(claim: Claim, { stage }: Taking): Taken {
  if (isMainThread) markClaim(claim, stage);
  return { claim, rival: undefined, isShared: true };
}
