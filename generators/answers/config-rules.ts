import { environments, features, levels, nameConflicts, secrets, standard } from "../standard.js";
import { quote, quoteList } from "./quote.js";
import { descriptorFault } from "./validate-child.js";
import { dirFault, pathFault } from "./validate-dir.js";
import { nameFault } from "./validate-name.js";
import { variableFault } from "./validate-variable.js";

/** What a place in `create-logging.json` may hold. A leaf says what is wrong with a value, as the end of a sentence. */
export type Rule =
  | { kind: "value"; faultOf: (value: unknown) => string | undefined; next: string }
  | { kind: "format" }
  | { kind: "object"; keys: Record<string, Rule>; required?: readonly string[] }
  | { kind: "list"; of: Rule; least: number };

const entry = text(pathFault, "Write a path relative to the package, with '/'.");
const variable = text(variableFault, "Write a name such as 'NAME_APP'.");

const flag: Rule = {
  kind: "value",
  faultOf: (value) => (typeof value === "boolean" ? undefined : "is neither true nor false"),
  next: "Write true or false.",
};

/** The rules of `create-logging.json`; `schema/create-logging.schema.json` says the same to an editor. */
export const configRules: Rule = object({
  $schema: text(() => undefined, "Write the schema's address, or leave it out."),
  name: text(nameFault, "Write a plain file name."),
  target: oneOf(["node", "python"]),
  dir: text(dirFault, "Write a folder inside the package, such as 'src/logging'."),
  entries: { kind: "list", of: entry, least: 1 },
  children: {
    kind: "list",
    least: 0,
    of: object(
      {
        descriptor: text(descriptorFault, "Write letters, digits and '_', such as 'SCORER'."),
        name: text(nameFault, "Write a plain file name."),
        entry,
      },
      ["descriptor", "name"],
    ),
  },
  variables: objectOf(Object.keys(standard.variables), variable),
  levels: objectOf(environments, oneOf(Object.keys(levels))),
  formats: objectOf(Object.keys(standard.formats), { kind: "format" }),
  defaults: object({
    maxSize: text(sizeFault, `Write a size such as '${standard.defaults.maxSize}'.`),
    maxFiles: { kind: "value", faultOf: countFault, next: "Write a whole number, 0 or more." },
    fileMode: text(fileModeFault, `Write octal digits such as '${standard.defaults.fileMode}'.`),
  }),
  features: objectOf(Object.keys(features), flag),
  onNameConflict: oneOf(nameConflicts),
  secrets: {
    kind: "list",
    of: text(secretFault, "Write a word such as 'iban', or '!key' to take one out."),
    least: 0,
  },
  failOn: { kind: "list", of: oneOf(["outdated", "drifted", "conflicted"]), least: 0 },
  format: flag,
  plop: flag,
});

function object(keys: Record<string, Rule>, required: readonly string[] = []): Rule {
  return { kind: "object", keys, required };
}

function objectOf(keys: readonly string[], rule: Rule): Rule {
  return object(Object.fromEntries(keys.map((key) => [key, rule])));
}

function text(faultOf: (value: string) => string | undefined, next: string): Rule {
  return {
    kind: "value",
    faultOf: (value) => (typeof value === "string" ? faultOf(value) : "is not a text"),
    next,
  };
}

function oneOf(words: readonly string[]): Rule {
  return {
    kind: "value",
    faultOf: (value) => (words.some((word) => word === value) ? undefined : "is not a valid value"),
    next: words.length === 1 ? `Write ${quote(words[0])}.` : `Write one of ${quoteList(words)}.`,
  };
}

// FILE-2: a bare number is megabytes, and one of 10,000 or more was surely meant as bytes.
function sizeFault(size: string): string | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(?: ?([KMG]?i?B))?$/i.exec(size) ?? [];
  if (amount === undefined || /^iB$/i.test(unit)) return "is not a size";
  if (unit === "" && Number(amount) >= 10_000) return "looks like bytes and would be megabytes";
  const power = unit === "" ? 2 : ["B", "K", "M", "G"].indexOf(unit.charAt(0).toUpperCase());
  const bytes = Math.floor(Number(amount) * (/i/i.test(unit) ? 1024 : 1000) ** power);
  if (bytes === 0) return "is less than a byte";
  return Number.isSafeInteger(bytes) ? undefined : "is more than can be counted";
}

// Words are parts of a name; the standard's may be taken out, so that a name such as `keyboard` is shown.
function secretFault(word: string): string | undefined {
  if (!/^!?[\w-]+$/.test(word)) return "is not a part of a name";
  if (!word.startsWith("!") || secrets.includes(word.slice(1))) return undefined;
  return `is none of ${quoteList(secrets)}`;
}

function countFault(count: unknown): string | undefined {
  return Number.isSafeInteger(count) && (count as number) >= 0 ? undefined : "is not a count";
}

function fileModeFault(mode: string): string | undefined {
  if (!/^0?[0-7]{3}$/.test(mode)) return "is not a file's permissions";
  return /^0?[67]/.test(mode)
    ? undefined
    : "keeps the service itself from reading or writing its log";
}
