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
  },
): Flavour {
  const { language, moduleKind, specifierExtension } = target;
  if (language === "typescript") {
    return { id: "ts", language, moduleKind, fileExtension: ".ts", specifierExtension };
  }
  const isModulePackage = target.packageJson.type === "module";
  if (moduleKind === "esm") {
    const extension = isModulePackage ? ".js" : ".mjs";
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
