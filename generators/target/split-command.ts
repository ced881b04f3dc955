/** One program and its arguments, as a shell would start it. */
export interface SimpleCommand {
  /** `A=b` in front of the program; or standing alone, with no words after it. */
  env: Record<string, string>;
  words: string[];
}

interface Token {
  text: string;
  isOperator: boolean;
  isQuoted: boolean;
}

const keywords = new Set([
  "if",
  "then",
  "elif",
  "else",
  "fi",
  "while",
  "until",
  "do",
  "done",
  "!",
  "{",
  "}",
  "esac",
]);

/**
 * Splits a shell line, or a whole script, into its commands: quotes, escapes, comments, `&&`, `||`,
 * `;`, `|`, `&` and redirections as a POSIX shell reads them. Variables and substitutions stay as text.
 */
export function splitCommand(text: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let current: Token[] = [];
  for (const token of [...tokens(text), { text: "\n", isOperator: true, isQuoted: false }]) {
    if (!token.isOperator) {
      current.push(token);
      continue;
    }
    const command = toCommand(current);
    if (command.words.length > 0 || Object.keys(command.env).length > 0) commands.push(command);
    current = [];
  }
  return commands;
}

/** Writes words so that splitCommand gives them back. */
export function joinWords(words: string[]): string {
  return words
    .map((word) =>
      /^(?:[\w@%+=:,./*-]|\$\w+)+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
    )
    .join(" ");
}

/** The words of a text that is no command line: arguments, or systemd's assignments. */
export function splitWords(text: string): string[] {
  return splitCommand(`: ${text}`).flatMap(({ words }) => words.slice(1));
}

/** The assignments among words: of `export A=b C`, of systemd's `Environment=`. */
export function readAssignments(words: readonly string[]): Record<string, string> {
  const pairs = words.map((word) => /^([A-Za-z_]\w*)=(.*)$/s.exec(word));
  return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1], pair[2]]])));
}

function toCommand(all: Token[]): SimpleCommand {
  const env: Record<string, string> = {};
  let index = 0;
  for (; index < all.length; index++) {
    const token = all[index];
    if (token === undefined) break;
    if (!token.isQuoted && keywords.has(token.text)) continue;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(token.text);
    if (assignment?.[1] === undefined) break;
    env[assignment[1]] = assignment[2] ?? "";
  }
  return { env, words: all.slice(index).map((token) => token.text) };
}

function* tokens(text: string): Generator<Token> {
  // In this order: a line continuation, blanks, a comment, a redirection, an operator, a word.
  const pattern =
    /\\\r?\n|[ \t\r]+|(#[^\n]*)|(\d*(?:>>?|<)(?:&\d|&-|\s*[^\s;&|<>()]+))|(&&|\|\||[;&|()\n])|((?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|\$\{[^}]*\}|\$\([^)]*\)|`[^`]*`|[^\s;&|<>()'"\\`])+)|./gsy;
  for (const match of text.matchAll(pattern)) {
    const [, , , operator, word] = match;
    if (operator !== undefined) yield { text: operator, isOperator: true, isQuoted: false };
    if (word !== undefined) {
      yield { text: unquote(word), isOperator: false, isQuoted: /^["']/.test(word) };
    }
  }
}

function unquote(word: string): string {
  return word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs, (_, single, double, escaped) => {
    if (single !== undefined) return single;
    if (double !== undefined) return double.replace(/\\(["\\$`\n])/g, "$1");
    // `.\dist\index.js` in a script written on Windows; no shell escapes a letter.
    return /\w/.test(escaped) ? `/${escaped}` : escaped;
  });
}
