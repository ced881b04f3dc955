import type { Answers } from "../answers/answers.js";
import { listSecrets } from "../answers/list-secrets.js";
import { printLoguruFormat } from "./print-loguru-format.js";
import { environmentAliasesOf, printFileMode, type TemplateData } from "./template-data.js";

/** What the tags of a Python template read, as `it`. */
export interface PythonData
  extends Pick<
    TemplateData,
    | "standard"
    | "features"
    | "children"
    | "name"
    | "hasChildren"
    | "fileMode"
    | "environmentAliases"
    | "onNameConflict"
    | "secrets"
  > {
  /** Loguru's format strings, one per kind of sink. */
  formats: { terminal: string; file: string };
  /** Keys of `{extra[key]}` tokens of both formats. */
  extraKeys: string[];
}

/** Gathers the values of the Python templates; refuses formats and file modes that cannot be emitted. */
export function buildPythonData(answers: Answers): PythonData {
  const { formats, defaults, variables } = answers.standard;
  const terminal = printLoguruFormat(formats.terminal);
  const file = printLoguruFormat(formats.file);
  return {
    standard: answers.standard,
    features: answers.features,
    children: answers.children.map((child) => child.descriptor),
    name: answers.name,
    formats: { terminal: terminal.format, file: file.format },
    extraKeys: [...new Set([...terminal.extraKeys, ...file.extraKeys])],
    hasChildren: answers.children.length > 0,
    fileMode: printFileMode(defaults.fileMode),
    environmentAliases: environmentAliasesOf(variables),
    onNameConflict: answers.onNameConflict ?? "next",
    secrets: printSecrets(listSecrets(answers.secrets)),
  };
}

// A pattern without alternatives would match every name.
function printSecrets(words: readonly string[]): string {
  const pattern = words.length === 0 ? "(?!)" : words.join("|");
  return JSON.stringify(pattern);
}
