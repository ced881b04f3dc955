import type { ts } from "ts-morph";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import type { PackageSources } from "./package-sources.js";

/** One member of a logger, where it is used. */
export interface MemberUse {
  file: string;
  line: number;
  /** Offset in its file. */
  start: number;
  name: string;
  kind: "call" | "read" | "write";
  /** Of a call: how many arguments, and what the first is as far as the text says. */
  count: number;
  first: "text" | "object" | "unknown";
  /** Of a call: its value is used as the logger that their methods return. */
  isChained: boolean;
}

/** A place where a logger goes to code that was not followed. */
export interface Escape {
  file: string;
  line: number;
  /** Offset in its file, where it is known. */
  start?: number;
  /** For people: what it is given to. */
  to: string;
  /** The package whose function it is given to. */
  foreign?: string;
  /** Read by a name that is known only when it runs. */
  isComputed?: boolean;
}

/** Everything that a package does with the loggers of one set-up. */
export interface Uses {
  members: MemberUse[];
  escapes: Escape[];
  /** Files that were followed into. */
  files: Set<string>;
  /** It leaves its own file. */
  isExported: boolean;
}

/** What an expression stands for. */
export type Value = "logger" | "factory" | "module";

/** Follows values through one package; `follow` looks at what is around an expression. */
export interface Tracer {
  sources: PackageSources;
  uses: Uses;
  follow(context: SpawnContext, node: ts.Expression, value: Value, module?: string): void;
  /** Every other mention of a declared name. */
  followName(context: SpawnContext, name: ts.BindingName, value: Value, module?: string): void;
  /** What a module is known to export. */
  exports: Map<string, Map<string, Value>>;
  addExport(file: string, name: string, value: Value): void;
}
