import path from "node:path";
import type { Flavour } from "../render/choose-flavour.js";
import type { RenderedFile } from "../render/render.js";
import { chooseImportForm, collectImports, type ImportCollector } from "./collect-imports.js";
import type { EnvCall } from "./read-env-calls.js";
import { type CallOptions, type TranslatedCall, translateEnvCall } from "./translate-env-call.js";
import type { Translation } from "./translate-expression.js";

/** What the env file is made from. */
export interface EnvFileRequest extends CallOptions {
  /** The logging folder, POSIX path relative to the target. */
  dir: string;
  flavour: Flavour;
  verbatimModuleSyntax: boolean;
  /** A bundler is among the package's dependencies. */
  isBundled: boolean;
  /** Calls to repeat, in their order; each can be (see `tryEnvCall`). */
  calls: EnvCall[];
  /** Specifiers of the repo's own modules that are imported because their calls can't be repeated. */
  loaders: string[];
}

const why = `// ./setup checks the environment before any module of the service runs, so the env file is loaded
// here already, the same way as the service does later.`;

/** The text of `env-file`: the repo's own calls once more, under the same conditions. */
export function renderEnvFile(request: EnvFileRequest): RenderedFile {
  const { dir, flavour, calls, loaders } = request;
  const [first] = calls;
  const isBareImport = first?.kind === "import" && first.conditions?.length === 0;
  const imports = startImports(request);
  const bare = [...loaders, ...(isBareImport ? [first.node.getText().slice(1, -1)] : [])];
  const bodies = calls
    .slice(isBareImport ? 1 : 0)
    .map((call) => repeatCall(request, call, imports));
  const statements = [...new Set(bodies.flat())];
  const bareLines = [...new Set(bare)].map((specifier) =>
    flavour.id === "js-cjs" ? `require("${specifier}");` : `import "${specifier}";`,
  );
  const head = [why, ...imports.lines(), ...bareLines];
  const strict = flavour.id === "js-cjs" ? ['"use strict";', ""] : [];
  const hasImports = head.length > 1;
  const body = statements.length > 0 && hasImports ? ["", ...statements] : statements;
  return {
    path: `${dir}/env-file${flavour.fileExtension}`,
    text: `${[...strict, ...head, ...body].join("\n")}\n`,
  };
}

/** Whether a call can be repeated in the env file, and what stands in the way otherwise. */
export function tryEnvCall(request: EnvFileRequest, call: EnvCall): TranslatedCall {
  return translateEnvCall(call, translate(request, call, startImports(request)), request);
}

// In a bundle every module lies where the bundle lies: there the path holds as it was written, and
// from the sources as rebased. dotenv passes over a file that isn't there.
function repeatCall(request: EnvFileRequest, call: EnvCall, imports: ImportCollector): string[] {
  const translation = translate(request, call, imports);
  const rebased = linesOf(translateEnvCall(call, translation, request));
  const folder = path.posix.dirname(call.context.file);
  const isOnePath =
    !translation.isPlaced || folder === request.dir || call.module === "dotenv-safe";
  if (!request.isBundled || isOnePath) return rebased;
  const inBundle = translate({ ...request, dir: folder }, call, imports);
  return [
    "// The first path holds in a bundle, the second from the sources.",
    ...linesOf(translateEnvCall(call, inBundle, request)),
    ...rebased,
  ];
}

function linesOf(translated: TranslatedCall): string[] {
  return "lines" in translated ? translated.lines : [];
}

function startImports({ flavour, verbatimModuleSyntax }: EnvFileRequest): ImportCollector {
  return collectImports(chooseImportForm(flavour, verbatimModuleSyntax), flavour);
}

function translate(
  { dir, flavour }: EnvFileRequest,
  { context }: EnvCall,
  imports: ImportCollector,
): Translation {
  const { moduleKind, language } = flavour;
  return { context, dir, imports, moduleKind, isTypeScript: language === "typescript" };
}
