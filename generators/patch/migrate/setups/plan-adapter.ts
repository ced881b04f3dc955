import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import type { SetUp } from "./find-set-up.js";
import { type Library, members, type OurLevel, ownMethods, translateLevels } from "./libraries.js";
import type { MemberUse, Uses } from "./uses.js";

/** What our logger needs besides, to stand where a library's logger stood. */
export interface Adapter {
  library: Library;
  /** Every level of the set-up, and our method for it. */
  levels: Map<string, OurLevel>;
  /** Levels that our logger doesn't have by their name. */
  aliases: Map<string, OurLevel>;
  /** `log("info", …)`, or `log({ level, message })` too. */
  log?: "text" | "any";
  child: boolean;
  /** pino's order of arguments. */
  messageFirst: boolean;
  level: boolean;
  silent?: "method" | "property";
  isLevelEnabled: boolean;
  /** `isDebugEnabled`… and our level. */
  enabled: Map<string, OurLevel>;
  /** Of the stream that it was: `on`, `once`, `end`, `close`. */
  stream: Set<string>;
  flush: boolean;
  /** The file gives it members of its own: it must not be the process's logger itself. */
  isExtended: boolean;
}

/** A use of a logger that ours can't stand for. */
export interface BadUse {
  file: string;
  line: number;
  /** The end of a sentence that begins with the set-up. */
  reason: string;
}

/** Plans what stands in the place of a set-up's loggers, or says which use of them it could not serve. */
export function planAdapter(
  context: SpawnContext,
  { library }: SetUp,
  levelNames: readonly string[],
  uses: Uses,
  added: readonly string[],
): Adapter | BadUse {
  const levels = translateLevels(levelNames);
  const isTyped = /\.[mc]?tsx?$/.test(context.file);
  const written = new Set([
    ...added,
    ...uses.members
      .filter(({ kind, file }) => kind === "write" && file === context.file)
      .map(({ name }) => name),
  ]);
  for (const use of uses.members) {
    const bad = judgeUse(library, levels, use, written, isTyped);
    if (bad) return { file: use.file, line: use.line, reason: bad };
  }
  for (const each of uses.escapes) {
    const { file, line, foreign, to, isComputed } = each;
    if (foreign !== undefined) {
      const reason = `is given to '${foreign}', which needs ${library}'s own logger`;
      return { file, line, reason };
    }
    if (isComputed && /\.[mc]?tsx?$/.test(file)) return { file, line, reason: `is read by ${to}` };
  }
  const isUnseen = uses.escapes.length > 0;
  const has = (name: string): boolean => uses.members.some((use) => use.name === name);
  const may = (name: string): boolean => members[library].has(name) && (isUnseen || has(name));
  const isOwnLevel = (name: string): boolean => uses.isExported || isUnseen || has(name);
  const aliases = new Map(
    [...levels].filter(([name]) => !ownMethods.has(name) && isOwnLevel(name)),
  );
  const logs = uses.members.filter(({ name }) => name === "log");
  const isText = !isUnseen && logs.every(({ kind, first }) => kind === "call" && first === "text");
  const enabled = [...members[library]].flatMap((name): [string, OurLevel][] => {
    const level = /^is(\w+)Enabled$/.exec(name)?.[1]?.toLowerCase();
    const ours = level === undefined ? undefined : levels.get(level);
    return ours && has(name) ? [[name, ours]] : [];
  });
  return {
    library,
    levels,
    aliases,
    ...(may("log")
      ? { log: isText || library === "log4js" ? ("text" as const) : ("any" as const) }
      : {}),
    child: may("child"),
    messageFirst: library === "pino" && (isUnseen || uses.members.some(putsObjectFirst(levels))),
    level: may("level"),
    ...(has("silent")
      ? { silent: library === "pino" ? ("method" as const) : ("property" as const) }
      : {}),
    isLevelEnabled: may("isLevelEnabled"),
    enabled: new Map(enabled),
    stream: new Set(
      ["on", "once", "end", "close"].filter((name) => members[library].has(name) && has(name)),
    ),
    flush: has("flush"),
    isExtended: [...written].some((name) => !members[library].has(name)),
  };
}

function putsObjectFirst(levels: Map<string, OurLevel>): (use: MemberUse) => boolean {
  return ({ name, kind, count, first }) =>
    levels.has(name) && kind === "call" && count > 1 && first !== "text";
}

function judgeUse(
  library: Library,
  levels: Map<string, OurLevel>,
  use: MemberUse,
  written: Set<string>,
  isTyped: boolean,
): string | undefined {
  const { name, kind, count, isChained } = use;
  const isKnown = levels.has(name) || members[library].has(name) || ownMethods.has(name);
  if (!isKnown && !written.has(name)) return `is used with '${name}', which ours doesn't have`;
  if (!isKnown && isTyped) return `is given '${name}', which our logger's type doesn't have`;
  if (kind === "write" && !/^(?:level|silent|exitOnError)$/.test(name) && isKnown) {
    return `has its '${name}' replaced`;
  }
  if (name === "child") {
    return kind === "call" && count > 1 ? "has children with options of their own" : undefined;
  }
  if (isChained && !/^is\w+Enabled$/.test(name)) return `is used through what '${name}' returns`;
  if (name === "end" && count > 0) return "is ended with a last record";
  return undefined;
}
