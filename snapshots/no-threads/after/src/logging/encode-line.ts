/** A line in UTF-8: the first `length` bytes of `bytes`. */
export interface EncodedLine {
  bytes: Uint8Array;
  length: number;
}

/** Only a shorter message is looked at in bytes. */
export const plainLength = 32_768;

// One buffer for all records: what a record leaves behind, the garbage collector has to find.
const shared: EncodedLine = { bytes: Buffer.alloc(65_536), length: 0 };
const words = new Int32Array(shared.bytes.buffer);
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

/** Whether the line just encoded is printable ASCII, as nearly all are: then there is nothing to contain. */
export function isPlain(line: string): boolean {
  const last = shared.length - 1;
  if (last !== line.length - 1 || shared.bytes[last] !== lineFeed) return false;
  const wordCount = last >> 2;
  for (let index = 0; index < wordCount; index++) {
    const word = words[index] as number;
    // Four bytes at once: one below the blank goes negative, one above the tilde reaches 0x80.
    if (((word - 0x20202020) | (word + 0x01010101)) & 0x80808080) return false;
  }
  for (let index = wordCount << 2; index < last; index++) {
    const byte = shared.bytes[index] as number;
    if (byte < space || byte > tilde) return false;
  }
  return true;
}

const space = 0x20;
const tilde = 0x7e;
const lineFeed = 0x0a;
