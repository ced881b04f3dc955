import { RefusedError } from "../errors.js";
import { quoteShell } from "../plan/quote-shell.js";
import type { Entrypoint } from "../target/target.js";
import { describeCandidates, listClear } from "./choose-entries.js";

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
  const clear = listClear(candidates);
  if (entry !== undefined)
    flags.push(...(clear?.map(quoteShell) ?? ["<file>"]).map((file) => `--entry ${file}`));
  if (flags.length === 0) return;
  const choice =
    clear === undefined && candidates.length > 0 ? `\n${describeCandidates(candidates)}` : "";
  const what = clear?.length === 1 ? "that entrypoint, the one" : "those entrypoints, the ones";
  const shortcut = clear === undefined ? "" : ` (--yes takes ${what} detected)`;
  throw new RefusedError(
    `There is no terminal to ask at, and answers are missing. Pass ${flags.join(" ")}${shortcut}.${choice}`,
  );
}
