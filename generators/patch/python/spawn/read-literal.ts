import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import type { PythonModule } from "./read-module.js";

/** Parts of a string: its own text, and expressions that an f-string puts between. */
export type Part = string | SyntaxNode;

/** The parts of a string literal, an f-string, or several that stand side by side. */
export function readString(module: PythonModule, node: SyntaxNode): Part[] | undefined {
  if (node.name === "String") {
    const { body, isRaw } = strip(textOf(module, node));
    return [isRaw ? body : readEscapes(body)];
  }
  if (node.name === "ContinuedString") {
    return childrenOf(node).flatMap((each) => readString(module, each) ?? []);
  }
  return node.name === "FormatString" ? readFormat(module, node) : undefined;
}

/** The text of a string that holds nothing computed. */
export function readPlain(module: PythonModule, node: SyntaxNode): string | undefined {
  const parts = readString(module, node);
  return parts?.every((part) => typeof part === "string") ? parts.join("") : undefined;
}

function readFormat(module: PythonModule, node: SyntaxNode): Part[] {
  const { body, start, isRaw } = strip(textOf(module, node));
  const clean = (text: string): string =>
    (isRaw ? text : readEscapes(text)).replaceAll("{{", "{").replaceAll("}}", "}");
  const parts: Part[] = [];
  let at = node.from + start;
  for (const replacement of node.getChildren("FormatReplacement")) {
    const value = replacement.firstChild?.nextSibling;
    parts.push(clean(module.text.slice(at, replacement.from)), value ?? replacement);
    at = replacement.to;
  }
  return [...parts, clean(module.text.slice(at, node.from + start + body.length))];
}

function strip(text: string): { body: string; start: number; isRaw: boolean } {
  const [open = "", prefix = "", quote = ""] = /^([A-Za-z]*)("""|'''|"|')/.exec(text) ?? [];
  const body = text.slice(open.length, text.length - quote.length);
  return { body, start: open.length, isRaw: /r/i.test(prefix) };
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\n": "", "\r\n": "" };

function readEscapes(text: string): string {
  return text.replace(/\\(\r\n|[\s\S])/g, (whole, character: string) => {
    if (/[\\'"]/.test(character)) return character;
    return escapes[character] ?? whole;
  });
}
