import type { Node } from "jsonc-parser";
import { findLineEnd } from "../merge/split-lines.js";

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value to be set, or taken out when it is undefined. */
export type JsonEdit = [path: (string | number)[], value: Json | undefined];

/**
 * Sets values in the text of a JSON file by splicing: comments, order, indentation and the layout
 * of every list stay as they are. (jsonc-parser's own `modify` formats the lines around an edit.)
 */
export async function editJson(text: string, edits: JsonEdit[]): Promise<string> {
  const { findNodeAtLocation, parseTree } = await import("jsonc-parser");
  const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  let edited = text.slice(bom.length);
  for (const [path, value] of edits) {
    const root = parseTree(edited, [], { allowTrailingComma: true });
    const find = (at: typeof path) => root && findNodeAtLocation(root, at);
    edited =
      value === undefined ? removeValue(edited, find(path)) : setValue(edited, path, value, find);
  }
  return bom + edited;
}

/** The smallest edits that turn one value into another: items and keys that are alike are not touched. */
export function compareJson(
  now: Json | undefined,
  wanted: Json,
  path: (string | number)[] = [],
): JsonEdit[] {
  if (Array.isArray(now) && Array.isArray(wanted)) {
    const edits = wanted.flatMap((item, index) => compareJson(now[index], item, [...path, index]));
    for (let index = now.length - 1; index >= wanted.length; index -= 1)
      edits.push([[...path, index], undefined]);
    return edits;
  }
  if (isObject(now) && isObject(wanted)) {
    const edits = Object.entries(wanted).flatMap(([key, value]) =>
      compareJson(now[key], value, [...path, key]),
    );
    for (const key of Object.keys(now))
      if (wanted[key] === undefined) edits.push([[...path, key], undefined]);
    return edits;
  }
  return now === wanted ? [] : [[path, wanted]];
}

function setValue(
  text: string,
  path: JsonEdit[0],
  value: Json,
  find: (path: JsonEdit[0]) => Node | undefined,
): string {
  const node = find(path);
  if (node !== undefined) {
    const printed = print(value, text, indentAt(text, node.offset));
    return splice(text, node.offset, node.offset + node.length, printed);
  }
  const key = path.at(-1);
  if (key === undefined) return text;
  const parent = find(path.slice(0, -1));
  if (parent?.type === "array") return addChild(text, parent, parent.children ?? [], "", value);
  if (parent?.type === "object") {
    const children = parent.children ?? [];
    const prefix = `${JSON.stringify(key)}: `;
    const next = isSortedByHabit(path) ? findNext(children, String(key)) : undefined;
    return next === undefined
      ? addChild(text, parent, children, prefix, value)
      : addAhead(text, parent, next, prefix, value);
  }
  return setValue(text, path.slice(0, -1), { [key]: value }, find);
}

function addChild(text: string, parent: Node, children: Node[], prefix: string, value: Json) {
  const last = children.at(-1);
  const eol = findLineEnd(text);
  if (last === undefined) {
    const close = parent.offset + parent.length - 1;
    const outer = indentAt(text, parent.offset);
    const indent = outer + indentUnit(text);
    const inside = text.slice(parent.offset + 1, close);
    const start = inside.trim() === "" ? parent.offset + 1 : close;
    return splice(
      text,
      start,
      close,
      `${eol}${indent}${prefix}${print(value, text, indent)}${eol}${outer}`,
    );
  }
  const end = last.offset + last.length;
  const lineEnd = findEndOfLine(text, end);
  const rest = /^\s*(,?)\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.exec(text.slice(end, lineEnd));
  if (!isSpread(text, parent, last) || rest === null)
    return splice(text, end, end, `, ${prefix}${JSON.stringify(value)}`);
  const indent = indentAt(text, last.offset);
  const comma = rest[1] ?? "";
  const line = `${eol}${indent}${prefix}${print(value, text, indent)}${comma}`;
  // The comma first of all, then the new line: a comment between them stays with its item.
  const added = splice(text, lineEnd, lineEnd, line);
  return comma === "" ? splice(added, end, end, ",") : added;
}

function addAhead(text: string, parent: Node, next: Node, prefix: string, value: Json): string {
  const indent = indentAt(text, next.offset);
  const gap = isSpread(text, parent, next) ? findLineEnd(text) + indent : " ";
  return splice(text, next.offset, next.offset, `${prefix}${print(value, text, indent)},${gap}`);
}

// Package managers keep these in order.
function isSortedByHabit(path: JsonEdit[0]): boolean {
  return path.length === 2 && /dependencies$/i.test(String(path[0]));
}

function findNext(properties: Node[], name: string): Node | undefined {
  const nameOf = (property: Node) => String(property.children?.[0]?.value);
  const isSorted = properties.every(
    (property, index) => index === 0 || nameOf(properties[index - 1] as Node) <= nameOf(property),
  );
  return isSorted ? properties.find((property) => nameOf(property) > name) : undefined;
}

// One comma goes with the item; comments around it stay, they may be about its neighbours.
function removeValue(text: string, found: Node | undefined): string {
  const node = found?.parent?.type === "property" ? found.parent : found;
  if (node?.parent?.children === undefined) return text;
  const end = node.offset + node.length;
  const previous = node.parent.children[node.parent.children.indexOf(node) - 1];
  const comma =
    findComma(text, end) ??
    (previous === undefined ? undefined : findComma(text, previous.offset + previous.length));
  const cuts: [start: number, end: number][] = [[node.offset, end]];
  if (comma !== undefined) cuts.push([comma, comma + 1]);
  let edited = text;
  for (const [from, to] of cuts.sort((a, b) => b[0] - a[0])) edited = splice(edited, from, to, "");
  const at = node.offset - (comma !== undefined && comma < node.offset ? 1 : 0);
  const lineStart = edited.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = edited.indexOf("\n", at);
  const isBlank = lineEnd !== -1 && edited.slice(lineStart, lineEnd).trim() === "";
  return isBlank ? splice(edited, lineStart, lineEnd + 1, "") : edited;
}

/** The comma that is next in a text, if nothing but space and comments comes ahead of it. */
function findComma(text: string, from: number): number | undefined {
  const ahead = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from))?.[0] ?? "";
  return text[from + ahead.length] === "," ? from + ahead.length : undefined;
}

/** Whether the items of a list have lines of their own. */
function isSpread(text: string, parent: Node, child: Node): boolean {
  return text.slice(parent.offset, child.offset).includes("\n");
}

function print(value: Json, text: string, indent: string): string {
  const lines = JSON.stringify(value, null, indentUnit(text)).split("\n");
  return lines.join(findLineEnd(text) + indent);
}

function indentUnit(text: string): string {
  return /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

function findEndOfLine(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline === -1) return text.length;
  return text[newline - 1] === "\r" ? newline - 1 : newline;
}

function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
