import type { Target } from "../../target/target.js";
import type { FileContext } from "../read-context.js";
import { hasModuleSyntax } from "../read-file-style.js";
import { readImportForm } from "../spawn/add-logging-import.js";
import type { SpawnRequest } from "../spawn/spawn.js";

/** Why a file can't import the logging folder: no compiler, no types, no module; undefined where it can. */
export function refuseFile(
  target: Target,
  request: SpawnRequest,
  context: FileContext,
): string | undefined {
  const { file } = request;
  const { language, moduleKind, tsconfig } = target;
  const isTypeScript = /\.[mc]?tsx?$/.test(file);
  if (isTypeScript && language === "javascript")
    return "it is TypeScript, and the logging folder is JavaScript without types";
  if (!isTypeScript && language === "typescript" && !isCompiled(target, file))
    return "it is JavaScript that no compiler sees, and the logging folder is TypeScript";
  const { form } = readImportForm(context, request).style;
  // `import x = require()` is an import to look at, and a require when it runs.
  if (moduleKind === "esm" && (form === "require" || /\.c[jt]s$/.test(file)))
    return "it is CommonJS, and the logging folder is an ES module, which only Node 20.19, 22.12 and later can require";
  if (!isTypeScript || hasModuleSyntax(context)) return undefined;
  if (moduleKind === "esm" && /^node/.test(tsconfig?.module ?? "")) return undefined;
  const declares = context.tree.statements.some(
    (each) =>
      !context.ts.isExpressionStatement(each) &&
      (context.ts.isVariableStatement(each) || context.ts.isDeclarationStatement(each)),
  );
  if (form === "require" || declares)
    return "it is no module to TypeScript, and an import would take what it declares from other files";
  return undefined;
}

function isCompiled({ tsconfig, sourceRoot }: Target, file: string): boolean {
  if (tsconfig?.allowsJs !== true) return false;
  const sources = tsconfig.rootDir || sourceRoot;
  return sources === "" || sources === "." || file.startsWith(`${sources}/`);
}
