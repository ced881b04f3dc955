import type { LogFile } from "./log-file.js";
import { findWords } from "./shared-memory.js";

/** What one thread holds of the memory that all threads of the process share about a log file. */
export interface Share {
  words: Int32Array;
  /** The one that this thread has opened the file in. */
  generation: number;
  /** Bytes to one step of the count, so that it fits its word: 1 for files of up to 1 GiB. */
  unit: number;
  /** What the file holds at least, unless it was cut short: what was in it at the last look, and this thread's own. */
  leastBytes: number;
}

// The words of a file: who counts or rotates it, 0 for nobody; a number for the next who does; which file
// of that path it is, even until it is counted, odd from then on; and the count of its bytes.
const lock = 1;
const tickets = 2;
const generation = 3;
const count = 4;
const maxCount = 2 ** 30;

// To rotate takes a thread well below 1 ms. One that was terminated meanwhile never comes back; one that
// is only slow does no harm when it does: it moves a file that is not yet full, under a name of its own.
const patienceMs = 200;

/** Looks up what the threads know of the file at a path; to be done before it is opened. */
export function openShare(path: string, maxBytes: number): Share {
  const words = findWords(path);
  const unit = Math.ceil(Math.min(maxBytes, Number.MAX_SAFE_INTEGER) / maxCount);
  return { words, generation: Atomics.load(words, generation) | 1, unit, leastBytes: 0 };
}

/** Whether it is for this thread to count what is in the file; then `endCount` has to follow. */
export function beginCount(share: Share): boolean {
  return take(share, share.generation - 1);
}

export function endCount(share: Share, bytes: number): void {
  const { words, generation: own, unit } = share;
  if (words[lock] !== ticket) return; // taken over: another thread has counted it
  Atomics.store(words, count, Math.min(Math.ceil(bytes / unit), maxCount));
  Atomics.compareExchange(words, generation, own - 1, own);
  release(words);
}

/** Leaves it to the next thread that opens the file. */
export function cancelCount(share: Share): void {
  release(share.words);
}

/**
 * Takes room for so many bytes, and sets the file's to what all threads had taken before. False where
 * another thread has moved the file since this one opened it: the room may be that of its successor.
 */
export function takeRoom(file: Pick<LogFile, "share" | "bytes">, bytes: number): boolean {
  const { share } = file;
  const { words, unit } = share;
  if (words[generation] !== share.generation) return false; // an early look, 5 ns cheaper than the one that counts
  file.bytes = Atomics.add(words, count, Math.ceil(bytes / unit)) * unit;
  return isCurrent(share);
}

/** Gives back what was not written. */
export function giveBack(share: Share, bytes: number): void {
  if (isCurrent(share)) Atomics.sub(share.words, count, Math.ceil(bytes / share.unit));
}

/** Takes over what another program has appended; false where it cut the file short, so that it is to be counted anew. */
export function followSize(share: Share, bytes: number): boolean {
  const isShorter = bytes < share.leastBytes;
  const missing = Math.ceil(bytes / share.unit) - (share.words[count] ?? 0);
  if (missing > 0 && isCurrent(share)) Atomics.add(share.words, count, missing);
  share.leastBytes = bytes;
  return !isShorter;
}

/** Makes every thread open the file anew that has it open now. */
export function outdate({ words, generation: own }: Share): void {
  Atomics.compareExchange(words, generation, own, own + 1);
}

/** Whether this thread may rotate the file; then `endRotation` has to follow. False where another one has. */
export function beginRotation(share: Share): boolean {
  return take(share, share.generation);
}

export function endRotation(share: Share, isMoved: boolean): void {
  if (isMoved) outdate(share);
  release(share.words);
}

function isCurrent(share: Share): boolean {
  return Atomics.load(share.words, generation) === share.generation;
}

/** Waits for the lock, as long as the generation is this one. */
function take({ words }: Share, expected: number): boolean {
  ticket = Atomics.add(words, tickets, 1) + 1;
  while (Atomics.load(words, generation) === expected) {
    const holder = Atomics.compareExchange(words, lock, 0, ticket);
    if (holder !== 0 && !takeOver(words, holder)) continue;
    if (Atomics.load(words, generation) === expected) return true;
    release(words);
  }
  return false;
}

let ticket = 0;

/** Takes the lock from a thread that has had it for too long, all in one turn. */
function takeOver(words: Int32Array, holder: number): boolean {
  if (Atomics.wait(words, lock, holder, patienceMs) !== "timed-out") return false;
  return Atomics.compareExchange(words, lock, holder, ticket) === holder;
}

function release(words: Int32Array): void {
  if (Atomics.compareExchange(words, lock, ticket, 0) === ticket) Atomics.notify(words, lock);
}
