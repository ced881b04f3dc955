import type { Binding, NameUse, PythonModule, Statement } from "./module.js";
import type { Project } from "./project.js";

/** What goes, and what else is known of it. */
export interface DeadCode {
  project: Project;
  /** Statements that go, with all that is in them. */
  dead: Set<Statement>;
  /** Modules whose statements may go. */
  editable: ReadonlySet<PythonModule>;
  /** Names and what they are used for, by the statement that uses them. */
  usesOf: (statement: Statement) => readonly { use: NameUse; binding: Binding }[];
}

/** Whether a statement goes, by itself or with what it is in. */
export function isDead({ dead }: Pick<DeadCode, "dead">, statement: Statement): boolean {
  for (let at: Statement | undefined = statement; at; at = at.parent) if (dead.has(at)) return true;
  return false;
}

/** Whether something that stays uses a name, in its own module or another. */
export function isLive(code: DeadCode, binding: Binding, seen = new Set<Binding>()): boolean {
  if (seen.has(binding)) return false;
  seen.add(binding);
  const { isGlobal } = binding;
  if (binding.uses.some(({ statement }) => !isDead(code, statement))) return true;
  if (!isGlobal) return false;
  const { project } = code;
  if (project.membersOf(binding).some((statement) => !isDead(code, statement))) return true;
  if (project.isKnownElsewhere(binding)) return true;
  return project.aliasesOf(binding).some((alias) => {
    // An import that nothing uses is there for others.
    const isUsed = alias.uses.length > 0 || project.aliasesOf(alias).length > 0;
    return !isUsed || isLive(code, alias, seen);
  });
}

/** Whether something that goes uses a name, in its own module or another. */
export function wasUsed(code: DeadCode, binding: Binding, seen = new Set<Binding>()): boolean {
  if (seen.has(binding)) return false;
  seen.add(binding);
  return (
    binding.uses.some(({ statement }) => isDead(code, statement)) ||
    code.project.membersOf(binding).some((statement) => isDead(code, statement)) ||
    code.project.aliasesOf(binding).some((alias) => wasUsed(code, alias, seen))
  );
}

/** Whether everything that gives a name its value goes. */
export function areAllGone(code: DeadCode, { sites }: Binding): boolean {
  return sites.every(({ kind, statement }) => kind === "parameter" || isDead(code, statement));
}

/** Whether a name goes with all that is said of it. */
export function isGone(code: DeadCode, binding: Binding): boolean {
  return !isLive(code, binding) && areAllGone(code, binding);
}
