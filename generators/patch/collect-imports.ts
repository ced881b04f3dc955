import { isBuiltin } from "node:module";
import type { Flavour } from "../render/choose-flavour.js";

/** How the env file imports: `import { config } from`, `const { config } = require(`, `import dotenv = require(`. */
export type ImportForm = "named" | "require" | "import-equals";

/** Collects what a text needs from modules, and writes the lines that bring it in. */
export interface ImportCollector {
  /** The expression that stands for a module's member; no member means the module itself. */
  use(module: string, member?: string): string;
  /** `node:` imports first. */
  lines(): string[];
}

/** The form that compiles for a flavour, whatever its tsconfig says about interop. */
export function chooseImportForm(flavour: Flavour, verbatimModuleSyntax: boolean): ImportForm {
  if (flavour.id === "js-cjs") return "require";
  // TypeScript refuses every other form in a CommonJS file then.
  const isEquals = flavour.id === "ts" && flavour.moduleKind === "commonjs" && verbatimModuleSyntax;
  return isEquals ? "import-equals" : "named";
}

/** Starts a collection for one file. */
export function collectImports(form: ImportForm, flavour: Flavour): ImportCollector {
  const used = new Map<string, Map<string, string>>();
  const names = new Set<string>();

  const nameFor = (wanted: string): string => {
    let name = wanted;
    for (let n = 2; names.has(name); n++) name = `${wanted}${n}`;
    names.add(name);
    return name;
  };
  const use = (module: string, member = ""): string => {
    const members = used.get(module) ?? new Map<string, string>();
    used.set(module, members);
    const key = form === "import-equals" ? "" : member;
    const name = members.get(key) ?? nameFor(key === "" ? camelCase(module) : key);
    members.set(key, name);
    return key === member ? name : `${name}.${member}`;
  };
  const writeLines = ([module, members]: [string, Map<string, string>]): string[] => {
    const from = JSON.stringify(isBuiltin(module) ? `node:${module}` : module);
    const whole = members.get("");
    const named = [...members]
      .filter(([member]) => member !== "")
      .map(([member, name]) => writeName(form, member, name));
    return [
      ...(whole === undefined ? [] : [writeWhole(form, flavour, whole, from)]),
      ...(named.length === 0 ? [] : [writeNamed(form, named.sort().join(", "), from)]),
    ];
  };
  return {
    use,
    lines: () => [...used].sort(([a], [b]) => compareModules(a, b)).flatMap(writeLines),
  };
}

function camelCase(module: string): string {
  return module.replace(/^@/, "").replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function writeName(form: ImportForm, member: string, name: string): string {
  if (member === name) return name;
  return form === "require" ? `${member}: ${name}` : `${member} as ${name}`;
}

function writeNamed(form: ImportForm, names: string, from: string): string {
  return form === "require"
    ? `const { ${names} } = require(${from});`
    : `import { ${names} } from ${from};`;
}

function writeWhole(form: ImportForm, flavour: Flavour, name: string, from: string): string {
  if (form === "require") return `const ${name} = require(${from});`;
  // A default import of CommonJS needs interop options; this needs none.
  const isEquals = flavour.id === "ts" && flavour.moduleKind === "commonjs";
  return isEquals ? `import ${name} = require(${from});` : `import ${name} from ${from};`;
}

function compareModules(a: string, b: string): number {
  return Number(isBuiltin(b)) - Number(isBuiltin(a)) || (a < b ? -1 : 1);
}
