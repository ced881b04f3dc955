import { nameOf } from "./judge-handler.js";
import type { Verdict } from "./judge-sink.js";
import type { Binding, PythonModule, Statement } from "./module.js";
import { findGlobal, type Project } from "./project.js";
import { isInMain, isTestFile, reachModules } from "./reach-modules.js";

/**
 * Keeps what other programs need: a set-up that the service does not load, or that something else which
 * is no part of it calls too, would be missing there.
 */
export function placeSeeds(
  project: Project,
  own: ReadonlySet<PythonModule>,
  entries: readonly string[],
  verdicts: Map<Statement, Verdict>,
): void {
  const others = [...project.modules.values()].filter(
    (module) => !own.has(module) && !isTestFile(module.file) && isProgram(module),
  );
  const loaded = others.map((other) => ({ other, modules: reachModules(project, [other.file]) }));
  const users = (binding: Binding | undefined) =>
    binding === undefined
      ? []
      : listUsers(project, binding).filter((each) => others.includes(each));
  for (const [statement] of [...verdicts]) {
    const { module } = statement;
    const leave = (reason: string) =>
      verdicts.set(statement, { goes: false, reason, isOfAll: true });
    if (!own.has(module)) {
      leave(
        "sets up a log of its own, and is nothing that the service loads, as far as can be seen",
      );
      continue;
    }
    if (isInMain(statement)) {
      if (!entries.includes(module.file)) verdicts.delete(statement);
      continue;
    }
    const [user] = statement.owner
      ? users(ownerBinding(statement))
      : loaded.flatMap(({ other, modules }) => (modules.has(module) ? [other] : []));
    if (user)
      leave(
        `is what '${user.file}' logs by too, which is no entrypoint of the service: name it by --entry, or give it a set-up of its own`,
      );
  }
}

// Something that is started by itself, as far as can be seen.
function isProgram({ file, source, all, statements }: PythonModule): boolean {
  if (/^(?:docs?|examples?|demos?|benchmarks?)\/|^(?:setup|noxfile|fabfile|conf)\.py$/.test(file))
    return false;
  if (source.text.startsWith("#!") || all.some(isInMain)) return true;
  return statements.some(
    ({ kind, node }) =>
      kind === "ExpressionStatement" && node.firstChild?.name === "CallExpression",
  );
}

// The function that a module knows a statement's set-up by.
function ownerBinding(statement: Statement): Binding | undefined {
  let top = statement.owner;
  while (top?.owner) top = top.owner;
  if (top?.parent?.kind === "ClassDefinition") top = top.parent;
  const name = top && nameOf(top);
  return name === undefined ? undefined : findGlobal(statement.module, name);
}

function listUsers(project: Project, binding: Binding, seen = new Set<Binding>()): PythonModule[] {
  if (seen.has(binding)) return [];
  seen.add(binding);
  return [
    ...binding.uses.map(({ statement }) => statement.module),
    ...project.membersOf(binding).map(({ module }) => module),
    ...project.aliasesOf(binding).flatMap((alias) => listUsers(project, alias, seen)),
  ];
}
