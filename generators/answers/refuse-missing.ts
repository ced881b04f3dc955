import { RefusedError } from "../errors.js";
import { quoteShell } from "../plan/quote-shell.js";
import type { Entrypoint } from "../target/target.js";
import { describeCandidates, isClearChoice } from "./choose-entries.js";

interface Missing {
  /** The name is missing; a suggestion where there is one. */
  name: { suggested: string | undefined } | undefined;
  /** The entrypoint is missing; what could be one. */
  entry: { candidates: readonly Entrypoint[] } | undefined;
}

/** Refuses to go on without a terminal while answers are missing, naming the flag of each. */
export function refuseMissing({ name, entry }: Missing): void {
  const flags: string[] = [];
  if (name !== undefined)
    flags.push(`--name ${name.suggested === undefined ? "<name>" : quoteShell(name.suggested)}`);
  const candidates = entry?.candidates ?? [];
  const isClear = isClearChoice(candidates);
  const files = isClear ? candidates.map(({ file }) => quoteShell(file)) : ["<file>"];
  if (entry !== undefined) flags.push(...files.map((file) => `--entry ${file}`));
  if (flags.length === 0) return;
  const choice = candidates.length > 1 && !isClear ? `\n${describeCandidates(candidates)}` : "";
  const shortcut = isClear ? ` (--yes takes ${takes(candidates)})` : "";
  throw new RefusedError(
    `There is no terminal to ask at, and answers are missing. Pass ${flags.join(" ")}${shortcut}.${choice}`,
  );
}

function takes(detected: readonly Entrypoint[]): string {
  return detected.length === 1
    ? "that entrypoint, the one detected"
    : "those entrypoints, the ones detected";
}
