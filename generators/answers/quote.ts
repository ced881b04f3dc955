const longest = 120;

/** A value as an error message shows it: in quotes, control characters visible, cut when long. */
export function quote(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value) ?? String(value);
  const cut = value.length > longest ? `${value.slice(0, longest)}…` : value;
  return `'${cut.replace(/[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu, escapeCharacter)}'`;
}

/** Several values of a sentence: `'a', 'b'`. */
export function quoteList(values: readonly string[]): string {
  return values.map((value) => quote(value)).join(", ");
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
