import type { Target } from "../target/target.js";

export type FlavourId = "ts" | "js-esm" | "js-cjs";

/** Which set of templates a package receives, and how its files and imports end. */
export interface Flavour {
  id: FlavourId;
  language: Target["language"];
  moduleKind: Target["moduleKind"];
  fileExtension: ".ts" | ".js" | ".mjs" | ".cjs";
  /** How relative imports inside the logging folder end. */
  specifierExtension: "" | ".js" | ".ts" | ".mjs" | ".cjs";
}

/** The flavour for a package: its language, its module kind, and what its `type` makes of `.js`. */
export function chooseFlavour(
  target: Pick<Target, "language" | "moduleKind" | "specifierExtension"> & {
    packageJson: { type?: string };
    entrypoints?: { file: string }[];
  },
): Flavour {
  const { language, moduleKind, specifierExtension } = target;
  if (language === "typescript") {
    return { id: "ts", language, moduleKind, fileExtension: ".ts", specifierExtension };
  }
  const { type } = target.packageJson;
  const isModulePackage = type === "module";
  if (moduleKind === "esm") {
    // Without a type `.js` is what its tools make of it: babel and bundlers, like Node, read the syntax.
    const isByName = target.entrypoints?.[0]?.file.endsWith(".mjs") ?? false;
    const isScript = type === "commonjs" || (type === undefined && isByName);
    const extension = isScript ? ".mjs" : ".js";
    return { ...js("js-esm", moduleKind), fileExtension: extension, specifierExtension: extension };
  }
  if (isModulePackage) {
    return { ...js("js-cjs", moduleKind), fileExtension: ".cjs", specifierExtension: ".cjs" };
  }
  const ending = specifierExtension === ".js" ? ".js" : "";
  return { ...js("js-cjs", moduleKind), fileExtension: ".js", specifierExtension: ending };
}

function js(id: FlavourId, moduleKind: Target["moduleKind"]) {
  return { id, language: "javascript" as const, moduleKind };
}
