import type { ts } from "ts-morph";
import { parseSource, type Source, type TypeScript } from "../parse-source.js";
import { type FileContext, readContext } from "../read-context.js";

/** A file whose names are looked up in their scopes. */
export interface SpawnContext extends FileContext {
  /** The one declaration that a name means where it stands; undefined for globals and for several. */
  declarationOf(name: ts.Identifier): ts.Declaration | undefined;
  /** Every place that means a declaration, its own name included. */
  usesOf(declaration: ts.Declaration): ts.Identifier[];
}

/** Parses a text (without its byte order mark) and reads its scopes, or says where its syntax is broken. */
export function parseSpawnContext(
  ts: TypeScript,
  file: string,
  text: string,
): SpawnContext | { line: number; reason: string } {
  const source = parseSource(ts, file, text);
  if (!("reason" in source)) return readSpawnContext(source);
  return { line: source.line, reason: `does not parse: ${source.reason.replace(/\.$/, "")}` };
}

// Reads a file's scopes with the compiler's own binder; types and other files stay out of it.
function readSpawnContext(source: Source): SpawnContext {
  const { ts, tree } = source;
  const name = `/${tree.fileName}`;
  const program = ts.createProgram({
    rootNames: [name],
    options: { noResolve: true, noLib: true, allowJs: true, types: [] },
    host: {
      getSourceFile: (file) => (file === name ? tree : undefined),
      fileExists: (file) => file === name,
      readFile: () => undefined,
      getDefaultLibFileName: () => "lib.d.ts",
      writeFile: () => {},
      getCurrentDirectory: () => "/",
      getCanonicalFileName: (file) => file,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
    },
  });
  const checker = program.getTypeChecker();
  const declarationOf = (identifier: ts.Identifier): ts.Declaration | undefined => {
    const { parent } = identifier;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : ts.isExportSpecifier(parent)
        ? checker.getExportSpecifierLocalTargetSymbol(parent)
        : checker.getSymbolAtLocation(identifier);
    // In JavaScript `x.name = …` declares a member of x; it doesn't declare x again.
    const declarations = (symbol?.declarations ?? []).filter(
      (each) =>
        !ts.isBinaryExpression(each) &&
        !ts.isPropertyAccessExpression(each) &&
        !ts.isElementAccessExpression(each) &&
        !ts.isIdentifier(each),
    );
    return declarations.length === 1 ? declarations[0] : undefined;
  };
  let uses: Map<ts.Declaration, ts.Identifier[]> | undefined;
  const collectUses = (): Map<ts.Declaration, ts.Identifier[]> => {
    const found = new Map<ts.Declaration, ts.Identifier[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) add(node);
      ts.forEachChild(node, visit);
    };
    const add = (name: ts.Identifier): void => {
      const declaration = declarationOf(name);
      const known = declaration && found.get(declaration);
      if (known) known.push(name);
      else if (declaration) found.set(declaration, [name]);
    };
    visit(tree);
    return found;
  };
  const usesOf = (declaration: ts.Declaration): ts.Identifier[] => {
    uses ??= collectUses();
    return uses.get(declaration) ?? [];
  };
  return { ...readContext(source), declarationOf, usesOf };
}
