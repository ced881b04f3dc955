"use strict";

const {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} = require("node:fs");
const { dirname } = require("node:path");
const { fileMode } = require("./settings");

const lineFeed = { bytes: new Uint8Array([0x0a]), length: 1 };

/**
 * Opens a log file for appending; makes it, and its directory, if absent.
 * @param {string} path
 */
function openLogFile(path) {
  makeDirectory(dirname(path));
  const fd = openSync(path, "a+", fileMode);
  const { ino, dev, size, birthtimeMs, mtimeMs } = fstatSync(fd);
  const createdAt = birthtimeMs > 0 ? birthtimeMs : mtimeMs;
  const file = { path, fd, inode: ino, device: dev, bytes: size, createdAt };
  if (endsTorn(file)) append(file, lineFeed);
  return file;
}

/**
 * Makes a directory and what is missing above it. `recursive` of Node's own hangs below /proc.
 * @param {string} path
 */
function makeDirectory(path) {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error; // another process was quicker
  }
}

/** Appends a line whole or not at all; throws what the file system says. */
function append(file, { bytes, length }) {
  let written = writeSync(file.fd, bytes, 0, length);
  try {
    // A disk that fills up takes a part of the line and refuses the rest.
    while (written < length) written += writeSync(file.fd, bytes, written, length - written);
  } catch (error) {
    takeBack(file, written);
    throw error;
  }
  file.bytes += length;
}

/**
 * Whether the path still leads to this file; if so, takes over its size, which others may change.
 * @returns {boolean}
 */
function isInPlace(file) {
  try {
    const { ino, dev, size } = statSync(file.path);
    file.bytes = size;
    return ino === file.inode && dev === file.device;
  } catch {
    return false;
  }
}

function closeLogFile(file) {
  closeSync(file.fd);
}

/** Whether the last record was cut short, by a power cut or another program. */
function endsTorn(file) {
  if (file.bytes === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(file.fd, last, 0, 1, file.bytes - 1) === 1 && last.toString() !== "\n";
}

function takeBack(file, written) {
  if (fstatSync(file.fd).size === file.bytes + written) ftruncateSync(file.fd, file.bytes);
}

module.exports = { openLogFile, makeDirectory, append, isInPlace, closeLogFile };
