/**
 * A text of the same length in which what @lezer/python takes for an error, though Python doesn't, is
 * written in another way: of 1,346 files of the standard library and of well-known packages 45 had it.
 */
export function fillParserGaps(text: string): string {
  return gaps.reduce((filled, [pattern, fill]) => filled.replace(pattern, fill), text);
}

type Gap = [pattern: RegExp, fill: (...match: string[]) => string];

const blank = (text: string): string => text.replace(/[^\s]/g, " ");
const join = (text: string): string => text.replaceAll(".", "_");

const gaps: Gap[] = [
  // A line with nothing but a form feed and perhaps a comment.
  [/\f(?=[^\S\r\n]*(?:[\r\n#]|$))/g, () => " "],
  // Blanks at the end, without a newline.
  [/([\r\n])([^\S\r\n]+)$/, (_, end = "", blanks = "") => end + "\n".repeat(blanks.length)],
  // A `yield` without a value.
  [/\byield(?=[^\S\r\n]*(?:[\r\n#);\]},]|$))/g, () => "None "],
  // `for first, *rest in pairs`.
  [/,([^\S\r\n]*)\*(?=[^\S\r\n]*\w+(?:\s*,\s*\w+)*\s+in\b)/g, (_, space = "") => `,${space} `],
  // `6.`.
  [/\b(\d+)\.(?=[^\w.]|$)/g, (_, digits = "") => `${digits}0`],
  // `with lock as self.held:`.
  [/(\bas\s+\w+)((?:\.\w+)+)/g, (_, head = "", rest = "") => head + join(rest)],
  // `with pair() as (first, second):`.
  [
    /(\bas\s*)\(\s*(\w+)([^()]*\))(?=\s*:)/g,
    (match = "", head = "", first = "", rest = "") =>
      head + first.padStart(match.length - head.length - rest.length) + " ".repeat(rest.length),
  ],
  // `case str() | ast.Name():`.
  [
    /^[^\S\r\n]*case[^\S\r\n]+[^\r\n]*/gm,
    (line = "") => line.replaceAll("()", "__").replace(/(\w)\.(?=[A-Za-z_])/g, "$1_"),
  ],
  // `with (open(a) as b, open(c) as d):`, parentheses in it two deep.
  [
    /(\bwith\s*)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?\bas\b(?:[^()]|\((?:[^()]|\([^()]*\))*\))*?)(,?\s*)\)(?=\s*:)/g,
    (_, head = "", items = "", end = "") =>
      `${head} ${items.replace(/\s/g, " ")}${blank(end).replace(/\s/g, " ")} `,
  ],
];
