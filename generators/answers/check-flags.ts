import { RefusedError } from "../errors.js";
import type { Flags } from "./answers.js";
import { quote } from "./quote.js";
import { dirFault } from "./validate-dir.js";
import { nameFault } from "./validate-name.js";
import { variableFault } from "./validate-variable.js";

/** Refuses flags whose value can't be used, before the first question and not after the last. */
export function checkFlags({ name, dir, envVar, target }: Flags): void {
  if (target !== undefined && target !== "node" && target !== "python")
    throw new RefusedError(
      `Target ${quote(target)} is not known. Pass --target node or --target python.`,
    );
  refuseFault("Name", name?.trim(), nameFault, "Pass a plain file name with --name.");
  refuseFault("Folder", dir, dirFault, "Pass a folder inside the package with --dir.");
  refuseFault("Variable", envVar, variableFault, "Pass one such as --env-var NODE_ENV.");
}

/** Throws a RefusedError for a value with a fault, which is the end of a sentence. */
export function refuseFault(
  subject: string,
  value: string | undefined,
  faultOf: (value: string) => string | undefined,
  next: string,
): void {
  const fault = value === undefined ? undefined : faultOf(value);
  if (fault !== undefined) throw new RefusedError(`${subject} ${quote(value)} ${fault}. ${next}`);
}
