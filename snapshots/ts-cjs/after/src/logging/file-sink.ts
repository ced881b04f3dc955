import { deleteAbandoned } from "./abandoned";
import { type EncodedLine, encodePlain, encodeText } from "./encode-line";
import { createFormatter } from "./format";
import { findCallSite } from "./location";
import { append, closeLogFile, hasRoom, isInPlace, type LogFile, openLogFile } from "./log-file";
import { writeRecord } from "./logger";
import { countDropped, describeOutage, type Outage, reportLost } from "./outage";
import { keepName, ownName, sayNotes } from "./ownership";
import { containRecord, type LogRecord } from "./record";
import { isNameUncertain, releaseAgain } from "./release";
import { activePath, deleteOldest, moveAway } from "./rotation";
import { formats } from "./settings";
import { beginRotation, endRotation, outdate, takeRoom } from "./shared-file";
import { isUnrelated } from "./shared-memory";
import type { Sink } from "./state";

export interface FileSinkOptions {
  directory: string;
  name: string;
  /** No file grows beyond it, unless one record alone does. */
  maxBytes: number;
  /** Rotated files kept besides the active one. */
  maxFiles: number;
}

// For so long, at most, a file that somebody moved or deleted is still written to.
const lookIntervalMs = 100;
const rotationRetryMs = 1000;

/**
 * Appends records to the service's log file and rotates it. One write(2) per record: it costs about
 * a microsecond, and once it returns nothing that happens to this process can lose the record.
 */
export function createFileSink({ directory, name, maxBytes, maxFiles }: FileSinkOptions): Sink {
  const service = name;
  const formatter = createFormatter(formats.file);
  const hasStrangers = isUnrelated();
  let file: LogFile | undefined;
  let lookedAt = 0;
  let rotationFailedAt = 0;
  const outage: Outage = { dropped: 0, reason: "" };
  let isBusy = false;

  function write(record: LogRecord): boolean {
    const isInner = isBusy; // logged while another record is being written
    isBusy = true;
    try {
      if (isNameUncertain()) look(record.time);
      if (hasStrangers) look(record.time);
      if (Math.abs(record.time - lookedAt) > lookIntervalMs) look(record.time);
      const line = encode(record, isInner);
      append(prepareFile(record.time, line.length), line);
      releaseAgain();
      outage.dropped = 0;
      return true;
    } catch (error) {
      if (file !== undefined) close(file); // it may be the handle that is broken
      countDropped(outage, activePath(directory, name), error);
      return false;
    } finally {
      isBusy = isInner;
    }
  }

  /** Nearly every record is plain and has nothing to contain: looking at its bytes is cheaper than at its text. */
  function encode(record: LogRecord, isInner: boolean): EncodedLine {
    // The outer record may be in the one buffer, not yet written.
    const plain = isInner ? undefined : encodePlain(formatter.head(record), formatter.rest(record));
    if (plain !== undefined && outage.dropped === 0) return plain;
    const line = formatter.line(containRecord(record));
    if (outage.dropped === 0) return encodeText(line);
    // Ahead of the first record after an outage, with it or not at all.
    return encodeText(formatter.line(containRecord(describeOutage(outage))) + line);
  }

  /** The file that the next bytes go to: one with room for them. */
  function prepareFile(now: number, bytes: number): LogFile {
    const current = file ?? open(now);
    if (!takeRoom(current, bytes)) {
      close(current); // another thread has rotated it
      return prepareFile(now, bytes);
    }
    if (hasRoom(current, bytes) || Math.abs(now - rotationFailedAt) < rotationRetryMs)
      return current;
    if (rotate(current)) return prepareFile(now, bytes);
    rotationFailedAt = now;
    return file ?? open(now);
  }

  /** Sees what others have done to the file since the last look. */
  function look(now: number): void {
    lookedAt = now;
    do followName();
    while (writeNotes()); // after the release, each record gives the name back
    if (file === undefined || isInPlace(file)) return;
    outdate(file.share);
    close(file);
  }

  function followName(): void {
    keepName();
    name = ownName() ?? name;
    if (file !== undefined && file.path !== activePath(directory, name)) close(file);
  }

  function writeNotes(): boolean {
    let isAny = false;
    sayNotes((note) => {
      isAny = true;
      writeRecord("WARNING", findCallSite(writeNotes), note);
    });
    return isAny;
  }

  /** Whether another file is to be opened now. One that can't be moved goes on: too big is better than no record. */
  function rotate(full: LogFile): boolean {
    if (!beginRotation(full.share)) {
      close(full);
      return true; // another thread was quicker
    }
    if (process.platform === "win32") close(full); // which can't rename an open file
    const isGone = !isInPlace(full) || moveAway(directory, name, full) || !isInPlace(full);
    endRotation(full.share, isGone);
    if (!isGone) return false;
    if (file !== undefined) close(file);
    deleteAbandoned(directory, service, name, maxFiles);
    deleteOldest(directory, name, maxFiles);
    return true;
  }

  function open(now: number): LogFile {
    lookedAt = now;
    file = openLogFile(activePath(directory, name), maxBytes);
    return file;
  }

  function close(open: LogFile): void {
    file = undefined;
    closeLogFile(open);
  }

  function end(): void {
    if (outage.dropped > 0) reportLost(outage, activePath(directory, name));
  }

  return { write, end };
}
