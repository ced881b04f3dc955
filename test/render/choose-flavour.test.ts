import { expect, test } from "vitest";
import { chooseFlavour } from "../../generators/render/choose-flavour.js";

test.each([
  ["a module package", "module", "src/index.js", "esm", ".js"],
  ["babel or a bundler: ES imports and no type", undefined, "src/index.js", "esm", ".js"],
  ["no type, ES modules by their name", undefined, "src/index.mjs", "esm", ".mjs"],
  [
    "ES modules in a package that is CommonJS by its word",
    "commonjs",
    "src/index.mjs",
    "esm",
    ".mjs",
  ],
  ["CommonJS", undefined, "index.js", "commonjs", ".js"],
  ["CommonJS in a module package", "module", "index.cjs", "commonjs", ".cjs"],
] as const)(
  "%s: files end as the package reads them",
  (_what, type, file, moduleKind, extension) => {
    const flavour = chooseFlavour({
      language: "javascript",
      moduleKind,
      specifierExtension: "",
      packageJson: type === undefined ? {} : { type },
      entrypoints: [{ file }],
    });
    expect(flavour.fileExtension).toBe(extension);
  },
);
