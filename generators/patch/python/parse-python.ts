import type { SyntaxNode, Tree } from "@lezer/common";
import { fillParserGaps } from "./fill-parser-gaps.js";

/** A Python module's text and its syntax tree; offsets are those of the text. */
export interface PythonSource {
  text: string;
  tree: Tree;
}

/** Why a text is no Python module, and where. */
export interface PythonFault {
  reason: string;
  /** 1-based. */
  line: number;
}

/** Parses a module, without its byte order mark; a text with a syntax error gives the first one. */
export type PythonParser = (text: string) => PythonSource | PythonFault;

/** Loads the parser: where there is nothing to parse, nobody waits for it. */
export async function loadPythonParser(): Promise<PythonParser> {
  const { parser } = await import("@lezer/python");
  return (text) => {
    const tree = parser.parse(fillParserGaps(text));
    let fault: number | undefined;
    tree.iterate({
      enter({ type, from }) {
        // `print x` is Python 2, which the grammar knows as well.
        const isFault = type.isError || type.name === "PrintStatement";
        if (isFault && fault === undefined) fault = from;
        return fault === undefined;
      },
    });
    if (fault === undefined) return { text, tree };
    const line = lineOf(text, fault);
    return { reason: `syntax error: ${quoteLine(text, line)}`, line };
  };
}

/** Loads the parser and parses one module. */
export async function parsePython(text: string): Promise<PythonSource | PythonFault> {
  return (await loadPythonParser())(text);
}

/** The children of a node, in order, comments and punctuation included. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** An expression without the brackets around it. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  const [open, inner, close] = node.name === "ParenthesizedExpression" ? childrenOf(node) : [];
  return open && inner && close?.name === ")" ? unwrap(inner) : node;
}

export function textOf({ text }: PythonSource, { from, to }: SyntaxNode): string {
  return text.slice(from, to);
}

/** The 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  return (text.slice(0, offset).match(/\r\n?|\n/g)?.length ?? 0) + 1;
}

function quoteLine(text: string, line: number): string {
  const shown = (text.split(/\r\n?|\n/)[line - 1] ?? "").trim();
  return shown === "" ? "at the end of the file" : `'${shown.slice(0, 60)}'`;
}
