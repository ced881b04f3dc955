import { areAllGone, type DeadCode, isDead, isLive, wasUsed } from "./dead-code.js";
import { isIdle, mayGo } from "./may-go.js";
import type { Binding, NameUse, PythonModule, Site, Statement } from "./module.js";
import type { Project } from "./project.js";

/** Finds what served nothing but statements that go: values, directories, checks and what was said of it all. */
export function findDead(
  project: Project,
  editable: ReadonlySet<PythonModule>,
  seeds: ReadonlySet<Statement>,
): DeadCode {
  const code: DeadCode = { project, dead: new Set(seeds), editable, usesOf: indexUses(editable) };
  // Everything that may go first, then back to what is used by nothing that stays.
  while (grow(code)) {}
  while (shrink(code, seeds)) {}
  return code;
}

function indexUses(editable: ReadonlySet<PythonModule>): DeadCode["usesOf"] {
  const index = new Map<Statement, { use: NameUse; binding: Binding }[]>();
  for (const { bindings } of editable)
    for (const binding of bindings)
      for (const use of binding.uses) {
        const known = index.get(use.statement);
        if (known) known.push({ use, binding });
        else index.set(use.statement, [{ use, binding }]);
      }
  return (statement) => index.get(statement) ?? [];
}

function grow(code: DeadCode): boolean {
  const { dead, editable } = code;
  const before = dead.size;
  for (const module of editable) {
    for (const binding of module.bindings) {
      if (!wasUsed(code, binding)) continue;
      for (const { kind, statement, value } of binding.sites) {
        const isValue = kind === "assign" && value && isIdle(code, module, value);
        const isDefined = kind === "definition" && !statement.isDecorated;
        if (isValue || isDefined) dead.add(statement);
      }
    }
    for (const statement of module.all)
      if (!isDead(code, statement) && mayGo(code, statement, { isSure: false }))
        dead.add(statement);
  }
  return dead.size > before;
}

function shrink(code: DeadCode, seeds: ReadonlySet<Statement>): boolean {
  const { dead } = code;
  const before = dead.size;
  for (const statement of dead)
    if (!seeds.has(statement) && !mustStillGo(code, statement)) dead.delete(statement);
  return dead.size < before;
}

function mustStillGo(code: DeadCode, statement: Statement): boolean {
  if (statement.kind === "AssignStatement" || /Definition$/.test(statement.kind)) {
    const bound = statement.module.bindings.filter(({ sites }) =>
      sites.some((site) => site.statement === statement && site.kind !== "parameter"),
    );
    const own = bound.filter(({ sites }) => sites.some((site) => isAt(site, statement)));
    return own.every((binding) => !isLive(code, binding) && areAllGone(code, binding));
  }
  return mayGo(code, statement, { isSure: true });
}

function isAt({ kind, statement: at }: Site, statement: Statement): boolean {
  return at === statement && (kind === "assign" || kind === "definition");
}
