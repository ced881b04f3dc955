import { secrets } from "./settings.js";

/** What is shown in the place of a secret. */
export const mask = "'***'";

/** Whether a variable, a property or a key is named like a secret. */
export function isSecret(name: string): boolean {
  return secrets.test(name);
}

// The values that were hidden while `maskEverywhere` lists texts.
let hidden: string[] | undefined;

/** What is shown in the place of this value. */
export function hide(value: unknown): string {
  if (typeof value === "string" && value.length >= 4) hidden?.push(value.slice(0, maxShown));
  return mask;
}

/** Lists texts, and masks what is hidden in one of them in all: `const { password: p } = login`. */
export function maskEverywhere(list: () => string[][]): string[][] {
  const values: string[] = [];
  hidden = values;
  try {
    const maskAll = (text: string): string =>
      values.reduce((masked, value) => masked.split(value).join("***"), text);
    return list().map((texts) => texts.map(maskAll));
  } finally {
    hidden = undefined;
  }
}

// A longer text is cut where it is shown.
const maxShown = 150;

/** A text without the secrets that can be told in it: `https://ann:***@host`, `token=***`, `Bearer ***`. */
export function maskText(text: string): string {
  return text
    .replace(credentials, "$1***@")
    .replace(header, "$1***")
    .replace(option, (all, name: string) => (secrets.test(name) ? `${name} ***` : all))
    .replace(bearer, "$1 ***")
    .replace(named, (all, name: string, between: string) =>
      secrets.test(name) ? `${name}${between}***` : all,
    );
}

const credentials = /(:\/\/[^\s/?#@:]*:)[^\s/?#"'<>]+@/g;
// Their values may hold blanks and quotes: all that follows in the line is masked.
const header =
  /\b((?:(?:proxy-)?authorization|(?:set-)?cookie)\\?["']?\s{0,3}[:=]\s{0,3})(?![\\"'])[^\r\n]+/gi;
const option = /(--[\w-]{1,80}) (?!-)\S+/g;
const bearer = /\b(Bearer|Basic) [\w.~+/=-]{6,}/gi;
// `name=value`, `name: value`, `"name":"value"`, as in queries, headers, JSON and connection strings; a
// text that was cut may end within a value.
const named =
  /\b([\w-]{1,80})(\\?["']?\s{0,3}[:=]\s{0,3})(?:\\"(?:[^"\\]|\\(?!"))*(?:\\")?|"(?:[^"\\]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|(?!\*\*\*|\/\/)[^\s,;&"'{}[\]]+(?: \*\*\*)?)/g;
