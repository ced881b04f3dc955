import type { CallSite } from "./location";
import type { LogRecord } from "./record";

/** Local time in zero-padded pieces; `ZZ` is `+0200`, `Z` is `+02:00`. */
export type Clock = Record<"YYYY" | "MM" | "DD" | "HH" | "mm" | "ss" | "SSS" | "Z" | "ZZ", string>;

/** A line in parts: `head` is all that stands before the message. */
export interface LineFormat {
  second(t: Clock): string;
  head(r: LogRecord, t: Clock, second: string): string;
  rest(r: LogRecord, t: Clock): string;
}

export interface Formatter {
  /** The same string as before for records of one millisecond, level and place. */
  head(record: LogRecord): string;
  /** What follows the head that was asked for last. */
  rest(record: LogRecord): string;
  /** Both, and a line feed. */
  line(record: LogRecord): string;
}

/** Makes the functions that turn records into lines. */
export function createFormatter(format: LineFormat): Formatter {
  let currentTime = Number.NaN;
  let currentSecond = Number.NaN;
  let currentLevel = "";
  let currentSite: CallSite | undefined;
  let clock = readClock(0);
  let start = "";
  let currentHead = "";

  function setTime(time: number): void {
    const second = Math.floor(time / 1000);
    if (second !== currentSecond) {
      clock = readClock(second * 1000);
      start = format.second(clock);
    }
    clock.SSS = pad(time - second * 1000, 3);
    currentSecond = second;
    currentTime = time;
  }

  function head(record: LogRecord): string {
    const { time, level, site } = record;
    if (time === currentTime && level === currentLevel && site === currentSite) return currentHead;
    if (time !== currentTime) setTime(time);
    currentLevel = level;
    currentSite = site;
    currentHead = format.head(record, clock, start);
    return currentHead;
  }

  const rest = (record: LogRecord): string => format.rest(record, clock);
  return { head, rest, line: (record) => `${head(record)}${rest(record)}\n` };
}

/** `2026-01-31 23:59:59`, local time. */
export function showTime(time: number): string {
  const { YYYY, MM, DD, HH, mm, ss } = readClock(time);
  return `${YYYY}-${MM}-${DD} ${HH}:${mm}:${ss}`;
}

/**
 * Keeps a text inside its record: what follows a line feed is indented, so that only a record
 * starts at column 0, and control characters other than tab are shown, not obeyed.
 */
export function contain(text: string): string {
  if (text.length > maxLength) {
    return `${contain(text.slice(0, maxLength))} [${text.length - maxLength} more characters]`;
  }
  if (!unsafe.test(text)) return text;
  return text.replace(/\r\n/g, "\n").replace(allUnsafe, (character) => {
    if (character === "\n") return "\n    ";
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${pad(code, 2, 16)}` : `\\u${pad(code, 4, 16)}`;
  });
}

// More, escaped, might be more than a string can hold.
const maxLength = 2 ** 24;

// Everything but tab, printable ASCII and U+00A0 upwards without the two line separators.
const unsafe = /[^\t -~\u00a0-\u2027\u202a-\uffff]/;
const allUnsafe = new RegExp(unsafe.source, "g");

function readClock(time: number): Clock {
  const date = new Date(time);
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? "-" : "+";
  const hours = pad(Math.floor(Math.abs(offset) / 60), 2);
  const minutes = pad(Math.abs(offset) % 60, 2);
  return {
    YYYY: pad(date.getFullYear(), 4),
    MM: pad(date.getMonth() + 1, 2),
    DD: pad(date.getDate(), 2),
    HH: pad(date.getHours(), 2),
    mm: pad(date.getMinutes(), 2),
    ss: pad(date.getSeconds(), 2),
    SSS: "000",
    Z: `${sign}${hours}:${minutes}`,
    ZZ: `${sign}${hours}${minutes}`,
  };
}

function pad(value: number, width: number, radix = 10): string {
  return value.toString(radix).padStart(width, "0");
}
