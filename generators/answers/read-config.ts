import type { Node, ParseError } from "jsonc-parser";
import { RefusedError } from "../errors.js";
import { configFileName } from "../file-names.js";
import { parseFormat } from "../render/parse-format.js";
import type { ConfigFile } from "./answers.js";
import { configRules, type Rule } from "./config-rules.js";
import { quote, quoteList } from "./quote.js";
import { suggestWord } from "./suggest-word.js";

/** `create-logging.json` as it may be found: any answer may be missing, it is asked for then. */
export type GivenConfig = Partial<ConfigFile>;

export { configFileName };

interface Fault {
  offset: number;
  text: string;
}

/**
 * Reads the text of `create-logging.json`, comments and trailing commas allowed. Throws a RefusedError that names
 * every fault with its line and column, the value and what to write instead.
 */
export async function readConfig(text: string): Promise<GivenConfig> {
  const { getNodeValue, parseTree } = await import("jsonc-parser");
  // A BOM is blanked, not cut off: offsets stay those of the file.
  const json = text.replace(/^\uFEFF/, " ");
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { allowTrailingComma: true });
  const broken = errors[0];
  if (root === undefined || broken !== undefined)
    refuse(text, [{ offset: broken?.offset ?? 0, text: await describeSyntax(json, broken) }]);
  const faults = findFaults(root, configRules, "");
  if (faults.length > 0) refuse(text, faults);
  return getNodeValue(root) as GivenConfig;
}

function findFaults(node: Node, rule: Rule, at: string): Fault[] {
  if (rule.kind === "object") return findObjectFaults(node, rule, at);
  if (rule.kind === "list") {
    const items = node.type === "array" ? (node.children ?? []) : undefined;
    if (items === undefined) return [wrongKind(node, at, "a list", "Write [ … ].")];
    if (items.length < rule.least)
      return [{ offset: node.offset, text: `${at} is empty. Name one, or leave it out.` }];
    return items.flatMap((item, index) => findFaults(item, rule.of, `${at}[${index}]`));
  }
  if (rule.kind === "format") return findFormatFaults(node, at);
  const value = node.type === "array" || node.type === "object" ? [] : node.value;
  const fault = rule.faultOf(value);
  if (fault === undefined) return [];
  const shown = Array.isArray(value) ? "" : `${quote(value)} `;
  return [{ offset: node.offset, text: `${at} ${shown}${fault}. ${rule.next}` }];
}

function findObjectFaults(node: Node, rule: Rule & { kind: "object" }, at: string): Fault[] {
  if (node.type !== "object") return [wrongKind(node, at, "an object", "Write { … }.")];
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    const path = at === "" ? name : `${at}.${name}`;
    const inner = Object.hasOwn(rule.keys, name) ? rule.keys[name] : undefined;
    if (seen.has(name))
      faults.push({ offset: key.offset, text: `${path} is there twice. Keep one.` });
    else if (inner === undefined)
      faults.push({ offset: key.offset, text: unknownKey(path, name, Object.keys(rule.keys)) });
    else faults.push(...findFaults(value, inner, path));
    seen.add(name);
  }
  for (const name of rule.required ?? [])
    if (!seen.has(name))
      faults.push({ offset: node.offset, text: `${at}.${name} is missing. Add it.` });
  return faults;
}

function findFormatFaults(node: Node, at: string): Fault[] {
  if (node.type !== "string")
    return [wrongKind(node, at, "a text", 'Write a format, "{message}".')];
  try {
    parseFormat(node.value);
    return [];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return [{ offset: node.offset, text: `${at}: ${error.message}` }];
  }
}

function wrongKind(node: Node, at: string, wanted: string, next: string): Fault {
  return { offset: node.offset, text: `${at === "" ? "The file" : at} is not ${wanted}. ${next}` };
}

function unknownKey(path: string, name: string, known: string[]): string {
  const meant = suggestWord(name, known);
  const next =
    meant === undefined ? `Valid here: ${quoteList(known)}.` : `Did you mean ${quote(meant)}?`;
  return `${quote(path)} is not a known key. ${next}`;
}

async function describeSyntax(json: string, error: ParseError | undefined): Promise<string> {
  if (error === undefined || json.trim() === "")
    return "the file is empty. Delete it to be asked anew.";
  const { printParseErrorCode } = await import("jsonc-parser");
  const words = printParseErrorCode(error.error).replace(/(?!^)([A-Z])/g, " $1");
  return `not valid JSON (${words.toLowerCase()}). Correct it, or delete the file to be asked anew.`;
}

function refuse(text: string, faults: Fault[]): never {
  const lines = faults.map((fault) => {
    const before = text.slice(0, fault.offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return `'${configFileName}' ${before.length}:${column}: ${fault.text}`;
  });
  throw new RefusedError(lines.join("\n"));
}
