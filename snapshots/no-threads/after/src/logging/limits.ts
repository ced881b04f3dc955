import { defaults } from "./settings.js";

/** Bytes of a size such as `5 MB` or `5 MiB`; `b` and `B` are bytes, a bare number is megabytes. */
export function parseSize(variable: string, value: string | undefined): number {
  const text = value?.trim() || defaults.maxSize;
  const match = /^(\d+(?:\.\d+)?)\s*(?:(?:([kmg])(i?))?b)?$/i.exec(text);
  const hint = "write a number and B, KB, MB, GB, KiB, MiB or GiB: '5 MB'";
  if (match === null) throw new Error(`${variable} is '${text}', which is no size: ${hint}`);
  const [whole, number = "", prefix = "", binary = ""] = match;
  const isBare = whole === number;
  if (isBare && Number(number) >= 10_000) {
    throw new Error(`${variable} is '${text}', which looks like bytes: write '5 MB'`);
  }
  const power = isBare ? 2 : ["", "k", "m", "g"].indexOf(prefix.toLowerCase());
  const bytes = Math.floor(Number(number) * (binary ? 1024 : 1000) ** power);
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw new Error(`${variable} is '${text}', which is no usable size: ${hint}`);
}

/** A whole number from 0 up. */
export function parseCount(variable: string, value: string | undefined): number {
  const text = value?.trim() || defaults.maxFiles;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new Error(`${variable} is '${text}', which is no whole number from 0 up`);
}
