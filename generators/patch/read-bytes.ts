/** A file's text in an encoding that gives its bytes back. */
export interface DecodedText {
  text: string;
  /** The text's bytes; undefined when it holds a character that the encoding lacks. */
  encode(text: string): Uint8Array | undefined;
}

/** Decodes a source file: UTF-8, or else byte by byte, so that nothing is lost; undefined for UTF-16. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const isUtf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encode: (changed) => new TextEncoder().encode(changed) };
  } catch {
    return { text: Buffer.from(bytes).toString("latin1"), encode: encodeLatin1 };
  }
}

function encodeLatin1(text: string): Uint8Array | undefined {
  const isLatin1 = [...text].every((character) => character.charCodeAt(0) < 256);
  return isLatin1 ? new Uint8Array(Buffer.from(text, "latin1")) : undefined;
}
