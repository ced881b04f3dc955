import type { Adapter } from "./plan-adapter.js";
import type { AdapterNames, WritingStyle } from "./write-adapter.js";

/** A level as the key of an object. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `"${name}"`;
}

/** Writes what an adapter has besides our logger's own members, a line each. */
export function memberLines(
  adapter: Adapter,
  { isTyped }: WritingStyle,
  names: AdapterNames,
  base: string,
): string[] {
  const t = (text: string): string => (isTyped ? text : "");
  const { aliases, levels, stream } = adapter;
  const lines: string[] = [];
  if (adapter.messageFirst) {
    for (const [name, ours] of [...levels].reverse()) {
      lines.push(`${key(name)}: messageFirst(caller.${ours}),`);
    }
  } else for (const [name, ours] of aliases) lines.push(`${key(name)}: ${base}.${ours},`);
  lines.push(...logLines(adapter, names, t));
  if (adapter.child) {
    const returned = t(`: ${names.adapted}`);
    const head = `child: (values${t(": object")} = {})${returned} =>`;
    lines.push(...arrow(head, `${names.adapt}(${base}.bind({ ...values })),`, t));
  }
  if (adapter.level) {
    lines.push("// The environment decides what is logged: setting this changes nothing.");
    lines.push(`level: ${base}.isEnabled("debug") ? "debug" : "info",`);
  }
  if (adapter.silent === "method") lines.push("silent() {},");
  if (adapter.silent === "property") lines.push("silent: false,");
  if (adapter.isLevelEnabled) {
    const level =
      aliases.size > 0 || adapter.log !== undefined
        ? `${names.levels}[level${t(` as keyof typeof ${names.levels}`)}] ?? "info"`
        : `level${t(' as "info"')}`;
    lines.push(
      ...arrow(`isLevelEnabled: (level${t(": string")}) =>`, `${base}.isEnabled(${level}),`, t),
    );
  }
  for (const [name, ours] of adapter.enabled)
    lines.push(`${name}: () => ${base}.isEnabled("${ours}"),`);
  const { events } = names;
  if (stream.has("on")) lines.push(`on: ${events}.on.bind(${events}),`);
  if (stream.has("once")) lines.push(`once: ${events}.once.bind(${events}),`);
  if (stream.has("end"))
    lines.push(`end: () => void setImmediate(() => ${events}.emit("finish")),`);
  if (stream.has("close"))
    lines.push(`close: () => void setImmediate(() => ${events}.emit("close")),`);
  if (adapter.flush) lines.push(...flushLines(t));
  return lines;
}

function flushLines(t: (text: string) => string): string[] {
  return [`flush(callback${t("?: (error?: Error) => void")}) {`, "\tcallback?.();", "},"];
}

function logLines(
  { log, library }: Adapter,
  { levels }: AdapterNames,
  t: (text: string) => string,
): string[] {
  if (log === undefined) return [];
  const table = (name: string): string => `caller[${levels}[${name}] ?? "info"]`;
  const cast = t(` as keyof typeof ${levels}`);
  if (log === "text") {
    const name = library === "log4js" ? `String(level).toLowerCase()${cast}` : `level${cast}`;
    return arrow(
      `log: (level${t(": unknown")}, ...args${t(": unknown[]")}) =>`,
      `${table(name)}(...args),`,
      t,
    );
  }
  const entry = t(` as { level: keyof typeof ${levels}; message: unknown }`);
  return [
    `log(entry${t(": unknown")}, ...args${t(": unknown[]")}) {`,
    '\tif (typeof entry === "string") {',
    `\t\treturn ${table(`entry${cast}`)}(...args);`,
    "\t}",
    `\tconst { level, message, ...values } = entry${entry};`,
    "\tconst rest = Object.keys(values).length > 0 ? [values, ...args] : args;",
    `\treturn ${table("level")}(message, ...rest);`,
    "},",
  ];
}

// With types it is too long for one line.
function arrow(head: string, body: string, t: (text: string) => string): string[] {
  return t("typed") === "" ? [`${head} ${body}`] : [head, `\t${body}`];
}
