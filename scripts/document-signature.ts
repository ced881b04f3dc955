import ts from "typescript";
import type { Edit } from "./apply-edits.js";

/** Puts the types of an exported function into its JSDoc, as far as JavaScript knows them. */
export function documentSignature(node: ts.FunctionDeclaration, source: ts.SourceFile): Edit[] {
  if (!node.body) return [];
  const isExported = ts
    .getModifiers(node)
    ?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const tags = isExported ? listTags(node, source) : [];
  if (!isExported && node.type?.kind === ts.SyntaxKind.NeverKeyword) tags.push("@returns {never}");
  if (tags.length === 0) return [];
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  const sentences = comment ? readSentences(comment.getText(source)) : [];
  const lines = [...sentences, ...tags];
  const starred = lines.map((line) => (line === "" ? " *\n" : ` * ${line}\n`));
  const text = lines.length === 1 ? `/** ${lines[0]} */` : `/**\n${starred.join("")} */`;
  if (!comment) return [{ start: node.getStart(), end: node.getStart(), text: `${text}\n` }];
  return [{ start: comment.pos, end: comment.end, text }];
}

function listTags(node: ts.FunctionDeclaration, source: ts.SourceFile): string[] {
  const tags = (node.typeParameters ?? []).map(({ name, constraint }) => {
    const type = constraint && describeType(constraint, source);
    return type ? `@template {${type}} ${name.text}` : `@template ${name.text}`;
  });
  tags.push(...node.parameters.flatMap((parameter) => documentParameter(parameter, source)));
  const returned = node.type && describeType(node.type, source);
  if (returned && !/^(?:void|Promise<void>)$/.test(returned)) tags.push(`@returns {${returned}}`);
  return tags;
}

function documentParameter(parameter: ts.ParameterDeclaration, source: ts.SourceFile): string[] {
  const type = parameter.type && describeType(parameter.type, source);
  if (!type || !ts.isIdentifier(parameter.name)) return [];
  const name = parameter.name.text;
  if (parameter.dotDotDotToken) return [`@param {...${type.replace(/\[\]$/, "")}} ${name}`];
  const isOptional = parameter.questionToken || parameter.initializer;
  return [`@param {${type}} ${isOptional ? `[${name}]` : name}`];
}

function readSentences(comment: string): string[] {
  return comment
    .slice("/**".length, -"*/".length)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .filter((line, index, lines) => line !== "" || (index > 0 && index < lines.length - 1));
}

const known = new Set(
  "Array AsyncIterable Buffer Date Error Int32Array Iterable Map Partial Promise Readonly ReadonlyArray ReadonlyMap ReadonlySet Record RegExp Set SharedArrayBuffer URL WeakMap WeakSet NodeJS.CallSite NodeJS.ErrnoException NodeJS.EventEmitter NodeJS.ProcessEnv".split(
    " ",
  ),
);

// Types of the templates' own interfaces are gone with them, and `unknown` says nothing. Unions of
// literals would not fit: the variables that are passed have lost their own annotations.
function describeType(type: ts.TypeNode, source: ts.SourceFile): string | undefined {
  if (type.kind === ts.SyntaxKind.UnknownKeyword || ts.isTypePredicateNode(type)) return undefined;
  const imported = listNodeImports(source);
  let isKnown = true;
  const printed = print(type).replace(/[;,] \}/g, " }");
  return isKnown ? printed : undefined;

  function print(node: ts.Node): string {
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText(source);
      const alias = findAlias(name, source);
      if (alias) return ts.isUnionTypeNode(alias) ? `(${print(alias)})` : print(alias);
      const specifier = imported.get(name);
      const list = node.typeArguments?.map(print).join(", ");
      isKnown &&= known.has(name) || specifier !== undefined || isParameter(name, type);
      return `${specifier ? `import("${specifier}").` : ""}${name}${list ? `<${list}>` : ""}`;
    }
    if (ts.isTypeQueryNode(node)) isKnown = false;
    if (ts.isLiteralTypeNode(node)) isKnown &&= node.literal.kind === ts.SyntaxKind.NullKeyword;
    let text = "";
    let at = node.getStart(source);
    ts.forEachChild(node, (child) => {
      text += source.text.slice(at, child.getStart(source)) + print(child);
      at = child.end;
    });
    return (text + source.text.slice(at, node.end)).replace(/\s+/g, " ");
  }
}

function findAlias(name: string, source: ts.SourceFile): ts.TypeNode | undefined {
  for (const node of source.statements) {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === name && !node.typeParameters) {
      return node.type;
    }
  }
  return undefined;
}

function isParameter(name: string, type: ts.TypeNode): boolean {
  const owner = ts.findAncestor(type, ts.isFunctionDeclaration);
  return owner?.typeParameters?.some((parameter) => parameter.name.text === name) ?? false;
}

function listNodeImports(source: ts.SourceFile): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    const named = statement.importClause?.namedBindings;
    if (!specifier.startsWith("node:") || !named || !ts.isNamedImports(named)) continue;
    for (const { name } of named.elements) found.set(name.text, specifier);
  }
  return found;
}
