/**
 * Reads a JavaScript literal without running it: objects, lists, strings, numbers, comments and
 * trailing commas. What is computed comes out as undefined, but for paths built on `__dirname`.
 */
export function readLiteralAt(text: string, start: RegExp): unknown {
  const found = start.exec(text);
  if (found === null) return undefined;
  return readValue({ text, at: found.index + found[0].length });
}

interface Cursor {
  text: string;
  at: number;
}

const closing: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

function readValue(cursor: Cursor): unknown {
  skipBlanks(cursor);
  const start = cursor.at;
  const char = cursor.text[start];
  let value: unknown;
  if (char === "{") value = readObject(cursor);
  else if (char === "[") value = readArray(cursor);
  else if (char === '"' || char === "'" || char === "`") value = readString(cursor);
  else value = readWord(cursor);
  const end = cursor.at;
  skipExpression(cursor);
  const rest = cursor.text.slice(end, cursor.at).trim();
  // A conversion says nothing about the value; anything else behind it makes it computed.
  return rest === "" || /^(as|satisfies)\b/.test(rest)
    ? value
    : readPath(cursor.text.slice(start, cursor.at));
}

function readObject(cursor: Cursor): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  cursor.at++;
  for (
    skipBlanks(cursor);
    cursor.at < cursor.text.length && cursor.text[cursor.at] !== "}";
    skipBlanks(cursor)
  ) {
    if (cursor.text[cursor.at] === ",") {
      cursor.at++;
      continue;
    }
    const quoted = /^["']/.test(cursor.text[cursor.at] ?? "");
    const key = quoted ? readString(cursor) : take(cursor, /[\w$]+/y);
    skipBlanks(cursor);
    if (key !== undefined && cursor.text[cursor.at] === ":") {
      cursor.at++;
      object[key] = readValue(cursor);
    } else {
      // A spread, a shorthand, a method, a computed key: nothing to read, go on behind it.
      const before = cursor.at;
      skipExpression(cursor);
      if (cursor.at === before) cursor.at++;
    }
  }
  cursor.at++;
  return object;
}

function readArray(cursor: Cursor): unknown[] {
  const items: unknown[] = [];
  cursor.at++;
  for (
    skipBlanks(cursor);
    cursor.at < cursor.text.length && cursor.text[cursor.at] !== "]";
    skipBlanks(cursor)
  ) {
    const before = cursor.at;
    if (cursor.text[cursor.at] === ",") cursor.at++;
    else items.push(readValue(cursor));
    if (cursor.at === before) cursor.at++;
  }
  cursor.at++;
  return items;
}

function readString(cursor: Cursor): string | undefined {
  const text = take(cursor, /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/sy);
  if (text === undefined) {
    cursor.at++;
    return undefined;
  }
  const inner = text.slice(1, -1);
  if (text.startsWith("`") && inner.includes("${")) return readPath(text);
  return inner.replace(/\\(.)/gs, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
}

function readWord(cursor: Cursor): unknown {
  const word = take(cursor, /-?[\w.$]+/y);
  if (word === "true") return true;
  if (word === "false") return false;
  return word !== undefined && /^-?\d/.test(word) ? Number(word) : undefined;
}

// `path.join(__dirname, "dist", "x.js")`, `__dirname + "/dist/x.js"`, `${__dirname}/dist/x.js`
function readPath(source: string): string | undefined {
  const inner = /^(?:path\.)?(?:join|resolve)\((.*)\)$/s.exec(source.trim())?.[1];
  const parts = inner === undefined ? source.split("+") : inner.split(",");
  const texts = parts.map((part) => {
    const plain = part.trim();
    if (/^(__dirname|process\.cwd\(\)|import\.meta\.dirname)$/.test(plain)) return ".";
    const quoted = /^(["'`])(.*)\1$/s
      .exec(plain)?.[2]
      ?.replace(/^\$\{(__dirname|process\.cwd\(\))\}/, ".");
    return quoted === undefined || quoted.includes("${") ? undefined : quoted;
  });
  if (texts.includes(undefined)) return undefined;
  return texts.filter((each) => each !== "").join(inner === undefined ? "" : "/");
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function skipBlanks(cursor: Cursor): void {
  take(cursor, /(?:\s+|\/\/[^\n]*|\/\*.*?\*\/)*/sy);
}

// To the comma or bracket that ends this value, over whatever is nested in it.
function skipExpression(cursor: Cursor): void {
  const open: string[] = [];
  while (cursor.at < cursor.text.length) {
    skipBlanks(cursor);
    const char = cursor.text[cursor.at] ?? "";
    if (open.length === 0 && /[,}\]);]/.test(char)) return;
    if (/["'`]/.test(char)) {
      readString(cursor);
      continue;
    }
    const close = closing[char];
    if (close !== undefined) open.push(close);
    else if (char === open.at(-1)) open.pop();
    cursor.at++;
  }
}
