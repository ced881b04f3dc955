"use strict";

const { deleteAbandoned } = require("./abandoned");
const { encodePlain, encodeText } = require("./encode-line");
const { createFormatter } = require("./format");
const { findCallSite } = require("./location");
const { append, closeLogFile, hasRoom, isInPlace, openLogFile } = require("./log-file");
const { writeRecord } = require("./logger");
const { countDropped, describeOutage, reportLost } = require("./outage");
const { keepName, ownName, sayNotes } = require("./ownership");
const { containRecord } = require("./record");
const { isNameUncertain, releaseAgain } = require("./release");
const { activePath, deleteOldest, moveAway } = require("./rotation");
const { formats } = require("./settings");
const { beginRotation, endRotation, outdate, takeRoom } = require("./shared-file");
const { isUnrelated } = require("./shared-memory");

// For so long, at most, a file that somebody moved or deleted is still written to.
const lookIntervalMs = 100;
const rotationRetryMs = 1000;

/**
 * Appends records to the service's log file and rotates it. One write(2) per record: it costs about
 * a microsecond, and once it returns nothing that happens to this process can lose the record.
 */
function createFileSink({ directory, name, maxBytes, maxFiles }) {
  const service = name;
  const formatter = createFormatter(formats.file);
  const hasStrangers = isUnrelated();
  let file;
  let lookedAt = 0;
  let rotationFailedAt = 0;
  const outage = { dropped: 0, reason: "" };
  let isBusy = false;

  function write(record) {
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
  function encode(record, isInner) {
    // The outer record may be in the one buffer, not yet written.
    const plain = isInner ? undefined : encodePlain(formatter.head(record), formatter.rest(record));
    if (plain !== undefined && outage.dropped === 0) return plain;
    const line = formatter.line(containRecord(record));
    if (outage.dropped === 0) return encodeText(line);
    // Ahead of the first record after an outage, with it or not at all.
    return encodeText(formatter.line(containRecord(describeOutage(outage))) + line);
  }

  /** The file that the next bytes go to: one with room for them. */
  function prepareFile(now, bytes) {
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
  function look(now) {
    lookedAt = now;
    do followName();
    while (writeNotes()); // after the release, each record gives the name back
    if (file === undefined || isInPlace(file)) return;
    outdate(file.share);
    close(file);
  }

  function followName() {
    keepName();
    name = ownName() ?? name;
    if (file !== undefined && file.path !== activePath(directory, name)) close(file);
  }

  function writeNotes() {
    let isAny = false;
    sayNotes((note) => {
      isAny = true;
      writeRecord("WARNING", findCallSite(writeNotes), note);
    });
    return isAny;
  }

  /** Whether another file is to be opened now. One that can't be moved goes on: too big is better than no record. */
  function rotate(full) {
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

  function open(now) {
    lookedAt = now;
    file = openLogFile(activePath(directory, name), maxBytes);
    return file;
  }

  function close(open) {
    file = undefined;
    closeLogFile(open);
  }

  function end() {
    if (outage.dropped > 0) reportLost(outage, activePath(directory, name));
  }

  return { write, end };
}

module.exports = { createFileSink };
