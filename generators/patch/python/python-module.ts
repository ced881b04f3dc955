import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource } from "./parse-python.js";
import { type ImportedName, readImport } from "./read-import.js";

/** A module of the project, with what its names stand for. */
export interface PythonModule extends PythonSource {
  /** POSIX path relative to the target. */
  file: string;
  /** Top-level statements in order, those that share a line one by one. */
  statements: SyntaxNode[];
  /** All imports, those in functions as well. */
  imports: ImportedName[];
  /** What an imported name stands for: `dotenv.load_dotenv`, `..config.BASE_DIR`. */
  bindings: Map<string, string>;
  /** The values of names that are assigned once. */
  constants: Map<string, SyntaxNode>;
}

/** Reads a parsed module's statements and names. */
export function readModule(source: PythonSource, file: string): PythonModule {
  const statements = childrenOf(source.tree.topNode)
    .flatMap((node) => (node.name === "StatementGroup" ? childrenOf(node) : [node]))
    .filter(({ name }) => name !== "Comment" && name !== ";");
  const imports: ImportedName[] = [];
  const assigned = new Map<string, (SyntaxNode | undefined)[]>();
  const assign = (name: SyntaxNode, value?: SyntaxNode): void => {
    const text = source.text.slice(name.from, name.to);
    assigned.set(text, [...(assigned.get(text) ?? []), value]);
  };
  source.tree.iterate({
    enter({ node }) {
      if (node.name === "ImportStatement") imports.push(...readImport(source, node));
      if (node.name === "AssignStatement") readAssignment(node, assign);
      if (["ParamList", "ForStatement", "UpdateStatement"].includes(node.name)) {
        for (const child of childrenOf(node)) if (child.name === "VariableName") assign(child);
      }
    },
  });
  const constants = new Map<string, SyntaxNode>();
  for (const [name, [value, ...others]] of assigned) {
    if (value && others.length === 0) constants.set(name, value);
  }
  const bindings = new Map(imports.map(({ as, path }) => [as, path]));
  return { ...source, file, statements, imports, bindings, constants };
}

function readAssignment(
  node: SyntaxNode,
  assign: (name: SyntaxNode, value?: SyntaxNode) => void,
): void {
  const children = childrenOf(node).filter(({ name }) => name !== "TypeDef");
  const [target, operator, value, ...others] = children;
  const isSimple = operator?.name === "AssignOp" && others.length === 0;
  if (target?.name === "VariableName") assign(target, isSimple ? value : undefined);
}

/** What `a.b.c` stands for once its first name is looked up: `os.path.join`; undefined for anything else. */
export function dottedName(module: PythonModule, node: SyntaxNode): string | undefined {
  if (node.name === "VariableName") {
    const name = module.text.slice(node.from, node.to);
    return module.bindings.get(name) ?? name;
  }
  if (node.name !== "MemberExpression") return undefined;
  const [object, dot, property] = childrenOf(node);
  if (!object || dot?.name !== "." || property?.name !== "PropertyName") return undefined;
  const base = dottedName(module, object);
  return base === undefined
    ? undefined
    : `${base}.${module.text.slice(property.from, property.to)}`;
}

/** Visits a node and all below it; what `enter` returns `false` for is not looked into. */
export function walk(node: SyntaxNode, enter: (node: SyntaxNode) => boolean | undefined): void {
  if (enter(node) === false) return;
  for (const child of childrenOf(node)) walk(child, enter);
}
