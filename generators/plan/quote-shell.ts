/** A word as a POSIX shell reads it back, unchanged, whatever is in it. */
export function quoteShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `NAME=value` ahead of a command. */
export function assignShell(name: string, value: string): string {
  return `${name}=${quoteShell(value)}`;
}
