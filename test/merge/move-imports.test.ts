import { expect, test } from "vitest";
import { moveImports } from "../../generators/merge/move-imports.js";

const renamed = new Map([["src/logging/levels.ts", "src/logging/grades.ts"]]);

test.each([
  ["a static import", 'import { x } from "./levels.js";', 'import { x } from "./grades.js";'],
  ["without an ending", 'import { x } from "./levels";', 'import { x } from "./grades";'],
  ["its own ending", "import { x } from './levels.ts';", "import { x } from './grades.ts';"],
  ["a re-export", 'export * from "./levels.js";', 'export * from "./grades.js";'],
  ["a bare import", 'import "./levels.js";', 'import "./grades.js";'],
  ["require", 'const { x } = require("./levels");', 'const { x } = require("./grades");'],
  ["a dynamic import", 'await import("./levels.js")', 'await import("./grades.js")'],
  ["another module stays", 'import "./levels-of-more.js";', 'import "./levels-of-more.js";'],
  ["a package stays", 'import "levels";', 'import "levels";'],
])("a renamed file is imported by its new name: %s", (_, before, after) => {
  expect(moveImports(before, "src/logging/logger.ts", renamed)).toBe(after);
});

test("a file that moved to another folder reaches its siblings and its own imports from there", () => {
  const moves = new Map([["src/logging/levels.ts", "src/base/levels.ts"]]);
  expect(moveImports('import "./format.js";', "src/logging/levels.ts", moves)).toBe(
    'import "../logging/format.js";',
  );
  expect(moveImports('import "./levels.js";', "src/logging/logger.ts", moves)).toBe(
    'import "../base/levels.js";',
  );
});
