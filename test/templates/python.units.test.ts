import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { preparePackage, python } from "../helpers/python-package.js";

test("the Python templates pass their own tests, by pytest", () => {
  const { folder } = preparePackage(path.join(import.meta.dirname, "python"));
  const { PATH, HOME } = process.env;
  const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "."];
  const ended = spawnSync(python, args, { cwd: folder, env: { PATH, HOME }, encoding: "utf8" });
  expect(ended.stdout + ended.stderr).toMatch(/\n\d\d passed in /);
  expect(ended.status).toBe(0);
});
