import { types } from "node:util";
import { hide, isSecret } from "./masking.js";
import { className } from "./read-data.js";
import { showValue } from "./show-value.js";

const maxVariables = 20;

// Before version 12 (Node 20) V8 says undefined of a variable that it optimised away or that has no value yet.
const tellsUndefined = Number.parseInt(process.versions.v8, 10) >= 12;

/**
 * The variables of a function as `name = value`: `this`, and those of its scopes from the inside out,
 * less what is the same in a function shown before.
 */
export function listVariables(self: unknown, scopes: unknown[], before: string[]): string[] {
  const shown: string[] = [];
  let more = 0;
  const add = (name: string, value: unknown): void => {
    if (shown.length === maxVariables) {
      more += 1;
      return;
    }
    const text = `${name} = ${isSecret(name) ? hide(value) : showValue(value)}`;
    if (!before.includes(text)) shown.push(text);
  };
  if (self !== undefined) add("this", self);
  const seen = new Set<string>();
  for (const scope of scopes) {
    for (const name of Object.getOwnPropertyNames(scope ?? {})) {
      if (seen.has(name)) continue;
      seen.add(name);
      const value = readVariable(scope as object, name);
      if (isTelling(name, value)) add(name, value);
    }
  }
  return more === 0 ? shown : [...shown, `... ${more} more`];
}

const unavailable = Symbol("unavailable");

function readVariable(scope: object, name: string): unknown {
  try {
    const variable = Object.getOwnPropertyDescriptor(scope, name);
    if (variable === undefined || !("value" in variable)) return unavailable;
    return variable.value;
  } catch {
    return unavailable; // optimised away, or without a value yet
  }
}

/** Whether it is a value to look at: no function, no import, nothing that the module's wrapper brings. */
function isTelling(name: string, value: unknown): boolean {
  if (value === unavailable || provided.test(name)) return false;
  if (value === undefined) return tellsUndefined;
  return typeof value !== "function" && !isModule(value);
}

/** Most of what a module exports, or is an API in another way, are functions and getters. */
function isModule(value: unknown): boolean {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  if (types.isModuleNamespaceObject(value)) return true;
  if (!/^(?:Object)?$/.test(className(value))) return false;
  const properties = Object.getOwnPropertyNames(value).slice(0, maxProperties);
  const callable = properties.filter((name) => {
    const property = Object.getOwnPropertyDescriptor(value, name);
    return property?.get !== undefined || typeof property?.value === "function";
  });
  return callable.length > properties.length / 2;
}

const maxProperties = 200;
// Compilers call an imported module `node_fs_1` or `import_node_fs`.
const provided = /^(?:arguments|exports|require|module|__filename|__dirname|import_\w+|\w+_\d+)$/;
