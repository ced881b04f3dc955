import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { RefusedError } from "../errors.js";
import type { Target } from "../target/target.js";
import { chooseFlavour } from "./choose-flavour.js";
import { findTemplatesOf } from "./find-templates.js";
import type { RenderedFile } from "./render.js";
import { loadRenderers } from "./render-template.js";
import { rewriteSpecifiers } from "./rewrite-specifiers.js";
import { buildTemplateData, type TemplateData } from "./template-data.js";

/** Files that are there for one feature alone, by name without extension. */
const optionalFiles: Record<string, (data: TemplateData) => boolean> = {
  "source-maps": (data) => data.features.sourceMaps,
  abandoned: (data) => data.features.ownership,
  claim: (data) => data.features.ownership,
  "claim-notes": (data) => data.features.ownership,
  "ended-runs": (data) => data.features.ownership,
  "list-claims": (data) => data.features.ownership,
  owner: (data) => data.features.ownership,
  ownership: (data) => data.features.ownership,
  release: (data) => data.features.ownership,
  "slot-name": (data) => data.features.ownership,
  "take-slot": (data) => data.features.ownership,
  "shared-file": (data) => data.features.threads,
  "shared-memory": (data) => data.features.threads,
  threads: (data) => data.features.threads,
  captured: (data) => data.features.diagnose,
  diagnose: (data) => data.features.diagnose,
  "full-heap": (data) => data.features.diagnose,
  "list-reports": (data) => data.features.diagnose,
  "list-variables": (data) => data.features.diagnose,
  "pause-limit": (data) => data.features.diagnose,
  "read-pause": (data) => data.features.diagnose,
  "capture-console": (data) => data.features.captureConsole,
  extra: (data) => data.usesExtra,
  "setup-child": (data) => data.hasChildren,
};

/** Renders every file of the logging folder for a package, sorted by path. */
export async function renderLoggingFolder(
  answers: Answers,
  target: Target,
  templatesDir: string = findTemplatesOf("node", "js-cjs"),
): Promise<RenderedFile[]> {
  const flavour = chooseFlavour(target);
  refuseVerbatimCommonJs(target);
  const data = buildTemplateData(answers, flavour);
  const folder = path.join(templatesDir, flavour.id);
  // JavaScript as people write it has no type for everything.
  const isUnchecked =
    flavour.language === "javascript" && target.tsconfig?.checksJsStrictly === true;
  const [names, renderers] = await Promise.all([readdir(folder), loadRenderers()]);
  const wanted = names.sort().filter((name) => optionalFiles[stem(name)]?.(data) ?? true);
  return Promise.all(
    wanted.map(async (name): Promise<RenderedFile> => {
      const template = await readFile(path.join(folder, name), "utf8");
      if (name.endsWith(".md")) {
        return { path: `${answers.dir}/${name}`, text: renderers.markdown(template, data) };
      }
      const code = renderers.code(rewriteSpecifiers(template, flavour.specifierExtension), data);
      const text = isUnchecked ? `// @ts-nocheck\n${code}` : code;
      return { path: `${answers.dir}/${stem(name)}${flavour.fileExtension}`, text };
    }),
  );
}

// There TypeScript takes no `import` and no `export` in any file.
function refuseVerbatimCommonJs({ language, moduleKind, tsconfig }: Target): void {
  if (language !== "typescript" || moduleKind !== "commonjs" || !tsconfig?.verbatimModuleSyntax)
    return;
  throw new RefusedError(
    `'${tsconfig.file}' sets 'verbatimModuleSyntax' for CommonJS, where TypeScript compiles no 'import': the logging setup would not build. Set it to false there, or make the package an ES module, and run again.`,
  );
}

function stem(name: string): string {
  return path.basename(name, path.extname(name));
}
