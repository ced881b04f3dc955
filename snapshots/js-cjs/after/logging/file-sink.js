"use strict";

const { renameSync } = require("node:fs");
const { createFormatter } = require("./format");
const { findCallSite } = require("./location");
const { append, closeLogFile, isInPlace, openLogFile } = require("./log-file");
const { createRecord } = require("./record");
const { activePath, deleteOldest, findRotatedPath } = require("./rotation");
const { formats } = require("./settings");
const { reportProblem } = require("./terminal-sink");

// For so long, at most, a file that somebody moved or deleted is still written to.
const lookIntervalMs = 100;
const rotationRetryMs = 1000;

/**
 * Appends records to the service's log file and rotates it. One write(2) per record: it costs about
 * a microsecond, and once it returns nothing that happens to this process can lose the record.
 */
function createFileSink({ directory, name, maxBytes, maxFiles }) {
  const path = activePath(directory, name);
  const toLine = createFormatter(formats.file);
  let file;
  let lookedAt = 0;
  let rotationFailedAt = 0;
  let dropped = 0;
  let outage = "";

  function write(record) {
    try {
      const line = dropped === 0 ? toLine(record) : describeDropped() + toLine(record);
      const bytes = Buffer.byteLength(line);
      append(prepareFile(record.time, bytes), line, bytes);
      dropped = 0;
      return true;
    } catch (error) {
      drop(error);
      return false;
    }
  }

  /** The file that the next bytes go to: in its place, and with room for them. */
  function prepareFile(now, bytes) {
    if (file !== undefined && Math.abs(now - lookedAt) > lookIntervalMs) {
      lookedAt = now;
      if (!isInPlace(file)) close(file);
    }
    const current = file ?? open(now);
    const isFull = current.bytes > 0 && current.bytes + bytes > maxBytes;
    if (!isFull || Math.abs(now - rotationFailedAt) < rotationRetryMs) return current;
    return rotate(current, now);
  }

  /** A rotation that fails goes on in the current file: one that is too big is better than no record. */
  function rotate(full, now) {
    close(full); // Windows can't rename an open file
    try {
      renameSync(path, findRotatedPath(directory, name, full.createdAt));
    } catch {
      rotationFailedAt = now;
    }
    const current = open(now);
    deleteOldest(directory, name, maxFiles);
    return current;
  }

  function open(now) {
    lookedAt = now;
    file = openLogFile(path);
    return file;
  }

  function close(open) {
    file = undefined;
    closeLogFile(open);
  }

  /** Says it on stderr once per outage, not once per record. */
  function drop(error) {
    dropped += 1;
    if (dropped > 1) return;
    outage = error instanceof Error ? error.message : String(error);
    const text = `'${path}' can't be written, records are dropped until it can: ${outage}`;
    reportProblem(findCallSite(drop), text);
  }

  /** Goes ahead of the first record after an outage, with it or not at all. */
  function describeDropped() {
    const text = `${dropped} records were dropped before this one: ${outage}`;
    return toLine(createRecord("WARNING", findCallSite(describeDropped), text));
  }

  return { write };
}

module.exports = { createFileSink };
