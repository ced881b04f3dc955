/** How a line comment begins: a template's tags are comments, so that it stays source code. */
export type LineComment = "//" | "#";

/** The tags of a template. */
export function templateTags(comment: LineComment): [string, string] {
  return [`${comment} %`, "\n"];
}

/**
 * Turns a template into what Eta reads. A tag's indentation is dropped, a value tag is put in the
 * place of the literal on the line below it, an added line (`// %+`) keeps its indentation.
 */
export function prepareTemplate(template: string, comment: LineComment): string {
  const raw = (code: string): string => `${comment} %~ ${code}\n`;
  const lines = template.split("\n");
  const prepared: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const tag = readTag(line, comment);
    if (!tag) {
      prepared.push(`${line}\n`);
      at += 1;
    } else if (tag.kind === "=" || tag.kind === "~") {
      const literal =
        comment === "#" ? findPythonLiteral(lines, at + 1) : findLiteral(lines, at + 1);
      prepared.push(literal.before, raw(printCall(tag, literal)));
      at = literal.next;
      if (literal.after === "") prepared.push(raw(lineFeed), ...takeBlankLines());
      else prepared.push(`${literal.after}\n`);
    } else {
      const indent = JSON.stringify(tag.indent);
      prepared.push(
        tag.kind === "+"
          ? raw(`it.addLines(${tag.code}, ${indent})`)
          : `${comment} % ${tag.code}\n`,
      );
      at += 1;
      prepared.push(...takeBlankLines());
    }
  }
  return prepared.join("").replace(/\n$/, "");

  // Eta's closing tag takes every line feed that follows it along.
  function takeBlankLines(): string[] {
    const from = at;
    while (lines[at] === "" && at < lines.length - 1) at += 1;
    return Array.from({ length: at - from }, () => raw(lineFeed));
  }
}

const lineFeed = '"\\n"';

interface Tag {
  kind: "" | "=" | "~" | "+";
  code: string;
  indent: string;
}

interface Literal {
  /** The text ahead of it on its line, and the `,` or `;` behind it, if any. */
  before: string;
  after: string;
  indent: string;
  /** Index of the first line behind it. */
  next: number;
}

const tagLine = { "//": /^(\s*)\/\/ %([=~+]?) (.+)$/, "#": /^(\s*)# %([=~+]?) (.+)$/ };

function readTag(line: string, comment: LineComment): Tag | undefined {
  const [match, indent = "", kind, code = ""] = tagLine[comment].exec(line) ?? [];
  if (match) return { indent, kind: kind as Tag["kind"], code: code.trimEnd() };
  if (line.includes(templateTags(comment)[0]))
    throw new Error(`Not a tag on a line of its own: '${line}'.`);
  return undefined;
}

function findLiteral(lines: string[], start: number): Literal {
  const line = lines[start] ?? "";
  const equals = line.indexOf(" = ");
  const from = equals >= 0 ? equals + 3 : line.indexOf(": ") + 2;
  if (from < 2) throw new Error(`No literal to replace: '${line}'.`);
  const [indent = ""] = /^\s*/.exec(line) ?? [];
  let last = start;
  if (!/[,;]$/.test(line)) {
    do last += 1;
    while (last < lines.length && !isLiteralEnd(lines[last] ?? "", indent));
  }
  const end = lines[last];
  if (end === undefined) throw new Error(`The literal to replace has no end: '${line}'.`);
  return { before: line.slice(0, from), after: end.slice(-1), indent, next: last + 1 };
}

function isLiteralEnd(line: string, indent: string): boolean {
  return line.startsWith(indent) && /^\S.*[,;]$/.test(line.slice(indent.length));
}

// `name = value`, `name=value,` or `"key": value,`: on one line, or up to the bracket that closes it.
function findPythonLiteral(lines: string[], start: number): Literal {
  const line = lines[start] ?? "";
  const [before, indent = ""] = /^(\s*)(?:[^"'=]* = |\w+=|"[^"]*": )/.exec(line) ?? [];
  if (before === undefined) throw new Error(`No literal to replace: '${line}'.`);
  let last = start;
  if (/[[({]$/.test(line)) {
    const isEnd = (at: string): boolean => at.startsWith(indent) && /^[\])}],?$/.test(at.trim());
    do last += 1;
    while (last < lines.length && !isEnd(lines[last] ?? ""));
  }
  const end = lines[last];
  if (end === undefined) throw new Error(`The literal to replace has no end: '${line}'.`);
  return { before, after: end.endsWith(",") ? "," : "", indent, next: last + 1 };
}

function printCall(tag: Tag, literal: Literal): string {
  const indent = JSON.stringify(literal.indent);
  if (tag.kind === "~") return `it.indentCode(${tag.code}, ${indent})`;
  const taken = literal.before.length + literal.after.length;
  return `it.printLiteral(${tag.code}, { indent: ${indent}, taken: ${taken} })`;
}
