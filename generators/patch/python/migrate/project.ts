import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf, unwrap } from "../parse-python.js";
import type { Binding, PythonModule, Statement } from "./module.js";
import { readCall } from "./read-call.js";

/** A project's modules, and what their names mean beyond each of them. */
export interface Project {
  root: string;
  modules: Map<string, PythonModule>;
  /** All words of files that could not be read as Python: any of them may be a name. */
  words: ReadonlySet<string>;
  /** The file that a dotted path leads to, seen from another one, and what is left of the path. */
  resolve(from: string, dotted: string): Resolved | undefined;
  /** Names of other modules that stand for a name of this one. */
  aliasesOf(binding: Binding): readonly Binding[];
  /** `module.name` elsewhere. */
  membersOf(binding: Binding): readonly Statement[];
  /** Whether a name is known in a way that can't be followed: by a text, by `import *`, in a broken file. */
  isKnownElsewhere(binding: Binding): boolean;
}

export interface Resolved {
  file: string;
  rest: string[];
}

/** Brings modules together. `roots`: folders that Python searches, relative to the target. */
export function makeProject(
  root: string,
  modules: Map<string, PythonModule>,
  roots: readonly string[],
  words: ReadonlySet<string> = new Set(),
): Project {
  const folders = listFolders(modules);
  const known = new Map<string, Resolved | undefined>();
  const resolve = (from: string, dotted: string) => {
    const key = dotted.startsWith(".") ? `${path.posix.dirname(from)} ${dotted}` : dotted;
    if (!known.has(key)) known.set(key, resolvePath(modules, folders, roots, from, dotted));
    return known.get(key);
  };
  const tails = listTails(modules);
  const aliases = new Map<Binding, Binding[]>();
  const members = new Map<Binding, Statement[]>();
  const project: Project = {
    root,
    modules,
    words,
    resolve,
    aliasesOf: (binding) => aliases.get(binding) ?? [],
    membersOf: (binding) => members.get(binding) ?? [],
    isKnownElsewhere: ({ module, name, sites }) =>
      module.exported.has(name) ||
      tails.has(name) ||
      (sites.some(({ kind }) => kind === "definition") && module.texts.has(name)) ||
      words.has(name) ||
      taken.get(module.file)?.has(name) === true,
  };
  const taken = listTaken(project);
  for (const module of modules.values()) {
    for (const binding of module.bindings)
      for (const site of binding.sites) {
        const target = site.path === undefined ? undefined : findTarget(project, module, site.path);
        if (target) aliases.set(target, [...(aliases.get(target) ?? []), binding]);
      }
    for (const { name, object, statement } of module.members) {
      const file = /^module:(.*)$/.exec(originOf(project, module, object) ?? "")?.[1];
      const target = file === undefined ? undefined : findGlobal(modules.get(file), name);
      if (target) members.set(target, [...(members.get(target) ?? []), statement]);
    }
  }
  return project;
}

/** The name that a module binds for others. */
export function findGlobal(module: PythonModule | undefined, name: string): Binding | undefined {
  return module?.globals.get(name);
}

/** The global of one of the project's modules that an imported path stands for. */
export function findTarget(
  project: Project,
  module: PythonModule,
  dotted: string,
): Binding | undefined {
  const found = project.resolve(module.file, dotted);
  const [name, more] = found?.rest ?? [];
  if (found === undefined || name === undefined || more !== undefined) return undefined;
  return findGlobal(project.modules.get(found.file), name);
}

/**
 * What an expression stands for: `loguru.logger`, `sys.stderr`, `builtins.print`; `module:src/log.py` and
 * `src/log.py#setup` for the project's own. Undefined where it is more than a name of something.
 */
export function originOf(
  project: Project,
  module: PythonModule,
  expression: SyntaxNode,
  depth = 0,
): string | undefined {
  const node = unwrap(expression);
  if (node.name === "MemberExpression") {
    const [object, , name] = childrenOf(node);
    if (object === undefined || name?.name !== "PropertyName") return undefined;
    const origin = originOf(project, module, object, depth);
    const property = textOf(module.source, name);
    const file = /^module:(.*)$/.exec(origin ?? "")?.[1];
    if (file !== undefined) {
      const target = findGlobal(project.modules.get(file), property);
      return target && originOfBinding(project, target, depth + 1);
    }
    return origin === undefined ? undefined : `${origin}.${property}`;
  }
  if (node.name !== "VariableName") return undefined;
  const binding = module.meanings.get(node.from);
  if (binding === undefined) return `builtins.${textOf(module.source, node)}`;
  return originOfBinding(project, binding, depth + 1);
}

/** The same for a name; several imports of one thing are one. */
function originOfBinding(project: Project, binding: Binding, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  const { module, sites, name } = binding;
  const origins = sites.map((site): string | undefined => {
    if (site.kind === "definition") return `${module.file}#${name}`;
    if (site.path !== undefined) return originOfPath(project, module, site.path, depth);
    const value = site.kind === "assign" && site.value ? unwrap(site.value) : undefined;
    if (value === undefined || !/^(?:VariableName|MemberExpression)$/.test(value.name))
      return undefined;
    return originOf(project, module, value, depth);
  });
  const [first] = origins;
  return origins.every((each) => each === first) ? first : undefined;
}

/** The only value that a name is given, where it is given one. */
export function givenValue(module: PythonModule, node: SyntaxNode): SyntaxNode | undefined {
  const binding = node.name === "VariableName" ? module.meanings.get(node.from) : undefined;
  const [site, other] = binding?.sites ?? [];
  return other === undefined && site?.kind === "assign" ? site.value : undefined;
}

/** The call that a statement is, or whose value it gives to a name. */
export function callOf(statement: Statement) {
  const { node, module } = statement;
  const [first, operator, value] = childrenOf(node);
  if (statement.kind === "ExpressionStatement") return readCall(module.source, first);
  const isPlain = first?.name === "VariableName" && operator?.name === "AssignOp";
  return statement.kind === "AssignStatement" && isPlain
    ? readCall(module.source, value)
    : undefined;
}

function originOfPath(
  project: Project,
  module: PythonModule,
  dotted: string,
  depth: number,
): string | undefined {
  const found = project.resolve(module.file, dotted);
  if (found === undefined) return dotted.startsWith(".") ? undefined : dotted;
  if (found.rest.length === 0) return `module:${found.file}`;
  const [name = "", ...more] = found.rest;
  const target = findGlobal(project.modules.get(found.file), name);
  const origin = target && originOfBinding(project, target, depth + 1);
  return origin === undefined ? undefined : [origin, ...more].join(".");
}

// `"app.main:create_app"`
function listTails(modules: Map<string, PythonModule>): Set<string> {
  const tails = new Set<string>();
  for (const { texts } of modules.values())
    for (const text of texts) {
      const tail = /^[\w.]*[.:](\w+)(?:\(\))?$/.exec(text)?.[1];
      if (tail !== undefined) tails.add(tail);
    }
  return tails;
}

// What `from module import *` gives to somebody who uses it.
function listTaken(project: Project): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { file, stars, free } of project.modules.values())
    for (const star of stars) {
      const from = project.resolve(file, star)?.file;
      if (from === undefined) continue;
      const names = taken.get(from) ?? new Set();
      for (const { name } of free) names.add(name);
      taken.set(from, names);
    }
  return taken;
}

function listFolders(modules: Map<string, PythonModule>): Set<string> {
  const folders = new Set<string>();
  for (const file of modules.keys())
    for (let at = path.posix.dirname(file); at !== "."; at = path.posix.dirname(at))
      folders.add(at);
  return folders;
}

function resolvePath(
  modules: Map<string, PythonModule>,
  folders: Set<string>,
  roots: readonly string[],
  from: string,
  dotted: string,
): Resolved | undefined {
  const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(dotted) ?? [];
  const names = rest === "" ? [] : rest.split(".");
  if (dots !== "") {
    const base = path.posix.join(path.posix.dirname(from), "../".repeat(dots.length - 1));
    return base.startsWith("..") ? undefined : walk(modules, folders, base, names, true);
  }
  // `app/logging.py` is not what `import logging` means: nothing would run where it did.
  if (/^(?:logging|sys|os|threading)(?:\.|$)/.test(dotted)) return undefined;
  // A file in one folder may have the name of a package in another: the one that leads further is meant.
  let best: Resolved | undefined;
  for (const base of roots) {
    const found = walk(modules, folders, base === "" ? "." : base, names, false);
    if (found && (best === undefined || found.rest.length < best.rest.length)) best = found;
  }
  return best;
}

function walk(
  modules: Map<string, PythonModule>,
  folders: Set<string>,
  base: string,
  names: string[],
  isInside: boolean,
): Resolved | undefined {
  let folder = base.replace(/\/$/, "");
  let found: Resolved | undefined;
  const open = (file: string, rest: string[]) => {
    if (modules.has(path.posix.normalize(file))) found = { file: path.posix.normalize(file), rest };
  };
  if (isInside) open(`${folder}/__init__.py`, names);
  for (const [index, name] of names.entries()) {
    const next = path.posix.join(folder, name);
    const rest = names.slice(index + 1);
    open(`${next}.py`, rest);
    open(`${next}/__init__.py`, rest);
    if (!folders.has(next)) break;
    folder = next;
  }
  return found;
}
