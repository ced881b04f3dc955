import type { Edit } from "../../migrate/migrate.js";
import { type ImportedName, readImport } from "../read-import.js";
import { type DeadCode, isDead, isLive, wasUsed } from "./dead-code.js";
import type { Binding, PythonModule, Statement } from "./module.js";

/** What becomes of imports whose names nothing uses any more. */
export interface DroppedImports {
  /** Statements of which nothing is left. */
  whole: Statement[];
  edits: Edit[];
}

/** Drops the imported names that were used by nothing but what goes. */
export function dropImports(code: DeadCode, module: PythonModule): DroppedImports {
  const dropped: DroppedImports = { whole: [], edits: [] };
  for (const statement of module.all) {
    if (statement.kind !== "ImportStatement" || isDead(code, statement)) continue;
    // One of several ways to get a name.
    if (statement.parent?.kind === "TryStatement") continue;
    const names = readImport(module.source, statement.node);
    const gone = names.filter(({ as }) => {
      const binding = bindingOf(module, statement, as);
      return binding?.sites.length === 1 && wasUsed(code, binding) && !isLive(code, binding);
    });
    if (gone.length === 0) {
      dropped.edits.push(...markForOthers(code, module, statement));
      continue;
    }
    if (gone.length === names.length) dropped.whole.push(statement);
    else dropped.edits.push(...dropNames(module.source.text, names, gone));
  }
  return dropped;
}

// An import that is there for other modules alone by now: a linter would take it out.
function markForOthers(code: DeadCode, module: PythonModule, statement: Statement): Edit[] {
  const { text } = module.source;
  const { from, to } = statement.node;
  const names = readImport(module.source, statement.node);
  const isOthers = names.some(({ as }) => {
    const binding = bindingOf(module, statement, as);
    return (
      binding !== undefined &&
      binding.uses.length > 0 &&
      binding.uses.every((use) => isDead(code, use.statement))
    );
  });
  const end = from + text.slice(from, to).trimEnd().length;
  const isPlain =
    !text.slice(from, end).includes("\n") && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  return isOthers && isPlain ? [{ start: end, end, text: "  # noqa: F401" }] : [];
}

function bindingOf(module: PythonModule, statement: Statement, name: string): Binding | undefined {
  return module.bindings.find(
    (each) => each.name === name && each.sites.some((site) => site.statement === statement),
  );
}

// Each with the comma behind it; of the last ones, with the comma ahead.
function dropNames(text: string, names: ImportedName[], gone: ImportedName[]): Edit[] {
  return gone.map((name): Edit => {
    const lineStart = text.lastIndexOf("\n", name.from - 1) + 1;
    const comma = /^[ \t]*,/.exec(text.slice(name.to))?.[0] ?? "";
    const end = name.to + comma.length;
    const lineEnd = /^[ \t]*(?:#.*)?(?:\r?\n)/.exec(text.slice(end))?.[0];
    const isAlone = text.slice(lineStart, name.from).trim() === "";
    if (isAlone && lineEnd !== undefined)
      return { start: lineStart, end: end + lineEnd.length, text: "" };
    const later = names.slice(names.indexOf(name) + 1);
    if (later.some((each) => !gone.includes(each))) {
      const gap = /^[ \t]*/.exec(text.slice(end))?.[0] ?? "";
      return { start: name.from, end: end + gap.length, text: "" };
    }
    const previous = names[names.indexOf(name) - 1];
    return { start: previous?.to ?? name.from, end: name.to, text: "" };
  });
}
