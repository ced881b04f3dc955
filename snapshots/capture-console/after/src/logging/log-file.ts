import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { EncodedLine } from "./encode-line.js";
import { fileMode } from "./settings.js";
import {
  beginCount,
  cancelCount,
  endCount,
  followSize,
  giveBack,
  openShare,
  type Share,
} from "./shared-file.js";

/** A log file that is open for appending. */
export interface LogFile {
  path: string;
  fd: number;
  inode: number;
  device: number;
  bytes: number;
  /** It does not grow beyond, unless one record alone does. */
  maxBytes: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  share: Share;
}

const lineFeed: EncodedLine = { bytes: new Uint8Array([0x0a]), start: 0, length: 1 };

/** Opens a log file for appending; makes it, and its directory, if absent. */
export function openLogFile(path: string, maxBytes: number): LogFile {
  makeDirectory(dirname(path));
  const share = openShare(path, maxBytes);
  const fd = openSync(path, "a+", fileMode);
  const { ino, dev, size, birthtimeMs, mtimeMs } = fstatSync(fd);
  const file: LogFile = {
    path,
    fd,
    inode: ino,
    device: dev,
    bytes: size,
    maxBytes,
    createdAt: birthtimeMs > 0 ? birthtimeMs : mtimeMs,
    share,
  };
  share.leastBytes = size;
  if (!beginCount(share)) return file; // another thread writes to it by now
  try {
    if (endsTorn(file)) append(file, lineFeed);
  } catch (error) {
    cancelCount(share);
    closeLogFile(file);
    throw error;
  }
  endCount(share, file.bytes);
  return file;
}

/** Whether so many bytes more leave it within its limit. */
export function hasRoom(file: LogFile, more: number): boolean {
  return file.bytes === 0 || file.bytes + more <= file.maxBytes;
}

/** Makes a directory and what is missing above it. `recursive` of Node's own hangs below /proc. */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was quicker
  }
}

/** Appends a line whole or not at all; throws what the file system says. */
export function append(file: LogFile, { bytes, start, length }: EncodedLine): void {
  let written = 0;
  try {
    // A disk that fills up takes a part of the line and refuses the rest.
    while (written < length)
      written += writeSync(file.fd, bytes, start + written, length - written);
  } catch (error) {
    giveBack(file.share, length);
    if (written > 0) takeBack(file, bytes.subarray(start, start + written));
    throw error;
  }
  file.bytes += length;
  file.share.leastBytes += length;
}

/** Whether the path still leads to this file; if so, takes over its size, which others may change. */
export function isInPlace(file: LogFile): boolean {
  try {
    const { ino, dev, size } = statSync(file.path);
    file.bytes = size;
    if (!followSize(file.share, size)) return false;
    return ino === file.inode && dev === file.device;
  } catch (error) {
    // What can't be seen may still be there, and an open handle is better than none.
    return (error as NodeJS.ErrnoException).code === "EACCES";
  }
}

export function closeLogFile(file: LogFile): void {
  try {
    closeSync(file.fd);
  } catch {
    // Closed before, by the program itself or by a disk that is gone: there is nothing more to do.
  }
}

/** Whether the last record was cut short, by a power cut or another program. */
function endsTorn(file: LogFile): boolean {
  if (file.bytes === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(file.fd, last, 0, 1, file.bytes - 1) === 1 && last.toString() !== "\n";
}

/** Takes back a part of a line, unless somebody has written behind it by now. */
function takeBack({ fd }: LogFile, part: Uint8Array): void {
  const start = fstatSync(fd).size - part.length;
  const end = Buffer.alloc(part.length);
  readSync(fd, end, 0, end.length, start);
  if (end.equals(part)) ftruncateSync(fd, start);
}
