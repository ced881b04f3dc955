import { expect, it } from "vitest";
import { importPathOf } from "../../../generators/patch/python/import-path.js";

it.each([
  ["main.py", "app_logging", [""], false, "app_logging"],
  ["src/main.py", "src/app_logging", ["src"], false, "app_logging"],
  ["src/main.py", "src/app_logging", [""], false, "src.app_logging"],
  ["app/jobs/run.py", "app/core/app_logging", [""], false, "app.core.app_logging"],
  // The first search path that leads there decides.
  ["src/main.py", "src/app_logging", ["src", ""], false, "app_logging"],
  ["src/main.py", "src/app_logging", ["other", "src/app_logging", ""], false, "src.app_logging"],
  ["src/main.py", "app_logging", ["src"], false, undefined],
  // Relative, as long as the folders above belong to a package.
  ["app/main.py", "app/app_logging", [""], true, ".app_logging"],
  ["app/jobs/run.py", "app/app_logging", [""], true, "..app_logging"],
  ["app/jobs/run.py", "app/core/app_logging", [""], true, "..core.app_logging"],
  ["src/app/jobs/run.py", "src/app/app_logging", ["src"], true, "..app_logging"],
  ["app/main.py", "app_logging", [""], true, "app_logging"],
  ["src/app/main.py", "src/app_logging", ["src"], true, "app_logging"],
  ["main.py", "app_logging", [""], true, "app_logging"],
])("%s imports %s, searched in %j (relative: %s), as %s", (file, dir, paths, isRelative, path) => {
  expect(importPathOf(file, dir, paths, isRelative)).toBe(path);
});
