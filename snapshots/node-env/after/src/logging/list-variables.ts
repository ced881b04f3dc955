import { types } from "node:util";
import { isSecret, mask } from "./masking.js";
import { showValue } from "./show-value.js";

const maxVariables = 20;

/**
 * The variables of a function as `name = value`: `this`, and those of its scopes from the inside out,
 * less what is the same in a function shown before.
 */
export function listVariables(self: unknown, scopes: unknown[], before: string[]): string[] {
  const shown: string[] = self === undefined ? [] : [`this = ${showValue(self)}`];
  const seen: Record<string, boolean> = {};
  for (const scope of scopes) {
    for (const name of Object.getOwnPropertyNames(scope ?? {})) {
      if (seen[name] || shown.length > maxVariables) continue;
      seen[name] = true;
      const text = showVariable(scope as object, name);
      if (text !== undefined) shown.push(shown.length < maxVariables ? text : "...");
    }
  }
  return shown.filter((variable) => !before.includes(variable));
}

/** Undefined for what is no value to look at: functions, imports, what the module's wrapper brings. */
function showVariable(scope: object, name: string): string | undefined {
  try {
    const value = Object.getOwnPropertyDescriptor(scope, name)?.value as unknown;
    if (typeof value === "function" || types.isModuleNamespaceObject(value)) return undefined;
    if (provided.test(name)) return undefined;
    const shown = isSecret(name) ? mask : showValue(value);
    return onlyMethods.test(shown) ? undefined : `${name} = ${shown}`;
  } catch {
    return undefined; // not initialised yet
  }
}

const onlyMethods = /^(?:[\w$]+ )?\{ \.\.\. \d+ more \}$/;
// Compilers call an imported module `node_fs_1` or `import_node_fs`.
const provided = /^(?:arguments|exports|require|module|__filename|__dirname|import_\w+|\w+_\d+)$/;
