// Control characters, halves of a pair, line separators, and the marks that turn text around.
const hidden = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Writes characters that a reader would not see, or that end a line, as `\uXXXX`. */
export function escapeHidden(text: string): string {
  return text.replace(hidden, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
