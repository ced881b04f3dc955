import type { SyntaxNode } from "@lezer/common";
import { textOf } from "../parse-python.js";
import type { NameUse, PythonModule, Site, Statement } from "./module.js";
import { bindName, type Scope } from "./scope.js";

/** A module that is being read. */
export interface Reader {
  module: PythonModule;
  texts: Set<string>;
  exported: Set<string>;
  top: Scope;
  /** Names that may be bound below their use. */
  pending: { use: NameUse; scope: Scope }[];
}

/** Where the reader is. */
export interface At {
  statement: Statement;
  scope: Scope;
}

/** Gives a name a meaning where the reader is. */
export function bind(
  { module, top }: Reader,
  { scope }: At,
  node: SyntaxNode,
  site: Site,
  name = textOf(module.source, node),
): void {
  bindName(module, top, scope, name, site);
}
