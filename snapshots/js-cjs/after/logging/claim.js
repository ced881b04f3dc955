"use strict";

const { randomBytes } = require("node:crypto");
const {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} = require("node:fs");
const { join } = require("node:path");
const { makeDirectory } = require("./log-file");
const { ownSelf, parseOwner } = require("./owner");

const claimEnding = /^(?:~([2-9]|[1-9]\d{1,8}))?\.\d+-[0-9a-f]{8}\.lock$/;

/**
 * `app`, `app~2`, `app~3`: the names under which processes of one service log.
 * @param {string} service
 * @param {number} slot
 * @returns {string}
 */
function slotName(service, slot) {
  return slot === 1 ? service : `${service}~${slot}`;
}

/**
 * Every claim on a name of the service, or on the name of one slot.
 * @param {string} directory
 * @param {string} service
 * @param {number} [slot]
 */
function listClaims(directory, service, slot) {
  const claims = [];
  for (const file of readdirSync(directory)) {
    const match = file.startsWith(service) ? claimEnding.exec(file.slice(service.length)) : null;
    const found = Number(match?.[1] ?? 1);
    if (match === null || (slot !== undefined && slot !== found)) continue;
    const claim = readClaim(join(directory, file), found);
    if (claim !== undefined) claims.push(claim);
  }
  return claims;
}

/**
 * Makes a claim of this process. Its file name is never used again: nobody removes it by mistake.
 * @param {string} directory
 * @param {string} service
 * @param {number} slot
 */
function makeClaim(directory, service, slot) {
  makeDirectory(directory);
  const unique = `${process.pid}-${randomBytes(4).toString("hex")}`;
  const path = join(directory, `${slotName(service, slot)}.${unique}.lock`);
  const fd = openSync(path, "wx", 0o600);
  const claim = { path, slot, owner: ownSelf(), isHeld: false, isStopped: false, refreshedAt: 0 };
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
function markClaim({ path }, stage) {
  openInPlace(path, (fd) => writeText(fd, stage));
}

/** Shows that the owner lives: a write sets the time by the file system's clock. */
function refreshClaim({ path }) {
  openInPlace(path, (fd) => writeSync(fd, "{", 0));
}

/**
 * Whether this call removed the claim, not another one before.
 * @returns {boolean}
 */
function removeClaim({ path }) {
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
function isInForce({ path }) {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function readClaim(path, slot) {
  const text = readText(path);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const [owner = "", ...stages] = text.split("\n");
  return {
    path,
    slot,
    owner: parseOwner(owner),
    isHeld: stages.includes("held"),
    isStopped: stages.includes("stopped"),
    refreshedAt: stat.mtimeMs,
  };
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // another user's, or gone
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

module.exports = {
  slotName,
  listClaims,
  makeClaim,
  markClaim,
  refreshClaim,
  removeClaim,
  isInForce,
};
