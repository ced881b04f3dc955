import type { Answers } from "../answers/answers.js";
import { listSecrets } from "../answers/list-secrets.js";
import { RefusedError } from "../errors.js";
import type { Environment, Features, NameConflict, Standard, Variables } from "../standard.js";
import type { Flavour } from "./choose-flavour.js";
import { compileFormat, type FormatNeed } from "./compile-format.js";

/** What the tags of a template read, as `it`. */
export interface TemplateData {
  standard: Standard;
  features: Features;
  /** Descriptors of the declared children: the X of `NAME_CHILD_PROCESS_X`. */
  children: string[];
  /** The service's name, as answered. */
  name: string;
  /** Code: an object literal with the functions `second` and `line`, for each kind of sink. */
  formats: { terminal: string; file: string };
  hasChildren: boolean;
  isEsm: boolean;
  isTypeScript: boolean;
  /** Code: the permission bits of a new log file. */
  fileMode: string;
  /** Whether a format has an `{extra}` or `{extra[key]}` token. */
  usesExtra: boolean;
  /** Whether a format has a token for the place of a call. */
  showsPlace: boolean;
  /** Code: the imports that the formats need; empty when they need none. */
  formatImport: string;
  /** Values of the environment variable that mean one of the standard's environments. */
  environmentAliases: Record<string, Environment>;
  onNameConflict: NameConflict;
  /** Code: the pattern of names whose values never reach the log. */
  secrets: string;
}

/** Gathers the values of the templates; refuses formats and file modes that cannot be emitted. */
export function buildTemplateData(answers: Answers, flavour: Flavour): TemplateData {
  const { variables, formats, defaults } = answers.standard;
  const terminal = compileFormat(formats.terminal);
  const file = compileFormat(formats.file);
  const needs = new Set([...terminal.needs, ...file.needs]);
  return {
    standard: answers.standard,
    features: answers.features,
    children: answers.children.map((child) => child.descriptor),
    name: answers.name,
    formats: { terminal: terminal.code, file: file.code },
    hasChildren: answers.children.length > 0,
    isEsm: flavour.moduleKind === "esm",
    isTypeScript: flavour.language === "typescript",
    fileMode: printFileMode(defaults.fileMode),
    usesExtra: needs.has("extraText") || needs.has("extraValue"),
    showsPlace: needs.has("place"),
    formatImport: printImports(needs, flavour),
    environmentAliases: environmentAliasesOf(variables),
    onNameConflict: answers.onNameConflict ?? "next",
    secrets: printSecrets(listSecrets(answers.secrets)),
  };
}

function printSecrets(words: readonly string[]): string {
  return `/${patternOf(words)}/${words.length === 0 ? "" : "i"}`;
}

/** The pattern of names that have one of these words in them; without alternatives it would match every name. */
export function patternOf(words: readonly string[]): string {
  return words.length === 0 ? "(?!)" : words.join("|");
}

/** Node's own word for it, where a team keeps Node's own variable. */
export function environmentAliasesOf({ environment }: Variables): Record<string, Environment> {
  return environment === "NODE_ENV" ? { test: "testing" } : {};
}

/** Code: permission bits, as JavaScript and Python write them. */
export function printFileMode(mode: string): string {
  if (!/^0?[0-7]{3}$/.test(mode)) {
    throw new RefusedError(
      `The file mode '${mode}' is not three octal digits. Write it as '0640' in create-logging.json.`,
    );
  }
  return `0o${mode.slice(-3)}`;
}

function printImports(needs: Set<FormatNeed>, flavour: Flavour): string {
  const lines: string[] = [];
  const extras = (["extraText", "extraValue"] as const).filter((name) => needs.has(name));
  if (needs.has("threadId")) lines.push(printImport(["threadId"], "node:worker_threads", flavour));
  if (extras.length > 0) {
    lines.push(printImport(extras, `./extra${flavour.specifierExtension}`, flavour));
  }
  return lines.join("\n");
}

function printImport(names: string[], specifier: string, flavour: Flavour): string {
  const list = `{ ${names.join(", ")} }`;
  if (flavour.id === "js-cjs") return `const ${list} = require("${specifier}");`;
  return `import ${list} from "${specifier}";`;
}
