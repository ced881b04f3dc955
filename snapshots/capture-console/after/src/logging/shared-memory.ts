import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

// One word for all, then some for each file: a hash of its path first, 0 while they are nobody's.
const maxFiles = 64;
const wordsPerFile = 5;
const key = "create-logging-files";

/** The words that all threads of this process share about the file at a path. */
export function findWords(path: string): Int32Array {
  const memory = findMemory();
  const own = hash(path);
  for (let at = 1; at < memory.length; at += wordsPerFile) {
    const found = Atomics.compareExchange(memory, at, 0, own);
    if (found === 0 || found === own) return memory.subarray(at, at + wordsPerFile);
  }
  return makeWords(wordsPerFile); // more names than a process has: what is left are the looks
}

/** Whether threads may write to the file that share no memory with this one: the main thread set up none. */
export function isUnrelated(): boolean {
  return Atomics.load(findMemory(), 0) === 0;
}

/** What the main thread made, and gave to every thread that was started since; or else this one. */
function findMemory(): Int32Array {
  const data: unknown = getEnvironmentData(key);
  if (data instanceof Int32Array) return data;
  const memory = makeWords(1 + maxFiles * wordsPerFile);
  memory[0] = isMainThread ? 1 : 0;
  setEnvironmentData(key, memory as never);
  return memory;
}

function makeWords(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/** FNV-1a; never 0. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value | 1;
}
