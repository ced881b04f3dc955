import path from "node:path";
import type { TypeScript } from "../patch/parse-source.js";

/** A file as Node runs it; paths are POSIX and relative to the package. */
export interface Compiled {
  file: string;
  text: string;
  /** Its source map, where it was compiled. */
  map?: string;
}

/** Whether a file must be compiled before it runs. */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?ts$/.test(file);
}

/** Strips the types of one file and writes its imports in the package's module kind; says where it does not parse. */
export function compileSource(
  ts: TypeScript,
  file: string,
  text: string,
  isEsm: boolean,
): Compiled | { reason: string } {
  const output = toOutput(file);
  const asEsm = output.endsWith(".mjs") || (isEsm && !output.endsWith(".cjs"));
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName: path.posix.basename(file),
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: asEsm ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  const [first] = diagnostics ?? [];
  if (first === undefined)
    return { file: output, text: outputText, ...(sourceMapText ? { map: sourceMapText } : {}) };
  const line = first.file?.getLineAndCharacterOfPosition(first.start ?? 0).line ?? 0;
  const fault = ts.flattenDiagnosticMessageText(first.messageText, " ");
  return { reason: `${file}:${line + 1} does not compile: ${fault}` };
}

/** Lets every relative import name a file that is there: endings that only a compiler or a bundler takes are replaced. */
export function linkImports(
  ts: TypeScript,
  compiled: Compiled,
  outputs: ReadonlySet<string>,
): Compiled {
  const { file, text } = compiled;
  if (file.endsWith(".json")) return compiled;
  let linked = text;
  // From the last one on, so that the places of the others stay.
  for (const { fileName, pos } of importsOf(ts, text).reverse()) {
    const found = resolveOutput(file, fileName, outputs);
    if (found === undefined) continue;
    const relative = path.posix.relative(path.posix.dirname(file), found);
    const specifier = relative.startsWith(".") ? relative : `./${relative}`;
    const start = linked.indexOf(fileName, pos);
    linked = linked.slice(0, start) + specifier + linked.slice(start + fileName.length);
  }
  return { ...compiled, text: linked };
}

/** The relative imports of a text, requires included. */
export function importsOf(ts: TypeScript, text: string): { fileName: string; pos: number }[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => /^\.{1,2}(?:\/|$)/.test(fileName))
    .sort((a, b) => a.pos - b.pos);
}

/** What a TypeScript file is called once compiled. */
export function toOutput(file: string): string {
  return file.replace(/\.([cm]?)ts$/, ".$1js");
}

function resolveOutput(
  from: string,
  specifier: string,
  outputs: ReadonlySet<string>,
): string | undefined {
  const base = path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [
    base,
    toOutput(base),
    ...[".js", ".mjs", ".cjs", ".json", "/index.js"].map((ending) => base + ending),
  ];
  return candidates.find((candidate) => outputs.has(candidate));
}
