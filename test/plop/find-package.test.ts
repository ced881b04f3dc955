import path from "node:path";
import { expect, test } from "vitest";
import { findPackage } from "../../generators/plop/find-package.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { writeTree } from "../helpers/apply-tree.js";

test.each([
  ["at the plopfile", "", "", ""],
  ["in a folder of the same package", "", "src/deep", ""],
  ["in a package below a workspace's plopfile", "", "packages/news/src", "packages/news"],
  ["outside of what --dest says", "packages/news", "packages/other", "packages/news"],
  ["outside of all of it", "packages/news", "..", "packages/news"],
  [
    "beside it, in a folder whose name begins alike",
    "packages/news",
    "packages/news-2",
    "packages/news",
  ],
])("who stands %s means that package", (_, destBasePath, cwd, expected) => {
  const root = makeDirectory();
  writeTree(root, {
    "package.json": "{}",
    "src/deep/": "",
    "packages/news/package.json": "{}",
    "packages/news/src/": "",
    "packages/news-2/package.json": "{}",
    "packages/other/package.json": "{}",
  });
  const found = findPackage(path.join(root, destBasePath), path.join(root, cwd));
  expect(found).toBe(path.join(root, expected));
});
