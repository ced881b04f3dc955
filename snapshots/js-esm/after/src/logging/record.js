import { contain } from "./format.js";
import { levels } from "./levels.js";

/**
 * Makes the record of one call, now.
 * @param {string} text
 * @param {Record<string, unknown>} [extra]
 */
export function createRecord(level, site, text, extra = {}) {
  return {
    time: Date.now(),
    level,
    severity: levels[level],
    site,
    message: text,
    extra,
  };
}

/** The record with its message kept inside: only its first line starts at column 0. */
export function containRecord(record) {
  return { ...record, message: contain(record.message) };
}
