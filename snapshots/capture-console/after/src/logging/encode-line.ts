/** A line in UTF-8: the first `length` bytes of `bytes`. */
export interface EncodedLine {
  bytes: Uint8Array;
  length: number;
}

/** Only a shorter message is looked at byte by byte. */
export const plainLength = 32_768;

// One buffer for all records: what a record leaves behind, the garbage collector has to find.
const shared: EncodedLine = { bytes: new Uint8Array(65_536), length: 0 };
const encoder = new TextEncoder();

/** Encodes a line; the result holds until the next call. */
export function encodeLine(line: string): EncodedLine {
  const { read, written } = encoder.encodeInto(line, shared.bytes);
  if (read === line.length) {
    shared.length = written;
    return shared;
  }
  const bytes = encoder.encode(line);
  return { bytes, length: bytes.length };
}

/** Whether it is one line of printable ASCII, as nearly all are: then there is nothing to contain. */
export function isPlain({ bytes, length }: EncodedLine): boolean {
  const last = length - 1;
  for (let index = 0; index < last; index++) {
    const byte = bytes[index] as number;
    if (byte < space || byte > tilde) return false;
  }
  return bytes[last] === lineFeed;
}

const space = 0x20;
const tilde = 0x7e;
const lineFeed = 0x0a;
