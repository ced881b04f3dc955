import type { Adapter } from "./plan-adapter.js";
import { key, memberLines } from "./write-members.js";

/** How a file writes what is added to it, and what it can call things. */
export interface WritingStyle {
  isTyped: boolean;
  quote: string;
  semicolon: boolean;
  indent: string;
  trailingComma: boolean;
  newline: string;
}

/** Names that the file has free for what is added. */
export interface AdapterNames {
  /** Our logger. */
  logger: string;
  /** Its type. */
  type: string;
  /** The table of levels. */
  levels: string;
  /** The function that makes a logger of theirs of one of ours. */
  adapt: string;
  /** The type of what that returns. */
  adapted: string;
  events: string;
  emitter: string;
}

/** What stands ahead of the first logger, and how each of them is made. */
export interface AdapterText {
  /** Statements, a comment on top of each; empty where nothing is needed. */
  declarations: string[];
  /** The expression that stands for a logger; `base` is one of ours. */
  write(base: string): string;
  needs: { type: boolean; events: boolean };
}

/** Writes an adapter: nothing where our logger serves, an object where names are enough, or else a function. */
export function writeAdapter(
  adapter: Adapter,
  style: WritingStyle,
  names: AdapterNames,
  isRepeated: boolean,
): AdapterText {
  const isFunction = adapter.log !== undefined || adapter.child || adapter.messageFirst;
  const lines = memberLines(
    adapter,
    style,
    names,
    isFunction || isRepeated ? "logger" : names.logger,
  );
  const needs = { type: false, events: adapter.stream.size > 0 };
  const finish = (text: string): string => applyStyle(text, style);
  if (lines.length === 0 && !adapter.isExtended) {
    return { declarations: [], write: (base) => base, needs };
  }
  const declarations = eventLines(adapter, names);
  const comment = levelComment(adapter);
  const needsTable =
    adapter.log !== undefined || (adapter.isLevelEnabled && adapter.aliases.size > 0);
  if (needsTable)
    declarations.push([comment, ...tableLines(adapter, style, names)].filter(isLine).join("\n"));
  const about = needsTable ? undefined : comment;
  if (!isFunction && !isRepeated) {
    if (about) declarations.push(about);
    const text = ["{", `\t...${names.logger},`, ...lines.map((line) => `\t${line}`), "}"].join(
      "\n",
    );
    return { declarations: declarations.map(finish), write: () => finish(text), needs };
  }
  if (adapter.messageFirst) declarations.push(messageFirstLines(style, names).join("\n"));
  if (style.isTyped && adapter.child) declarations.push(interfaceLines(adapter, names).join("\n"));
  declarations.push(functionLines(adapter, style, names, lines, about).join("\n"));
  return {
    declarations: declarations.map(finish),
    write: (base) => `${names.adapt}(${base})`,
    needs: { ...needs, type: style.isTyped },
  };
}

function isLine(line: string | undefined): line is string {
  return line !== undefined;
}

function levelComment({ aliases }: Adapter): string | undefined {
  const words: Record<string, string> = {
    debug: "DEBUG",
    trace: "TRACE",
    info: "INFO",
    warn: "WARNING",
    error: "ERROR",
    fatal: "CRITICAL",
  };
  const byLevel = new Map<string, string[]>();
  for (const [name, ours] of aliases) {
    const level = words[ours] ?? "";
    byLevel.set(level, [...(byLevel.get(level) ?? []), name]);
  }
  if (byLevel.size === 0) return undefined;
  const parts = [...byLevel].map(([level, levels]) => {
    const off = level === "DEBUG" ? " (off in production)" : "";
    return `${joinWords(levels)} ${levels.length > 1 ? "are" : "is"} ${level}${off}`;
  });
  const note = aliases.has("mark") ? "; INFO is on everywhere, as mark was" : "";
  return `// Levels that Loguru lacks: ${parts.join(", ")}${note}.`;
}

function joinWords(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function eventLines({ stream }: Adapter, { events, emitter }: AdapterNames): string[] {
  if (stream.size === 0) return [];
  return [
    `// Every record is written when its call returns: whoever waits for the end of the log waits for nothing.\nconst ${events} = new ${emitter}();`,
  ];
}

function tableLines({ levels }: Adapter, { isTyped }: WritingStyle, names: AdapterNames): string[] {
  const entries = [...levels].map(([name, ours]) => `\t${key(name)}: "${ours}",`);
  return [`const ${names.levels} = {`, ...entries, isTyped ? "} as const;" : "};"];
}

function messageFirstLines({ isTyped }: WritingStyle, { type }: AdapterNames): string[] {
  const method = isTyped ? `: ${type}["info"]` : "";
  return [
    "// pino takes an object or an error ahead of the message; in the record the message comes first.",
    `function messageFirst(write${method})${method} {`,
    "\treturn (...args) => {",
    "\t\tconst [values, message, ...rest] = args;",
    '\t\tif (typeof values === "object" && typeof message === "string") write(message, ...rest, values);',
    "\t\telse write(...args);",
    "\t};",
    "}",
  ];
}

function interfaceLines(adapter: Adapter, { type, adapted, emitter }: AdapterNames): string[] {
  const { aliases, enabled, stream } = adapter;
  const lines = [...aliases.keys()].map((name) => `${key(name)}: ${type}["info"];`);
  lines.push(`child(values?: object): ${adapted};`);
  if (adapter.level) lines.push("level: string;");
  if (adapter.silent === "method") lines.push("silent(): void;");
  if (adapter.silent === "property") lines.push("silent: boolean;");
  if (adapter.isLevelEnabled) lines.push("isLevelEnabled(level: string): boolean;");
  for (const name of enabled.keys()) lines.push(`${name}(): boolean;`);
  for (const name of ["on", "once"].filter((each) => stream.has(each)))
    lines.push(`${name}: ${emitter}["${name}"];`);
  for (const name of ["end", "close"].filter((each) => stream.has(each)))
    lines.push(`${name}(): void;`);
  if (adapter.flush) lines.push("flush(callback?: (error?: Error) => void): void;");
  return [`interface ${adapted} extends ${type} {`, ...lines.map((line) => `\t${line}`), "}"];
}

function functionLines(
  adapter: Adapter,
  { isTyped }: WritingStyle,
  names: AdapterNames,
  lines: string[],
  comment: string | undefined,
): string[] {
  const returned = isTyped && adapter.child ? `: ${names.adapted}` : "";
  const usesCaller = adapter.log !== undefined || adapter.messageFirst;
  const caller = usesCaller
    ? [
        "\t// Records name the caller of what is defined here.",
        "\tconst caller = logger.opt({ depth: 1 });",
      ]
    : [];
  return [
    ...(comment ? [comment] : []),
    `function ${names.adapt}(logger${isTyped ? `: ${names.type}` : ""})${returned} {`,
    ...caller,
    "\treturn {",
    "\t\t...logger,",
    ...lines.map((line) => `\t\t${line}`),
    "\t};",
    "}",
  ];
}

// What is written above has no quotes or semicolons inside of strings and comments.
function applyStyle(text: string, style: WritingStyle): string {
  const lines = text.split("\n").map((line) => {
    const indent = /^\t*/.exec(line)?.[0].length ?? 0;
    let code = line.slice(indent);
    if (code.startsWith("//")) return style.indent.repeat(indent) + code;
    code = code.replaceAll('"', style.quote);
    if (!style.semicolon) code = code.replace(/;$/, "");
    return style.indent.repeat(indent) + code;
  });
  const joined = lines.join(style.newline);
  return style.trailingComma ? joined : joined.replace(/,(\r?\n\s*\})/g, "$1");
}
