import { secrets } from "../standard.js";

/** The words that make a name a secret's: the standard's and those that were added, less those taken out by `!word`. */
export function listSecrets(chosen: readonly string[] = []): string[] {
  const all = [...secrets, ...chosen.filter((word) => !word.startsWith("!"))];
  return [...new Set(all)].filter((word) => !chosen.includes(`!${word}`));
}
