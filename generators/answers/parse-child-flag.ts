import { RefusedError } from "../errors.js";
import type { DeclaredChild } from "./answers.js";
import { quote } from "./quote.js";
import { descriptorFault } from "./validate-child.js";
import { normalisePath, pathFault } from "./validate-dir.js";
import { nameFault } from "./validate-name.js";

const next = "Write DESCRIPTOR, DESCRIPTOR=name, DESCRIPTOR:entry or DESCRIPTOR=name:entry.";

/**
 * Reads `SCORER`, `SCORER=news-scorer`, `SCORER:src/scorer.ts` or `SCORER=news-scorer:src/scorer.ts`. The last `:` is the
 * one that counts: a name may hold others.
 */
export function parseChildFlag(text: string): DeclaredChild {
  const [, descriptor = "", name, entry] = /^([^=:]*)(?:=(.*?))?(?::([^:]*))?$/s.exec(text) ?? [
    text,
    text,
  ];
  const fault =
    sayFault("descriptor", descriptor, descriptorFault) ??
    sayFault("name", name?.trim(), nameFault) ??
    sayFault("entrypoint", entry, pathFault);
  if (fault !== undefined)
    throw new RefusedError(`Can't read child ${quote(text)}: ${fault}. ${next}`);
  return {
    descriptor,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(entry === undefined ? {} : { entry: normalisePath(entry) }),
  };
}

/** Reads what a person types at the prompt: the flag's forms, separated by commas; nothing means no children. */
export function parseChildList(text: string): DeclaredChild[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseChildFlag);
}

function sayFault(
  what: string,
  value: string | undefined,
  faultOf: (value: string) => string | undefined,
): string | undefined {
  const fault = value === undefined ? undefined : faultOf(value);
  return fault === undefined ? undefined : `its ${what} ${quote(value)} ${fault}`;
}
