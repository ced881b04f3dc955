import { randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "./log-file.js";
import { ownSelf } from "./owner.js";
import { slotName } from "./slot-name.js";

const blank = { isHeld: false, isStopped: false, signal: undefined, refreshedAt: 0 };

/**
 * Makes a claim of this process. Its file name is never used again: nobody removes it by mistake.
 * @param {string} directory
 * @param {string} service
 * @param {number} slot
 */
export function makeClaim(directory, service, slot) {
  makeDirectory(directory);
  const unique = `${process.pid}-${randomBytes(4).toString("hex")}`;
  const path = join(directory, `${slotName(service, slot)}.${unique}.lock`);
  const owner = ownSelf();
  const fd = openSync(path, "wx", 0o600);
  const claim = { ...blank, path, slot, owner };
  try {
    writeText(fd, "");
    return { ...claim, refreshedAt: fstatSync(fd).mtimeMs };
  } catch (error) {
    removeClaim(claim);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Brings a claim of this process to a stage; throws where its file is gone. */
export function markClaim({ path }, stage) {
  openInPlace(path, (fd) => writeText(fd, stage));
}

/** Shows that the owner lives: a write sets the time by the file system's clock. */
export function refreshClaim({ path }) {
  openInPlace(path, (fd) => writeSync(fd, "{", 0));
}

/**
 * Whether this call removed the claim, not another one before.
 * @returns {boolean}
 */
export function removeClaim({ path }) {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the claim's file is still there, as far as that can be known.
 * @returns {boolean}
 */
export function isInForce({ path }) {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function openInPlace(path, use) {
  const fd = openSync(path, "r+");
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}

function writeText(fd, stage) {
  const text = `${JSON.stringify(ownSelf())}\n${stage}`;
  const bytes = Buffer.byteLength(text);
  if (writeSync(fd, text, 0) < bytes) throw new Error("the disk is full");
  ftruncateSync(fd, bytes);
}
