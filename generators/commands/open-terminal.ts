import pc from "picocolors";

type Colors = ReturnType<typeof pc.createColors>;

/** Where a run speaks. The plan and the report are its output; all else is for the person who waits. */
export interface Terminal {
  /** A person can be asked: standard input is a terminal, and so is where questions appear. */
  isInteractive: boolean;
  isJson: boolean;
  /** Colours of what `print` is given; they leave the text as it is where colours are not wanted. */
  colors: Colors;
  /** To standard output; nothing with `--json`. */
  print(text: string): void;
  /** The plan as JSON, to standard output. */
  printJson(value: unknown): void;
  /** To standard error. */
  tell(text: string): void;
  /** To where a person at the terminal sees it: standard output unless that is redirected or JSON. */
  show(text: string): void;
  /** Replaces the one line of progress, on a terminal only; no text takes it away. */
  progress(text?: string): void;
}

/** Opens this process's own streams. */
export function openTerminal({ json }: { json: boolean }): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const canMoveCursor = stderr.isTTY === true && env["TERM"] !== "dumb";
  let hasProgress = false;

  const progress = (text?: string): void => {
    if (!canMoveCursor || (text === undefined && !hasProgress)) return;
    // One line at most: a longer one would wrap, and \r only takes back its last row.
    const line = text?.slice(0, Math.max(0, (stderr.columns || 80) - 1)) ?? "";
    stderr.write(`\r\x1b[K${line}`);
    hasProgress = text !== undefined;
  };
  const write = (stream: NodeJS.WritableStream, text: string): void => {
    progress();
    stream.write(`${text}\n`);
  };

  return {
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    isJson: json,
    colors: pc.createColors(wantsColors(json ? stderr : stdout, env)),
    print: (text) => {
      if (!json) write(stdout, text);
    },
    printJson: (value) => write(stdout, JSON.stringify(value, null, 2)),
    tell: (text) => write(stderr, text),
    show: (text) => write(stdout.isTTY && !json ? stdout : stderr, text),
    progress,
  };
}

/** NO_COLOR and FORCE_COLOR decide, else whether it is a terminal that knows colours. */
export function wantsColors(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = env;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return stream.isTTY === true && term !== "dumb";
}
