import { closeSync, constants, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import type { Claim } from "./claim.js";
import { parseOwner } from "./owner.js";
import { readSlot } from "./slot-name.js";

/** Every claim on a name of the service, or on the name of one slot. */
export function listClaims(directory: string, service: string, slot?: number): Claim[] {
  const claims: Claim[] = [];
  for (const file of readdirSync(directory)) {
    const found = readSlot(service, file);
    if (found === undefined || !/^\d+-[0-9a-f]{8}\.lock$/.test(found.rest)) continue;
    if (slot !== undefined && slot !== found.slot) continue;
    const claim = readClaim(join(directory, file), found.slot);
    if (claim !== undefined) claims.push(claim);
  }
  return claims;
}

/** Undefined where it is gone, or no file: others may put anything there. */
function readClaim(path: string, slot: number): Claim | undefined {
  let refreshedAt = Infinity; // what can't be told counts as fresh
  let text = "";
  try {
    const stat = lstatSync(path);
    if (!stat.isFile()) return undefined;
    refreshedAt = stat.mtimeMs;
    text = readBeginning(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    // Another user's, say: a claim all the same.
  }
  const [owner = "", ...stages] = text.split("\n");
  return {
    path,
    slot,
    owner: parseOwner(owner),
    isHeld: stages.includes("held"),
    isStopped: stages.includes("stopped"),
    signal: stages.find((stage) => stage.startsWith("signalled "))?.slice("signalled ".length),
    refreshedAt,
  };
}

/** As much as a claim can be; never waits for a writer, should the file have become a pipe. */
function readBeginning(path: string): string {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  // Windows has neither.
  const fd = openSync(path, O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0));
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}
