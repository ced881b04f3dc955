import type { SyntaxNode } from "@lezer/common";
import { isEnvLoader } from "./find-env-calls.js";
import { callsIn, changesSearchPath, type IsOwnModule, isQuiet, mustBeFirst } from "./is-quiet.js";
import type { PythonModule } from "./python-module.js";

/** What decides where the imports go. */
export interface PlaceRequest {
  isOwnModule: IsOwnModule;
  /** The folder can only be imported once the file itself has changed `sys.path`. */
  needsPath: boolean;
  /** They go behind the file's call that loads an env file, whatever comes ahead of it. */
  followsEnv: boolean;
}

/** Where the imports go in a module. */
export interface Place {
  /** The statement that they follow; undefined at the top. */
  after: SyntaxNode | undefined;
  /** They are attached to it, and not to what comes next: it is no docstring or `__future__` import. */
  isAttached: boolean;
  /** Statements ahead of the first that runs something of the service. */
  quiet: SyntaxNode[];
  /** An env file is loaded among the quiet ones. */
  envLoaded: boolean;
  /** What must come first and does. */
  first: SyntaxNode[];
}

/**
 * The imports go ahead of everything but the docstring and the `__future__` imports, and of what must come
 * first: changes of `sys.path` that they need, the call that loads the env file, patches of the standard library.
 * Those count as long as nothing of the service has run.
 */
export function findPlace(module: PythonModule, request: PlaceRequest, ours: SyntaxNode[]): Place {
  const statements = module.statements.filter((node) => !includes(ours, node));
  const header = statements.slice(0, countHeader(module, statements));
  const rest = statements.slice(header.length);
  const end = rest.findIndex((node) => !isQuiet(module, node, request.isOwnModule));
  const quiet = end === -1 ? rest : rest.slice(0, end);
  const loading = (request.followsEnv ? rest : quiet).filter((node) => loadsEnv(module, node));
  const first = quiet.filter((node) => mustBeFirst(module, node));
  const anchors = [
    ...loading,
    ...first,
    ...(request.needsPath ? quiet.filter((node) => changesSearchPath(module, node)) : []),
  ];
  const anchor = anchors.sort((a, b) => a.from - b.from).at(-1);
  return {
    after: anchor ?? header.at(-1),
    isAttached: anchor !== undefined,
    quiet,
    envLoaded: quiet.some((node) => loadsEnv(module, node)),
    first,
  };
}

/** Whether two nodes are the same: trees make new ones at each walk. */
export function includes(nodes: (SyntaxNode | undefined)[], node: SyntaxNode): boolean {
  return nodes.some((each) => each?.from === node.from && each.to === node.to);
}

/** Whether a top-level statement calls what loads an env file. */
export function loadsEnv(module: PythonModule, statement: SyntaxNode): boolean {
  return callsIn(module, statement).some(isEnvLoader);
}

function countHeader(module: PythonModule, statements: SyntaxNode[]): number {
  const [first] = statements;
  const hasDocstring = first !== undefined && isString(first);
  let count = hasDocstring ? 1 : 0;
  while (isFuture(module, statements[count])) count++;
  return count;
}

function isString(statement: SyntaxNode): boolean {
  const { firstChild: expression, lastChild } = statement;
  if (statement.name !== "ExpressionStatement" || expression?.to !== lastChild?.to) return false;
  return expression?.name === "String" || expression?.name === "ContinuedString";
}

function isFuture(module: PythonModule, statement: SyntaxNode | undefined): boolean {
  return module.imports.some(
    ({ node, module: name }) => node.from === statement?.from && name === "__future__",
  );
}
