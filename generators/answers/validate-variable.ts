import { RefusedError } from "../errors.js";
import type { Variables } from "../standard.js";
import type { Child } from "./answers.js";
import { quote } from "./quote.js";

/** What keeps a text from naming an environment variable, as the end of a sentence; undefined for a good one. */
export function variableFault(variable: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) return undefined;
  return "is not the name of an environment variable (letters, digits and '_', no digit first)";
}

/** Refuses one variable for two purposes: such a service could never be configured. */
export function checkVariables(variables: Variables, children: readonly Child[]): void {
  const { childPrefix, ...own } = variables;
  const purposes = new Map<string, string>();
  for (const [purpose, variable] of Object.entries(own)) {
    const other = purposes.get(variable);
    if (other !== undefined)
      throw new RefusedError(
        `Variable ${quote(variable)} stands for both ${other} and variables.${purpose}. Give each a name of its own.`,
      );
    purposes.set(variable, `variables.${purpose}`);
  }
  for (const { descriptor } of children) {
    const purpose = purposes.get(`${childPrefix}${descriptor}`);
    if (purpose !== undefined)
      throw new RefusedError(
        `Child ${quote(descriptor)} would be named by ${quote(childPrefix + descriptor)}, which is ${purpose} already. Choose another descriptor.`,
      );
  }
}
