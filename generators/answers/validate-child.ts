import { RefusedError } from "../errors.js";
import type { Child } from "./answers.js";
import { quote } from "./quote.js";
import { nameFault } from "./validate-name.js";

const upperSnake = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/** What keeps a text from being a child's descriptor, as the end of a sentence; undefined for a good one. */
export function descriptorFault(descriptor: string): string | undefined {
  if (upperSnake.test(descriptor)) return undefined;
  const suggestion = toDescriptor(descriptor);
  return suggestion === undefined
    ? "is not in upper snake case"
    : `is not in upper snake case, as ${suggestion} is`;
}

/**
 * Refuses children that would share a variable, a log file or an entrypoint with each other or their parent (ENV-7).
 * `nameFlag` is where a child is named otherwise.
 */
export function checkChildren(
  children: readonly Child[],
  parent: string,
  entries: readonly string[],
  nameFlag = ({ descriptor }: Child) => `--child ${descriptor}=<name>`,
): void {
  const seen: Child[] = [];
  for (const child of children) {
    const label = quote(child.descriptor);
    if (seen.some(({ descriptor }) => descriptor === child.descriptor))
      throw new RefusedError(
        `Child ${label} is declared twice. Give each child a descriptor of its own.`,
      );
    const fault = nameFault(child.name);
    if (fault !== undefined)
      throw new RefusedError(
        `Child ${label}: its name ${quote(child.name)} ${fault}. Name it otherwise: ${nameFlag(child)}.`,
      );
    if (child.name === parent)
      throw new RefusedError(
        `Child ${label} has its parent's name ${quote(parent)}: both would write one log file. Name it otherwise: ${nameFlag(child)}.`,
      );
    const twin = seen.find(({ name }) => name === child.name);
    if (twin !== undefined)
      throw new RefusedError(
        `Children '${twin.descriptor}' and ${label} have one name, ${quote(child.name)}: both would write one log file. Name one otherwise: ${nameFlag(child)}.`,
      );
    if (child.entry !== undefined && entries.includes(child.entry))
      throw new RefusedError(
        `${quote(child.entry)} is given as the entrypoint of child ${label} and of the service itself. Name it once: leave it out for the child, or pass another --entry.`,
      );
    seen.push(child);
  }
}

/** Upper snake case of a text, where there is one. */
export function toDescriptor(text: string): string | undefined {
  const upper = text
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[\s_.-]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();
  return upperSnake.test(upper) ? upper : undefined;
}
