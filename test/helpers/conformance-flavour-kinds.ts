import type { Target } from "../../generators/target/target.js";

/** A kind of package that receives the logging, and how its code comes to run. */
export interface Flavour {
  id: FlavourId;
  /** Folder and ending of what runs: `dist/main.js`. */
  runs: { folder: string; extension: string };
  source: { extension: string };
  target: Pick<Target, "language" | "moduleKind" | "specifierExtension"> & { type: string };
}

export type FlavourId =
  | "ts-commonjs"
  | "ts-nodenext"
  | "ts-bundler"
  | "ts-stripped"
  | "js-esm"
  | "js-commonjs";

/** Every flavour that scenarios run against. */
export const flavours: readonly Flavour[] = [
  flavour("ts-commonjs", "typescript", "commonjs", "", "dist"),
  flavour("ts-nodenext", "typescript", "esm", ".js", "dist"),
  flavour("ts-bundler", "typescript", "esm", "", "dist"),
  flavour("js-esm", "javascript", "esm", ".js", "src"),
  flavour("js-commonjs", "javascript", "commonjs", "", "src"),
];

/** TypeScript that Node runs as it is, its types stripped; needs Node 22.18 or later. */
export const strippedFlavour: Flavour = flavour("ts-stripped", "typescript", "esm", ".ts", "src");

/** A flavour with what follows from its language and module kind. */
export function flavour(
  id: FlavourId,
  language: Target["language"],
  moduleKind: Target["moduleKind"],
  specifierExtension: Target["specifierExtension"],
  folder: string,
): Flavour {
  const extension = language === "typescript" ? ".ts" : ".js";
  const type = moduleKind === "esm" ? "module" : "commonjs";
  return {
    id,
    runs: { folder, extension: folder === "dist" ? ".js" : extension },
    source: { extension },
    target: { language, moduleKind, specifierExtension, type },
  };
}
