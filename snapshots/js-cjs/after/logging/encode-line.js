"use strict";

// One buffer for all records: what a record leaves behind, the garbage collector has to find. The head
// of a line ends, and the rest begins, at a fixed place: while the head is the same, it is there already.
const restStart = 4096;
const maxRest = 16_384;
const buffer = Buffer.alloc(restStart + 3 * maxRest + 4);
const shared = { bytes: buffer, start: 0, length: 0 };
const words = new Int32Array(buffer.buffer);
let encodedHead = "";
let headStart = restStart;

/**
 * Encodes a line whose rest is printable ASCII, as nearly all are, and adds the line feed. Undefined where
 * it is not, or is long. The result holds until the next call.
 * @param {string} head
 * @param {string} rest
 */
function encodePlain(head, rest) {
  if (rest.length > maxRest || 3 * head.length > restStart) return undefined;
  if (head !== encodedHead) encodeHead(head);
  const end = restStart + buffer.write(rest, restStart);
  if (end - restStart !== rest.length || !isPlain(end)) return undefined;
  buffer[end] = lineFeed;
  shared.start = headStart;
  shared.length = end + 1 - headStart;
  return shared;
}

/**
 * Encodes any text.
 * @param {string} text
 */
function encodeText(text) {
  const bytes = Buffer.from(text);
  return { bytes, start: 0, length: bytes.length };
}

function encodeHead(head) {
  const bytes = Buffer.from(head);
  headStart = restStart - bytes.length;
  buffer.set(bytes, headStart);
  encodedHead = head;
}

/** Whether all bytes of the rest, up to `end`, are printable ASCII. */
function isPlain(end) {
  const wordEnd = end >> 2;
  for (let index = restStart >> 2; index < wordEnd; index++) {
    const word = words[index];
    // Four bytes at once: one below the blank goes negative, one above the tilde reaches 0x80.
    if (((word - 0x20202020) | (word + 0x01010101)) & 0x80808080) return false;
  }
  for (let index = wordEnd << 2; index < end; index++) {
    const byte = buffer[index];
    if (byte < space || byte > tilde) return false;
  }
  return true;
}

const space = 0x20;
const tilde = 0x7e;
const lineFeed = 0x0a;

module.exports = { encodePlain, encodeText };
