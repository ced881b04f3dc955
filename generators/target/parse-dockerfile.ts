import { posix } from "node:path";
import type { ParsedCommand } from "./parsed-command.js";
import { joinWords, splitCommand } from "./split-command.js";

interface Instruction {
  line: number;
  name: string;
  rest: string;
}

/** What one stage of a Dockerfile has said so far. */
interface BuildStage {
  /** What starts a CMD that begins with a flag: the official images' entrypoints do. */
  runtime: "node" | "python";
  cwd: string;
  variables: Record<string, string>;
  entrypoint?: Start;
  cmd?: Start;
  /** Stood in this stage itself; what is inherited is told once. */
  startsHere: boolean;
  copies: { from: string[]; to: string }[];
}

interface Start {
  line: number;
  words?: string[];
  shell?: string;
}

/** What the containers of a Dockerfile start: ENTRYPOINT and CMD of each stage, the last one being the real one. */
export function parseDockerfile(text: string): ParsedCommand[] {
  const stages: BuildStage[] = [];
  const named = new Map<string, BuildStage>();
  let stage: BuildStage = {
    runtime: "node",
    cwd: "/",
    variables: {},
    startsHere: false,
    copies: [],
  };
  for (const { name, rest, line } of instructions(text)) {
    if (name === "FROM") {
      const [, image = "", alias] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? [];
      const base = named.get(image.toLowerCase());
      stage = {
        ...(base ?? { runtime: /python/i.test(image) ? "python" : "node", cwd: "/" }),
        variables: { ...(base?.variables ?? stage.variables) },
        startsHere: false,
        copies: [...(base?.copies ?? [])],
      };
      stages.push(stage);
      if (alias !== undefined) named.set(alias.toLowerCase(), stage);
    } else if (name === "WORKDIR") {
      stage.cwd = posix.resolve(stage.cwd, unquote(expand(rest, stage.variables)));
    } else if (name === "COPY" || name === "ADD") {
      stage.copies.push(...readCopy(expand(rest, stage.variables), stage.cwd));
    } else if (name === "ENV" || name === "ARG") {
      Object.assign(stage.variables, readVariables(rest));
    } else if (name === "ENTRYPOINT") {
      // A new ENTRYPOINT clears the CMD that was inherited, not one of the same stage below it.
      stage.entrypoint = readStart(rest, line);
      if (!stage.startsHere) delete stage.cmd;
      stage.startsHere = true;
    } else if (name === "CMD") {
      stage.cmd = readStart(rest, line);
      stage.startsHere = true;
    }
  }
  return stages.flatMap((each, index) => {
    const isLast = index === stages.length - 1;
    const start = each.startsHere || isLast ? toCommand(each) : undefined;
    return start === undefined ? [] : [{ ...start, isDevelopment: !isLast }];
  });
}

function toCommand(stage: BuildStage): ParsedCommand | undefined {
  const { entrypoint, cmd } = stage;
  const start = cmd ?? entrypoint;
  if (start === undefined) return undefined;
  const raw =
    entrypoint?.shell ??
    (entrypoint?.words === undefined && cmd?.shell !== undefined
      ? cmd.shell
      : joinWords([
          ...(entrypoint?.words ?? []),
          ...(cmd?.words ?? (cmd?.shell === undefined ? [] : ["sh", "-c", cmd.shell])),
        ]));
  // An image whose entrypoint is node gets node's own arguments, as the official image does for a flag.
  const command = expand(raw, stage.variables);
  return {
    line: start.line,
    command: command.startsWith("-") ? `${stage.runtime} ${command}` : command,
    cwd: stage.cwd,
    env: stage.variables,
    copies: stage.copies,
  };
}

function readCopy(rest: string, cwd: string): { from: string[]; to: string }[] {
  const words = rest.startsWith("[")
    ? (readStart(rest, 0).words ?? [])
    : (splitCommand(rest)[0]?.words ?? []);
  const paths = words.filter((word) => !word.startsWith("--"));
  const to = paths.pop();
  return to === undefined || paths.length === 0
    ? []
    : [{ from: paths, to: posix.resolve(cwd, to) }];
}

function readStart(rest: string, line: number): Start {
  if (rest.startsWith("[")) {
    try {
      const words: unknown = JSON.parse(rest.replace(/,\s*\]$/, "]"));
      if (Array.isArray(words)) return { line, words: words.map(String) };
    } catch {
      // Docker takes an array that is not JSON for a shell line; people meant the array.
      return {
        line,
        words: rest
          .slice(1)
          .replace(/\]\s*$/, "")
          .split(",")
          .map((word) => unquote(word.trim())),
      };
    }
  }
  return { line, shell: rest };
}

function* instructions(text: string): Generator<Instruction> {
  const lines = text.split(/\r?\n/);
  let heredoc: string | undefined;
  for (let index = 0; index < lines.length; index++) {
    const first = index;
    let whole = (lines[index] ?? "").trim();
    if (heredoc !== undefined) {
      if (whole === heredoc) heredoc = undefined;
      continue;
    }
    if (whole === "" || whole.startsWith("#")) continue;
    while (/[\\`]$/.test(whole) && index + 1 < lines.length) {
      const next = (lines[++index] ?? "").trim();
      whole = next.startsWith("#") ? whole : `${whole.slice(0, -1)} ${next}`;
    }
    const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/s.exec(whole) ?? [];
    heredoc = /<<-?["']?(\w+)["']?/.exec(rest)?.[1];
    yield { line: first + 1, name: name.toUpperCase(), rest: rest.trim() };
  }
}

function readVariables(rest: string): Record<string, string> {
  // `ENV NAME value`, the old form, has no equals sign in its first word.
  const old = /^(\w+)\s+([^=]+)$/.exec(rest);
  if (old?.[1] !== undefined) return { [old[1]]: old[2] ?? "" };
  return Object.assign({}, ...splitCommand(rest).map(({ env }) => env));
}

function expand(text: string, variables: Record<string, string>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g, (whole, bare, braced, fallback) => {
    const name = bare ?? braced;
    return Object.hasOwn(variables, name) ? (variables[name] ?? "") : (fallback ?? whole);
  });
}

function unquote(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}
