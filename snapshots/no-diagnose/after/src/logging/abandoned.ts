import { readdirSync, rmSync, statSync } from "node:fs";
import { makeClaim, removeClaim } from "./claim.js";
import { listClaims } from "./list-claims.js";
import { activePath, listOutdated } from "./rotation.js";
import { readSlot, slotName } from "./slot-name.js";

/**
 * Deletes logs of `name~2`, `name~3`… that no process has any more and that were last written to
 * before the files that retention is about to delete: what they tell is older than what is kept.
 */
export function deleteAbandoned(
  directory: string,
  service: string,
  name: string,
  keep: number,
): void {
  try {
    const [newest] = listOutdated(directory, name, keep);
    if (newest === undefined) return;
    for (const slot of listSlots(directory, service)) {
      deleteBefore(newest.writtenAt, directory, service, slot);
    }
  } catch {
    // As with retention itself: the next rotation tries again.
  }
}

function listSlots(directory: string, service: string): number[] {
  const slots = new Set<number>();
  for (const file of readdirSync(directory)) {
    const { slot = 1, rest = "" } = readSlot(service, file) ?? {};
    if (slot > 1 && rest.endsWith("log")) slots.add(slot);
  }
  return Array.from(slots);
}

function deleteBefore(time: number, directory: string, service: string, slot: number): void {
  const name = slotName(service, slot);
  if (findOld(directory, name, time).length === 0) return;
  // While the claim is there, nobody starts under that name.
  const claim = makeClaim(directory, service, slot);
  try {
    if (listClaims(directory, service, slot).length > 1) return;
    for (const path of findOld(directory, name, time)) rmSync(path, { force: true });
  } finally {
    removeClaim(claim);
  }
}

function findOld(directory: string, name: string, time: number): string[] {
  const active = activePath(directory, name);
  const writtenAt = statSync(active, { throwIfNoEntry: false })?.mtimeMs ?? time;
  return [...listOutdated(directory, name, 0), { path: active, writtenAt }]
    .filter((file) => file.writtenAt < time)
    .map(({ path }) => path);
}
