import type { Binding, PythonModule, Site } from "./module.js";

/** What names mean within a module, a function, a class body or a comprehension. */
export interface Scope {
  kind: "module" | "function" | "class" | "expression";
  parent?: Scope;
  names: Map<string, Binding>;
  /** Names that are declared to be those of another scope. */
  outer: Map<string, "global" | "nonlocal">;
}

export function makeScope(kind: Scope["kind"], parent?: Scope): Scope {
  return { kind, ...(parent ? { parent } : {}), names: new Map(), outer: new Map() };
}

/** Gives a name one more meaning, in the scope that it belongs to. */
export function bindName(
  module: PythonModule,
  top: Scope,
  scope: Scope,
  name: string,
  site: Site,
): void {
  const outer = scope.outer.get(name);
  const home = outer === "global" ? top : outer === "nonlocal" ? findHome(scope, name) : scope;
  let binding = home.names.get(name);
  if (binding === undefined) {
    binding = { module, name, isGlobal: home === top, sites: [], uses: [] };
    home.names.set(name, binding);
    module.bindings.push(binding);
    if (binding.isGlobal) module.globals.set(name, binding);
  }
  binding.sites.push(site);
}

function findHome(scope: Scope, name: string): Scope {
  for (let at = scope.parent; at; at = at.parent)
    if (at.kind === "function" && at.names.has(name)) return at;
  return scope;
}

/** What a name means where it is used; what a class body binds is no name of its methods. */
export function findBinding(scope: Scope, name: string): Binding | undefined {
  if (scope.outer.get(name) === "global") {
    let top = scope;
    while (top.parent) top = top.parent;
    return top.names.get(name);
  }
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at === scope || at.kind !== "class" ? at.names.get(name) : undefined;
    if (found) return found;
  }
  return undefined;
}
