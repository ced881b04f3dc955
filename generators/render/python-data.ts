import type { Answers } from "../answers/answers.js";
import { listSecrets } from "../answers/list-secrets.js";
import type { Environment, Mode } from "../standard.js";
import { printLoguruFormat } from "./print-loguru-format.js";
import { printPythonLiteral } from "./print-python-literal.js";
import {
  environmentAliasesOf,
  patternOf,
  printFileMode,
  type TemplateData,
} from "./template-data.js";

type Shared = Pick<
  TemplateData,
  | "standard"
  | "features"
  | "name"
  | "hasChildren"
  | "fileMode"
  | "environmentAliases"
  | "onNameConflict"
>;

/** What the tags of a Python template read, as `it`. */
export interface PythonData extends Shared {
  /** Format strings, one per kind of sink. */
  formats: { terminal: string; file: string };
  /** Code: a tuple of the children's descriptors. */
  children: string;
  /** Code: a call that makes the mode. */
  modes: Record<Environment, string>;
  /** Code: the pattern of names whose values never reach the log. */
  secrets: string;
}

/** Gathers the values of the Python templates; refuses formats and file modes that cannot be emitted. */
export function buildPythonData(answers: Answers): PythonData {
  const { formats, defaults, modes, variables } = answers.standard;
  return {
    standard: answers.standard,
    features: answers.features,
    name: answers.name,
    hasChildren: answers.children.length > 0,
    fileMode: printFileMode(defaults.fileMode),
    environmentAliases: environmentAliasesOf(variables),
    onNameConflict: answers.onNameConflict ?? "next",
    formats: {
      terminal: printLoguruFormat(formats.terminal),
      file: printLoguruFormat(formats.file),
    },
    children: printTuple(answers.children.map((child) => child.descriptor)),
    modes: {
      development: printMode(modes.development),
      testing: printMode(modes.testing),
      production: printMode(modes.production),
    },
    secrets: printSecrets(listSecrets(answers.secrets)),
  };
}

function printMode({ terminal, file, level }: Mode): string {
  return `Mode(terminal=${print(terminal)}, file=${print(file)}, level=${print(level)})`;
}

// One on a line each, as black leaves a list with a comma behind its last.
function printTuple(words: readonly string[]): string {
  if (words.length === 0) return "()";
  if (words.length === 1) return `(${words.map(print)},)`;
  return `(\n${words.map((word) => `    ${print(word)},\n`).join("")})`;
}

function printSecrets(words: readonly string[]): string {
  return `re.compile(\n    ${print(patternOf(words))},\n    re.IGNORECASE,\n)`;
}

function print(value: string | boolean): string {
  return printPythonLiteral(value, { indent: "", taken: 0 });
}
