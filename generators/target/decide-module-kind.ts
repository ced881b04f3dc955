import { dirname, join, posix } from "node:path";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import type { ModuleKind, SpecifierExtension, TsConfig } from "./target.js";

export interface ModuleFacts {
  root: string;
  /** The best entrypoint, if there is one. */
  entry: string | undefined;
  language: "typescript" | "javascript";
  tsconfig: TsConfig | undefined;
  packageType: string | undefined;
  runsTypeScriptDirectly: boolean;
  runsBuiltOutput: boolean;
  /** A bundler makes the output: import specifiers do not outlive the build. */
  isBundled: boolean;
}

/**
 * Whether the sources are ES modules or CommonJS, as they run and not as they are written: TypeScript's
 * `import` is a `require` in the end where tsc, or node's own rules for the package, say so.
 */
export function decideModuleKind(facts: ModuleFacts): ModuleKind {
  const { entry = "", language, tsconfig } = facts;
  if (/\.m[jt]s$/.test(entry)) return "esm";
  if (/\.c[jt]s$/.test(entry)) return "commonjs";
  const type = nearestType(facts);
  if (type === "module") return "esm";
  if (language === "javascript" || tsconfig === undefined) {
    // No type at all: node looks at the syntax, and so do tsx, babel and the bundlers.
    return type === undefined && entry !== "" && hasEsmSyntax(facts.root, entry)
      ? "esm"
      : "commonjs";
  }
  const module =
    tsconfig?.module ??
    (/^node(16|next)$/.test(tsconfig?.moduleResolution ?? "") ? "nodenext" : undefined);
  // `preserve`, `esnext` and the like leave the imports to a bundler or a loader; a package that is
  // CommonJS by its own word stays that. Of all other modules a package without a type is CommonJS.
  return /^(preserve|es\d+|esnext)$/.test(module ?? "") && type === undefined ? "esm" : "commonjs";
}

/** How relative imports end: as those of the entrypoint do, else as the module kind and its tools need it. */
export function decideSpecifierExtension(
  facts: ModuleFacts,
  moduleKind: ModuleKind,
): SpecifierExtension {
  const written =
    facts.entry === undefined ? undefined : readSpecifierStyle(facts.root, facts.entry);
  // A JavaScript entry that names a TypeScript file says nothing of the logging folder's own files.
  const isForeign = written === ".ts" && facts.language === "javascript";
  if (written !== undefined && !isForeign) return written;
  if (facts.language === "javascript") return moduleKind === "esm" ? ".js" : "";
  if (facts.runsTypeScriptDirectly || facts.tsconfig?.writesTsExtensions === true) return ".ts";
  if (moduleKind === "commonjs") return "";
  const isLenient =
    facts.tsconfig?.moduleResolution === "bundler" || facts.tsconfig?.module === "preserve";
  // tsc keeps specifiers as they are, and plain node wants the extension in its ES modules.
  return isLenient && (facts.isBundled || !facts.runsBuiltOutput) ? "" : ".js";
}

function nearestType({ root, entry, packageType }: ModuleFacts): string | undefined {
  if (entry === undefined) return packageType;
  for (let dir = posix.dirname(entry); dir !== "."; dir = dirname(dir)) {
    const found = tryReadPackageJson(join(root, dir));
    if (found !== undefined) return found.type;
  }
  return packageType;
}

function hasEsmSyntax(root: string, entry: string): boolean {
  const text = readTextFile(join(root, entry)) ?? "";
  return (
    /^(import\s*["'{*\w]|export\s)/m.test(text) &&
    !/^(module\.exports|exports\.\w+)\s*=/m.test(text)
  );
}

function readSpecifierStyle(root: string, entry: string): SpecifierExtension | undefined {
  const text = readTextFile(join(root, entry)) ?? "";
  const specifiers = [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^"'\n]*["'](\.{1,2}\/[^"'\n]+)["']|^\}\s*from\s*["'](\.{1,2}\/[^"'\n]+)["']|\brequire\(\s*["'](\.{1,2}\/[^"'\n]+)["']/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  const styles = specifiers.flatMap((specifier): SpecifierExtension[] => {
    const extension = posix.extname(specifier);
    if (/^\.[cm]?js$/.test(extension)) return [".js"];
    if (/^\.[cm]?ts$/.test(extension)) return [".ts"];
    return extension === "" || !/^\.(json|node|css|html|wasm|txt)$/.test(extension) ? [""] : [];
  });
  return styles[0];
}
