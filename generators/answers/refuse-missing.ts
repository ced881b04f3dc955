import { RefusedError } from "../errors.js";
import type { Entrypoint } from "../target/target.js";
import { describeCandidates } from "./choose-entries.js";

interface Missing {
  /** The name is missing; a suggestion where there is one. */
  name: { suggested: string | undefined } | undefined;
  /** The entrypoint is missing; what could be one. */
  entry: { candidates: readonly Entrypoint[] } | undefined;
}

/** Refuses to go on without a terminal while answers are missing, naming the flag of each. */
export function refuseMissing({ name, entry }: Missing): void {
  const flags: string[] = [];
  if (name !== undefined) flags.push(`--name ${name.suggested ?? "<name>"}`);
  const [only, ...others] = entry?.candidates ?? [];
  const isClear = only !== undefined && others.length === 0;
  if (entry !== undefined) flags.push(`--entry ${isClear ? only.file : "<file>"}`);
  if (flags.length === 0) return;
  const choice = others.length > 0 ? `\n${describeCandidates(entry?.candidates ?? [])}` : "";
  const shortcut = isClear ? " (--yes takes that entrypoint, the one detected)" : "";
  throw new RefusedError(
    `There is no terminal to ask at, and answers are missing. Pass ${flags.join(" ")}${shortcut}.${choice}`,
  );
}
