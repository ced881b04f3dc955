import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "./parse-python.js";

/** A part of a string: its own text, or what an f-string puts in there, a node `FormatReplacement`. */
export type StringPart = string | SyntaxNode;

/**
 * The parts of a string literal, an f-string, or several that stand side by side; undefined for bytes, for a
 * text that can't be told, and for any other expression.
 */
export function readStringParts(source: PythonSource, node: SyntaxNode): StringPart[] | undefined {
  if (node.name === "ContinuedString") {
    const parts = childrenOf(node)
      .filter(({ name }) => name !== "Comment")
      .map((child) => readStringParts(source, child));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  if (node.name !== "String" && node.name !== "FormatString") return undefined;
  const written = textOf(source, node);
  const [opening = "", prefix = "", quote = ""] = /^([a-zA-Z]*)('''|"""|'|")/.exec(written) ?? [];
  if (opening === "" || /b/i.test(prefix)) return undefined;
  const parts: (StringPart | undefined)[] = [];
  let at = node.from + opening.length;
  const add = (to: number): void => {
    const text = source.text.slice(at, to);
    const plain = /r/i.test(prefix) ? text : readEscapes(text);
    parts.push(node.name === "FormatString" ? plain?.replace(/([{}])\1/g, "$1") : plain);
  };
  for (const replacement of node.getChildren("FormatReplacement")) {
    add(replacement.from);
    parts.push(replacement);
    at = replacement.to;
  }
  add(node.to - quote.length);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** The text of a string that holds nothing computed. */
export function readString(source: PythonSource, node: SyntaxNode): string | undefined {
  const parts = readStringParts(source, node);
  return parts?.every((part) => typeof part === "string") ? parts.join("") : undefined;
}

const escapes: Record<string, string> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\n": "", "\r\n": "", "\r": "" },
};

// One that the language doesn't know stands for itself; a character's name would take a table of all of them.
function readEscapes(text: string): string | undefined {
  if (/(?<!\\)(?:\\\\)*\\N\{/.test(text)) return undefined;
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(00[01][\da-fA-F]{5})|([0-7]{1,3})|(\r\n|[\s\S]))/g,
    (whole, two?: string, four?: string, eight?: string, octal?: string, character = "") => {
      const hex = two ?? four ?? eight;
      const code =
        hex === undefined ? octal && Number.parseInt(octal, 8) : Number.parseInt(hex, 16);
      if (typeof code === "number") return code > 0x10ffff ? whole : String.fromCodePoint(code);
      return /[\\'"]/.test(character) ? character : (escapes[character] ?? whole);
    },
  );
}
