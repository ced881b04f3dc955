import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "./parse-python.js";
import { dottedName, type PythonModule } from "./python-module.js";
import type { PythonProject } from "./python-project.js";
import { readPlainArguments } from "./read-arguments.js";
import { readStringParts, type StringPart } from "./read-string.js";

/** Where a file or folder lies, or a plain text that may become a part of it. */
export type Location =
  | { anchor: "target" | "cwd" | "text"; path: string }
  /** What `find_dotenv` looks for, in `from` (undefined for the working directory) and all above it. */
  | { anchor: "search"; from: string | undefined; name: string };

type Placed = Exclude<Location, { anchor: "search" }>;

/** Works out what an expression of `pathlib` and `os.path` names; undefined where it can't be told. */
export function evaluateLocation(
  project: PythonProject,
  module: PythonModule,
  node: SyntaxNode,
  depth = 0,
): Location | undefined {
  if (depth > 30) return undefined;
  const placed = (inner: SyntaxNode | null | undefined): Placed | undefined => {
    const value = inner ? evaluateLocation(project, module, inner, depth + 1) : undefined;
    return value?.anchor === "search" ? undefined : value;
  };
  const children = childrenOf(node);
  switch (node.name) {
    case "String":
    case "FormatString":
    case "ContinuedString":
      return concatenate(readStringParts(module, node)?.map((part) => readPart(part, placed)));
    case "ParenthesizedExpression":
      return placed(children[1]);
    case "BinaryExpression": {
      const [left, operator, right] = children;
      if (operator?.name !== "ArithOp") return undefined;
      const sign = textOf(module, operator);
      if (sign === "/") return join([placed(left), placed(right)]);
      return sign === "+" ? concatenate([placed(left), placed(right)]) : undefined;
    }
    case "VariableName":
      return evaluateName(project, module, node, depth);
    case "MemberExpression":
      return evaluateMember(project, module, node, placed, depth);
    case "CallExpression":
      return evaluateCall(module, node, placed);
    default:
      return undefined;
  }
}

function evaluateName(
  project: PythonProject,
  module: PythonModule,
  node: SyntaxNode,
  depth: number,
): Location | undefined {
  const name = textOf(module, node);
  if (name === "__file__") return { anchor: "target", path: module.file };
  const constant = module.constants.get(name);
  if (constant) return evaluateLocation(project, module, constant, depth + 1);
  const imported = module.imports.find(({ as }) => as === name);
  if (!imported?.name) return undefined;
  for (const file of project.resolve(module.file, imported)) {
    const other = project.read(file);
    const value = other?.constants.get(imported.name);
    if (other && value) return evaluateLocation(project, other, value, depth + 1);
  }
  return undefined;
}

// What is formatted in a way of its own, `{name!r:>8}`, can't be told.
function readPart(part: StringPart, placed: Placing): Placed | undefined {
  if (typeof part === "string") return { anchor: "text", path: part };
  const [, value, ...rest] = childrenOf(part);
  return rest.length === 1 ? placed(value) : undefined;
}

type Placing = (node: SyntaxNode | null | undefined) => Placed | undefined;

function evaluateMember(
  project: PythonProject,
  module: PythonModule,
  node: SyntaxNode,
  placed: Placing,
  depth: number,
): Location | undefined {
  const [object, mark, member] = childrenOf(node);
  if (!object || !mark || !member) return undefined;
  if (mark.name === "[") {
    const [base, , property] = childrenOf(object);
    const isParents =
      object.name === "MemberExpression" && property && textOf(module, property) === "parents";
    const count = /^\d+$/.exec(textOf(module, member))?.[0];
    return isParents && count !== undefined ? climb(placed(base), Number(count) + 1) : undefined;
  }
  const name = dottedName(module, node);
  if (name === "os.curdir") return { anchor: "text", path: "." };
  if (name === "os.pardir") return { anchor: "text", path: ".." };
  if (name === "os.sep") return { anchor: "text", path: "/" };
  if (textOf(module, member) === "parent") return climb(placed(object), 1);
  // `config.BASE_DIR`, of an own module.
  const owner = object.name === "VariableName" ? textOf(module, object) : undefined;
  const imported = module.imports.find(({ as }) => as === owner);
  for (const file of imported ? project.resolve(module.file, imported) : []) {
    const other = project.read(file);
    const value = other?.constants.get(textOf(module, member));
    if (other && value) return evaluateLocation(project, other, value, depth + 1);
  }
  return undefined;
}

// They change how a path is written, and not what it names.
const sameFunction =
  /^(?:str|os\.fspath|os\.path\.(?:abspath|realpath|normpath|expanduser)|pathlib\.(?:Pure)?(?:Posix|Windows)?Path)$/;
const sameMethod = /^(?:resolve|absolute|as_posix|expanduser|__str__)$/;

function evaluateCall(
  module: PythonModule,
  node: SyntaxNode,
  placed: Placing,
): Location | undefined {
  const callee = node.firstChild;
  const given = readPlainArguments(module, node);
  if (!callee || !given) return undefined;
  const { positional, named } = given;
  const name = dottedName(module, callee);
  if (name === "os.getcwd" || name === "pathlib.Path.cwd") return { anchor: "cwd", path: "." };
  if (name === "dotenv.find_dotenv" || name === "dotenv.main.find_dotenv") {
    const file = positional[0] ?? named.get("filename");
    const value: Placed | undefined = file ? placed(file) : { anchor: "text", path: ".env" };
    const isHere = /True/.test(
      [positional[2], named.get("usecwd")].map((each) => (each ? textOf(module, each) : "")).join(),
    );
    if (value?.anchor !== "text") return undefined;
    return {
      anchor: "search",
      from: isHere ? undefined : path.posix.dirname(module.file),
      name: value.path || ".env",
    };
  }
  if (name !== undefined && sameFunction.test(name))
    return positional.length === 0 && name.startsWith("pathlib")
      ? { anchor: "cwd", path: "." }
      : join(positional.map(placed));
  if (name === "os.path.join") return join(positional.map(placed));
  if (name === "os.path.dirname") return climb(placed(positional[0]), 1);
  if (callee.name !== "MemberExpression") return undefined;
  const method = textOf(module, callee.lastChild ?? callee);
  if (method === "joinpath") return join([callee.firstChild, ...positional].map(placed));
  return sameMethod.test(method) ? placed(callee.firstChild) : undefined;
}

function climb(value: Placed | undefined, count: number): Placed | undefined {
  if (!value) return undefined;
  if (value.anchor === "text" && value.path.startsWith("/")) {
    return { anchor: "text", path: path.posix.join(value.path, "../".repeat(count)) };
  }
  const anchor = value.anchor === "text" ? "cwd" : value.anchor;
  const climbed = path.posix.join(value.path, ...Array<string>(count).fill(".."));
  return { anchor, path: climbed.replace(/(.)\/$/, "$1") };
}

function join(parts: (Placed | undefined)[]): Placed | undefined {
  return parts.reduce((left, right) => {
    if (!left || !right) return undefined;
    if (right.anchor !== "text" || right.path.startsWith("/")) return right;
    const joined = path.posix.join(left.path, right.path);
    return { anchor: left.anchor, path: joined };
  });
}

// A text that is put behind a path: `f"{BASE}/.env"`.
function concatenate(parts: (Placed | undefined)[] | undefined): Placed | undefined {
  if (!parts) return undefined;
  return parts.reduce(
    (left, right): Placed | undefined => {
      if (!left || !right) return undefined;
      if (right.anchor !== "text") return left.path === "" ? right : undefined;
      const text = left.path + right.path;
      return {
        anchor: left.anchor,
        path: left.anchor === "text" ? text : path.posix.normalize(text),
      };
    },
    { anchor: "text", path: "" },
  );
}
