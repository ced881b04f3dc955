import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { confinePath, findPathFault } from "../../generators/apply/confine-path.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { writeTree } from "../helpers/apply-tree.js";

test.each([
  ["", "is empty"],
  ["/etc/passwd", "is absolute"],
  ["C:/Windows", "is absolute"],
  ["c:evil", "is absolute"],
  ["..", "leads out of the target"],
  ["../evil", "leads out of the target"],
  ["src/../../evil", "leads out of the target"],
  ["src\\..\\evil", "holds a backslash"],
  ["\\\\server\\share", "holds a backslash"],
  ["src/a\0.ts", "holds a NUL character"],
  ["src//a.ts", "is not a plain relative path"],
  ["./src/a.ts", "is not a plain relative path"],
  ["src/", "is not a plain relative path"],
  [".git/hooks/pre-commit", "lies inside '.git'"],
  ["packages/a/.GIT/config", "lies inside '.git'"],
])("the path %j is refused: it %s", (relative, fault) => {
  expect(findPathFault(relative)).toBe(fault);
  expect(() => confinePath(makeDirectory(), relative)).toThrow(fault);
});

test.each([
  "a.ts",
  "src/a b.ts",
  "src/..a/b",
  ".gitignore",
  "src/...",
  "src/é\u{1f600}/ü.ts",
  "ab:c/d",
])("the path %j is fine", (relative) => {
  const root = makeDirectory();
  const place = confinePath(root, relative);
  expect(place.file).toBe(path.join(root, relative));
  expect(place.stats).toBeUndefined();
});

test("missing parents are listed, outermost first", () => {
  const root = makeDirectory();
  writeTree(root, { "a/x": "" });
  expect(confinePath(root, "a/b/c/d.ts").missingDirectories).toEqual([
    path.join(root, "a/b"),
    path.join(root, "a/b/c"),
  ]);
});

test.each([
  [
    "dir-out/a.ts",
    "'dir-out/a.ts' goes through a symlink out of the target. Replace the link by a file of its own, or run in the directory that it leads to.",
  ],
  [
    "dir-out/new/a.ts",
    "'dir-out/new/a.ts' goes through a symlink out of the target. Replace the link by a file of its own, or run in the directory that it leads to.",
  ],
  [
    "dir-in/up/a.ts",
    "'dir-in/up/a.ts' goes through a symlink out of the target. Replace the link by a file of its own, or run in the directory that it leads to.",
  ],
  [
    "file-out",
    "'file-out' goes through a symlink out of the target. Replace the link by a file of its own, or run in the directory that it leads to.",
  ],
  ["dangling", "'dangling' goes through a symlink to nowhere. Repair or remove the link."],
  ["loop", "'loop' goes through a symlink to nowhere. Repair or remove the link."],
  [
    "sibling",
    "'sibling' goes through a symlink out of the target. Replace the link by a file of its own, or run in the directory that it leads to.",
  ],
  ["file/a.ts", "'file' is not a directory. Move it, or pass --dir <folder>."],
  ["real", "'real' is a directory where a file is needed. Move it, and run again."],
])("'%s' is refused: %s", (relative, message) => {
  const root = path.join(makeDirectory(), "app");
  writeTree(root, { file: "", "real/a.ts": "" });
  // A neighbour whose name starts alike: a comparison of texts would take it for the inside.
  writeTree(`${root}-two`, { secret: "" });
  fs.symlinkSync("..", path.join(root, "dir-out"));
  fs.symlinkSync("real", path.join(root, "dir-in"));
  fs.symlinkSync("../..", path.join(root, "real/up"));
  fs.symlinkSync("/etc/hostname", path.join(root, "file-out"));
  fs.symlinkSync("nowhere", path.join(root, "dangling"));
  fs.symlinkSync("loop", path.join(root, "loop"));
  fs.symlinkSync("../app-two/secret", path.join(root, "sibling"));
  expect(() => confinePath(root, relative)).toThrow(message);
});

test("symlinks that stay inside are followed", () => {
  const root = makeDirectory();
  writeTree(root, { "real/a.ts": "" });
  fs.symlinkSync("real", path.join(root, "dir-in"));
  fs.symlinkSync("dir-in/a.ts", path.join(root, "file-in"));
  const file = path.join(root, "real/a.ts");
  expect(confinePath(root, "dir-in/a.ts").file).toBe(file);
  expect(confinePath(root, "file-in").file).toBe(file);
});
