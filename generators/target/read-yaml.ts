/** A value of a YAML document and the line, from 1, where it starts. */
export interface YamlNode {
  line: number;
  value: string | YamlNode[] | Map<string, YamlNode>;
}

interface Line {
  number: number;
  indent: number;
  text: string;
}

/**
 * Reads the YAML that compose files and workspace lists are written in: block mappings and lists,
 * flow lists, quoted and block scalars. Every scalar is a string. What it does not know (anchors,
 * tags, flow mappings) comes out as that text: good enough to look for commands in, never an error.
 */
export function readYaml(text: string): YamlNode {
  const lines = text.split(/\r?\n/).map((line, index) => ({
    number: index + 1,
    indent: line.length - line.trimStart().length,
    text: line.trim(),
  }));
  return readBlock({ lines, next: 0 }, 0) ?? { line: 1, value: "" };
}

/** The same as plain objects, lists and strings. */
export function toPlain(text: string): unknown {
  return plain(readYaml(text));
}

/** The value at a path of keys. */
export function at(node: YamlNode | undefined, ...keys: string[]): YamlNode | undefined {
  return keys.reduce<YamlNode | undefined>(
    (found, key) => (found?.value instanceof Map ? found.value.get(key) : undefined),
    node,
  );
}

interface Cursor {
  lines: Line[];
  next: number;
}

function readBlock(cursor: Cursor, minIndent: number): YamlNode | undefined {
  const first = peek(cursor);
  if (first === undefined || first.indent < minIndent) return undefined;
  if (/^-(\s|$)/.test(first.text)) return readList(cursor, first);
  if (splitKey(first.text) !== undefined) return readMapping(cursor, first);
  cursor.next++;
  return readScalar(cursor, first, first.text, first.indent);
}

function readMapping(cursor: Cursor, first: Line): YamlNode {
  const map = new Map<string, YamlNode>();
  for (let line = peek(cursor); line?.indent === first.indent; line = peek(cursor)) {
    const pair = splitKey(line.text);
    if (pair === undefined) break;
    cursor.next++;
    map.set(pair.key, readAfter(cursor, line, pair.rest, line.indent));
  }
  skipDeeper(cursor, first.indent);
  return { line: first.number, value: map };
}

function readList(cursor: Cursor, first: Line): YamlNode {
  const items: YamlNode[] = [];
  for (let line = peek(cursor); line?.indent === first.indent; line = peek(cursor)) {
    const dash = /^-(\s+|$)/.exec(line.text);
    if (dash === null) break;
    const rest = line.text.slice(dash[0].length);
    if (splitKey(rest) !== undefined) {
      // `- key: value` opens a mapping whose other keys stand below that first key.
      line.indent += dash[0].length;
      line.text = rest;
      const node = readBlock(cursor, line.indent);
      if (node !== undefined) items.push(node);
    } else {
      cursor.next++;
      items.push(readAfter(cursor, line, rest, line.indent));
    }
  }
  return { line: first.number, value: items };
}

// What follows `key:` or `- `: a scalar on the line, or a block below. A list may stand at the key's own indent.
function readAfter(cursor: Cursor, line: Line, rest: string, indent: number): YamlNode {
  const text = stripComment(rest);
  if (text !== "") return readScalar(cursor, line, text, indent);
  const below = peek(cursor);
  const isList = below !== undefined && /^-(\s|$)/.test(below.text) && !line.text.startsWith("-");
  return readBlock(cursor, isList ? indent : indent + 1) ?? { line: line.number, value: "" };
}

function readScalar(cursor: Cursor, line: Line, text: string, indent: number): YamlNode {
  if (/^[|>][+-]?\d*$/.test(text)) {
    const below = takeDeeper(cursor, indent);
    return { line: below[0]?.number ?? line.number, value: joinScalar(below, text) };
  }
  const more = takeDeeper(cursor, indent).map(({ text: next }) => stripComment(next));
  const whole = [text, ...more].join(" ").trim();
  if (whole.startsWith("[") && whole.endsWith("]")) {
    const items = splitFlow(whole.slice(1, -1)).map((item) => unquote(item));
    return { line: line.number, value: items.map((value) => ({ line: line.number, value })) };
  }
  return { line: line.number, value: unquote(whole) };
}

function joinScalar(lines: Line[], style: string): string {
  return lines.map(({ text }) => text).join(style.startsWith(">") ? " " : "\n");
}

function takeDeeper(cursor: Cursor, indent: number): Line[] {
  const taken: Line[] = [];
  for (let line = peek(cursor); line !== undefined && line.indent > indent; line = peek(cursor)) {
    taken.push(line);
    cursor.next++;
  }
  return taken;
}

// Whatever stands deeper than it should is no part of anything we understand.
function skipDeeper(cursor: Cursor, indent: number): void {
  takeDeeper(cursor, indent);
}

function peek(cursor: Cursor): Line | undefined {
  let line = cursor.lines[cursor.next];
  while (line !== undefined && (line.text === "" || /^(#|---|%)/.test(line.text))) {
    line = cursor.lines[++cursor.next];
  }
  return line;
}

function splitKey(text: string): { key: string; rest: string } | undefined {
  const match = /^("[^"]*"|'[^']*'|[^\s"'[{#&*!|>-][^:#]*?|<<)\s*:(?:\s+(.*))?$/.exec(text);
  return match?.[1] === undefined ? undefined : { key: unquote(match[1]), rest: match[2] ?? "" };
}

function stripComment(text: string): string {
  if (/^["'[]/.test(text)) return text.replace(/(["'\]])\s+#.*$/, "$1").trim();
  return text.replace(/(^|\s)#.*$/, "").trim();
}

function splitFlow(text: string): string[] {
  const items = text.match(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,\s][^,]*/g) ?? [];
  return items.map((item) => item.trim()).filter((item) => item !== "");
}

function unquote(text: string): string {
  const inner = text.slice(1, -1);
  if (/^".*"$/s.test(text)) return inner.replace(/\\(.)/g, "$1");
  return /^'.*'$/s.test(text) ? inner.replaceAll("''", "'") : text;
}

function plain(node: YamlNode): unknown {
  if (typeof node.value === "string") return node.value;
  if (Array.isArray(node.value)) return node.value.map(plain);
  return Object.fromEntries([...node.value].map(([key, child]) => [key, plain(child)]));
}
