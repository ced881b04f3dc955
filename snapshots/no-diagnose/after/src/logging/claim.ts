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
import { type Owner, ownSelf } from "./owner.js";
import { slotName } from "./slot-name.js";

/** A file in the log directory that says which process logs under a name. */
export interface Claim {
  path: string;
  /** 1 is the service's own name, `app`; 2 is `app~2`. */
  slot: number;
  /** Undefined where the file can't be read. */
  owner: Owner | undefined;
  /** Whether the owner has the name; otherwise it is still trying. */
  isHeld: boolean;
  /** Whether the owner had already written its stop record. */
  isStopped: boolean;
  /** The last signal that the owner's program handled itself, and when: `SIGTERM 2026-01-31T…Z`. */
  signal: string | undefined;
  /** By the file system's clock, in milliseconds. */
  refreshedAt: number;
}

/** The lines below the owner's: what has become of its claim. */
export type ClaimStage = "" | "held\n" | "held\nstopped\n" | `held\nsignalled ${string}\n`;

const blank = { isHeld: false, isStopped: false, signal: undefined, refreshedAt: 0 };

/** Makes a claim of this process. Its file name is never used again: nobody removes it by mistake. */
export function makeClaim(directory: string, service: string, slot: number): Claim {
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
export function markClaim({ path }: Claim, stage: ClaimStage): void {
  openInPlace(path, (fd) => writeText(fd, stage));
}

/** Shows that the owner lives: a write sets the time by the file system's clock. */
export function refreshClaim({ path }: Claim): void {
  openInPlace(path, (fd) => writeSync(fd, "{", 0));
}

/** Whether this call removed the claim, not another one before. */
export function removeClaim({ path }: Claim): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether the claim's file is still there, as far as that can be known. */
export function isInForce({ path }: Claim): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function openInPlace(path: string, use: (fd: number) => void): void {
  const fd = openSync(path, "r+");
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}

function writeText(fd: number, stage: ClaimStage): void {
  const text = `${JSON.stringify(ownSelf())}\n${stage}`;
  const bytes = Buffer.byteLength(text);
  if (writeSync(fd, text, 0) < bytes) throw new Error("the disk is full");
  ftruncateSync(fd, bytes);
}
