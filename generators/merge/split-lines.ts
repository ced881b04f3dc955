/** One line of a text and the line ending that follows it; the last line may have none. */
export interface Line {
  content: string;
  end: "\n" | "\r\n" | "";
}

/** Cuts a text into lines; a lone carriage return belongs to the content. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    if (newline === -1) {
      lines.push({ content: text.slice(at), end: "" });
      break;
    }
    const isCrlf = newline > at && text[newline - 1] === "\r";
    lines.push({
      content: text.slice(at, isCrlf ? newline - 1 : newline),
      end: isCrlf ? "\r\n" : "\n",
    });
    at = newline + 1;
  }
  return lines;
}

/** Puts lines together again. */
export function joinLines(lines: Line[]): string {
  return lines.map((line) => line.content + line.end).join("");
}

/** The line ending that most lines of a text have; LF where there is no telling. */
export function findLineEnd(text: string): "\n" | "\r\n" {
  const crlf = text.split("\r\n").length - 1;
  const lf = text.split("\n").length - 1 - crlf;
  return crlf > lf ? "\r\n" : "\n";
}

/** The same text with the line endings that another one has. */
export function withLineEndsOf(text: string, like: string): string {
  return normaliseLineEnds(text).replaceAll("\n", findLineEnd(like));
}

/** The same text with LF alone. */
export function normaliseLineEnds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
