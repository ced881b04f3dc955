/** A variable that an env file sets. */
export interface EnvEntry {
  value: string;
  /** From 1. */
  line: number;
}

/** What an env file says: what it sets, and the names that it holds commented out. */
export interface EnvText {
  set: Map<string, EnvEntry>;
  commented: Set<string>;
}

/** Reads an env file as dotenv and `node --env-file` do: of two lines with one name the last counts. */
export function readEnvText(text: string): EnvText {
  const set = new Map<string, EnvEntry>();
  const commented = new Set<string>();
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    const comment = /^\s*#\s*(?:export\s+)?([\w.-]+)\s*=/.exec(line)?.[1];
    if (comment !== undefined) commented.add(comment);
    const [, name, rest = ""] = /^\s*(?:export\s+)?([\w.-]+)\s*[=:](.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = readQuoted(lines, index, rest.trim());
    set.set(name, { value: quoted?.value ?? readPlain(rest), line: index + 1 });
    // The lines of a value that spans several are no settings, whatever they look like.
    index = quoted?.lastIndex ?? index;
  }
  return { set, commented };
}

/** A line of an env file; the value in quotes where it needs them. */
export function printEnvLine(name: string, value: string): string {
  if (/^[\w./:@%+,~^-]+$/.test(value)) return `${name}=${value}`;
  const mark = ["'", '"', "`"].find((mark) => !value.includes(mark)) ?? "";
  return `${name}=${mark}${value}${mark}`;
}

function readQuoted(lines: string[], index: number, rest: string) {
  const mark = rest[0];
  if (mark === undefined || !["'", '"', "`"].includes(mark)) return undefined;
  let value = rest.slice(1);
  for (let lastIndex = index; ; ) {
    const end = findMark(value, mark);
    // With more behind it the mark was no quotation mark: the value is the line as it stands.
    if (end !== -1)
      return /^\s*(?:#.*)?$/.test(value.slice(end + 1))
        ? { value: value.slice(0, end), lastIndex }
        : undefined;
    lastIndex += 1;
    const next = lines[lastIndex];
    if (next === undefined) return undefined;
    value += `\n${next}`;
  }
}

function findMark(value: string, mark: string): number {
  for (let at = value.indexOf(mark); at !== -1; at = value.indexOf(mark, at + 1))
    if (value[at - 1] !== "\\") return at;
  return -1;
}

function readPlain(rest: string): string {
  return rest.replace(/(^|\s)#.*$/, "").trim();
}
