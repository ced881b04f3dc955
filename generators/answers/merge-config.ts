import { type Environment, environments, features, type Mode, standard } from "../standard.js";
import type { Answers, Child, DeclaredChild } from "./answers.js";
import type { GivenConfig } from "./read-config.js";
import { checkChildren } from "./validate-child.js";
import { checkVariables } from "./validate-variable.js";

/** What flags, `create-logging.json` and prompts came to; the rest has defaults. */
export interface GivenAnswers {
  name: string;
  target: "node" | "python";
  dir: string;
  entries: string[];
  children: DeclaredChild[];
  /** From `--env-var`: the variable that tells the environment. */
  environmentVariable?: string;
  /** From `--format`. */
  format?: boolean;
  /** From `--plop`, or asked. */
  plop?: boolean;
}

/** Fills in the standard and the defaults. Throws a RefusedError when the answers contradict each other. */
export function mergeConfig(given: GivenAnswers, config: GivenConfig): Answers {
  const children = given.children.map((child) => nameChild(child, given.name));
  const variables = { ...standard.variables, ...config.variables };
  if (given.environmentVariable !== undefined) variables.environment = given.environmentVariable;
  checkChildren(children, given.name, given.entries);
  checkVariables(variables, children);
  return {
    name: given.name,
    target: given.target,
    dir: given.dir,
    entries: [...new Set(given.entries)],
    children,
    standard: {
      variables,
      modes: mergeModes(config.levels),
      formats: { ...standard.formats, ...config.formats },
      defaults: { ...standard.defaults, ...config.defaults },
    },
    features: { ...features, ...config.features },
    ...(config.onNameConflict === undefined ? {} : { onNameConflict: config.onNameConflict }),
    ...(config.secrets === undefined ? {} : { secrets: config.secrets }),
    ...((given.format ?? config.format) ? { format: true } : {}),
    ...((given.plop ?? config.plop) ? { plop: true } : {}),
  };
}

/**
 * Children of `create-logging.json` and of flags: a flag adds one, or changes what it says of one that is there. Only
 * an edit of the file takes one away, so that a forgotten flag can't.
 */
export function mergeChildren(
  configured: readonly DeclaredChild[],
  flagged: readonly DeclaredChild[],
): DeclaredChild[] {
  const merged = configured.map((child) => {
    const changes = flagged.filter(({ descriptor }) => descriptor === child.descriptor);
    return changes.length === 1 ? { ...child, ...changes[0] } : child;
  });
  const added = flagged.filter(
    (child, index) =>
      !configured.some(({ descriptor }) => descriptor === child.descriptor) ||
      // Said twice on one command line: kept, so that the check names it.
      flagged.findIndex(({ descriptor }) => descriptor === child.descriptor) !== index,
  );
  return [...merged, ...added];
}

/** A child with its name. The usual one begins with its parent's: names are file names in a folder that services may share. */
export function nameChild(child: DeclaredChild, parent: string): Child {
  return {
    descriptor: child.descriptor,
    name: child.name ?? `${parent}-${child.descriptor.toLowerCase().replaceAll("_", "-")}`,
    ...(child.entry === undefined ? {} : { entry: child.entry }),
  };
}

function mergeModes(given: GivenConfig["levels"] = {}): Record<Environment, Mode> {
  const modes = structuredClone(standard.modes);
  for (const environment of environments) {
    const level = given[environment];
    if (level !== undefined) modes[environment].level = level;
  }
  return modes;
}
