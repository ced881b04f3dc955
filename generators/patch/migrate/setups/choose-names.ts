import type { ts } from "ts-morph";
import { findLoggingImports } from "../../spawn/find-logging-imports.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { isConstant, nameOf } from "./declared-loggers.js";
import type { DeadUnits } from "./find-dead-units.js";
import type { SetUp } from "./find-set-up.js";
import type { Adapter } from "./plan-adapter.js";
import type { Rewriting } from "./rewrite-module.js";
import type { AdapterNames } from "./write-adapter.js";

/** What a file is to call things. */
export interface ChosenNames {
  names: AdapterNames;
  /** The expression that is our logger, and the name that is imported for it. */
  base: string;
  local: string;
  /** The logger whose variable's name the import takes over. */
  named: ts.Expression | undefined;
  /** What stands for winston's default logger. */
  constant: string | undefined;
  isDefault: boolean;
  /** The name of the logging folder's whole module, for `import x = require(…)`. */
  whole: string | undefined;
  /** Our logger, where the file has it already. */
  known: string | undefined;
  type: string;
}

/** Chooses names that are free in what is left of a file. */
export function chooseNames(
  { context, request, setUp, adapter, dead, bindings }: Rewriting,
  isEquals: boolean,
): ChosenNames {
  const { ts } = context;
  const taken = namesOf(context, dead, setUp);
  const free = (...names: string[]): string =>
    names.find((name) => !taken.has(name)) ?? `${names.at(-1)}Of${setUp.library}`;
  const isPlain = isIdentity(adapter);
  const { made } = setUp;
  const whole = isEquals ? free("logging", "serviceLogging") : undefined;
  const known = findLoggingImports(context, request)
    .map(({ locals }) => locals.get("logger"))
    .find((each) => each !== undefined);
  const named =
    isPlain && !whole && known === undefined
      ? made.find((node) => !bindings.has(node) && isConstant(context, node))
      : undefined;
  // winston's default logger is used in many places: a name stands for what is made of ours.
  const isDefault = !isPlain && made.length > 0 && made.every((node) => ts.isIdentifier(node));
  const constant = isDefault ? free("logger", "log", "winstonLogger") : undefined;
  if (constant) taken.add(constant);
  const local = named
    ? nameOf(context, named)
    : made.length === 0
      ? ""
      : free("logger", "serviceLogger", "theLogger");
  const base = known ?? (whole ? `${whole}.logger` : local);
  const type = free("Logger", "ServiceLogger", "LoggingLogger");
  const names: AdapterNames = {
    logger: base,
    type: whole ? `${whole}.Logger` : type,
    levels: free("levels", "loguruLevels", "levelNames"),
    adapt: free(`with${methodsOf[setUp.library]}Methods`),
    adapted: free(`${methodsOf[setUp.library]}Logger`, `${methodsOf[setUp.library]}LikeLogger`),
    events: free("ending", "logEnding"),
    emitter: "EventEmitter",
  };
  return { names, base, local, named, constant, isDefault, whole, known, type };
}

const methodsOf = { winston: "Winston", pino: "Pino", log4js: "Log4js" };

function isIdentity(adapter: Adapter): boolean {
  const {
    aliases,
    log,
    child,
    messageFirst,
    level,
    silent,
    isLevelEnabled,
    enabled,
    stream,
    flush,
    isExtended,
  } = adapter;
  const has =
    log || child || messageFirst || level || silent || isLevelEnabled || flush || isExtended;
  return !has && aliases.size === 0 && enabled.size === 0 && stream.size === 0;
}

// Every name that the file still has.
function namesOf(
  { ts, tree }: SpawnContext,
  { dead }: DeadUnits,
  { made, types }: SetUp,
): Set<string> {
  const names = new Set<string>();
  const gone = [...[...dead].map(({ node }) => node), ...made, ...types] as ts.Node[];
  const isGone = new Set(gone);
  const visit = (node: ts.Node): void => {
    if (isGone.has(node)) return;
    if (ts.isIdentifier(node) && !isMemberName(ts, node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

function isMemberName(ts: SpawnContext["ts"], node: ts.Identifier): boolean {
  const { parent } = node;
  const hasMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return hasMember && parent.name === node;
}
