import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import type { PythonModule } from "./python-module.js";
import type { ImportedName } from "./read-import.js";

/** `setup_child` for a child's entrypoint in the same project. */
export type PythonSetup = "setup" | "setup_child";

/** The imports of the logging folder that an entrypoint already has. */
export interface PythonOwnImports {
  envFile?: SyntaxNode | undefined;
  setup?: SyntaxNode | undefined;
  /** `setup` where `setup_child` is asked for, and the other way round. */
  otherSetup?: SyntaxNode | undefined;
}

/** Finds the top-level imports of the logging folder's modules, however they are written. */
export function findOwnImports(
  module: PythonModule,
  dir: string,
  wanted: PythonSetup,
): PythonOwnImports {
  const setup = find(module, dir, wanted);
  return {
    envFile: find(module, dir, "env_file"),
    setup,
    otherSetup: setup ? undefined : find(module, dir, otherSetup(wanted)),
  };
}

/** The text with `setup` renamed to `setup_child`, or the other way round. */
export function renameSetup(module: PythonModule, wanted: PythonSetup, node: SyntaxNode): string {
  const other = otherSetup(wanted);
  const statement = module.text.slice(node.from, node.to);
  const renamed = statement.replace(
    new RegExp(`(\\bimport\\b.*?[\\s,(.])${other}\\b`, "s"),
    `$1${wanted}`,
  );
  return module.text.slice(0, node.from) + renamed + module.text.slice(node.to);
}

function otherSetup(wanted: PythonSetup): PythonSetup {
  return wanted === "setup" ? "setup_child" : "setup";
}

function find(module: PythonModule, dir: string, name: string): SyntaxNode | undefined {
  return module.imports.find((imported) => {
    const isTopLevel = module.statements.some(({ from }) => from === imported.node.from);
    return isTopLevel && means(module, imported, `${dir}/${name}`);
  })?.node;
}

// An absolute name may start in any folder that Python searches.
function means(
  module: PythonModule,
  { level, module: name, name: part }: ImportedName,
  file: string,
): boolean {
  const inside = [...name.split("."), part ?? ""].filter((each) => each !== "").join("/");
  if (level === 0) return inside.includes("/") && `/${file}`.endsWith(`/${inside}`);
  const folder = path.posix.join(path.posix.dirname(module.file), "../".repeat(level - 1));
  return path.posix.join(folder, inside) === file;
}
