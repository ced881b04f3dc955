import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { childEntryFault, locateChild, seenFrom } from "../../generators/answers/locate-child.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { writeTree } from "../helpers/apply-tree.js";

function makeRepo(): string {
  const repo = makeDirectory();
  mkdirSync(path.join(repo, ".git"));
  writeTree(repo, {
    "news/package.json": '{ "name": "news" }',
    "news/tsconfig.json":
      '{ "compilerOptions": { "module": "nodenext", "rootDir": "src", "outDir": "dist" } }',
    "news/src/index.ts": "",
    "news/src/scorer.ts": "",
    "news/dist/scorer.js": "",
    "scorer/package.json": '{ "name": "scorer" }',
    "scorer/src/main.js": "",
    "cleaner/main.py": "",
    "cleaner/requirements.txt": "",
    "cleaner/jobs/tidy.py": "",
    "news/tools/count.py": "",
    "news/beside.py": "",
    "scripts/clean.sh": "",
    "loose.js": "",
  });
  return repo;
}

describe("where a child's entrypoint lies", () => {
  const repo = makeRepo();
  const root = path.join(repo, "news");
  const scorer = path.join(repo, "scorer");

  it.each([
    ["src/scorer.ts", { kind: "same package", entry: "src/scorer.ts" }, "src/scorer.ts"],
    ["./src/../src/scorer.ts", { kind: "same package", entry: "src/scorer.ts" }, "src/scorer.ts"],
    ["dist/scorer.js", { kind: "same package", entry: "src/scorer.ts" }, "src/scorer.ts"],
    [
      "../scorer/src/main.js",
      { kind: "other package", root: scorer, entry: "src/main.js", isSameRepo: true },
      "../scorer/src/main.js",
    ],
    [
      path.join(scorer, "src/main.js"),
      { kind: "other package", root: scorer, entry: "src/main.js", isSameRepo: true },
      "../scorer/src/main.js",
    ],
    [
      "../cleaner/main.py",
      { kind: "other package", target: "python", entry: "main.py", isSameRepo: true },
      "../cleaner/main.py",
    ],
    [
      "../cleaner/jobs/tidy.py",
      { kind: "other package", target: "python", entry: "jobs/tidy.py" },
      "../cleaner/jobs/tidy.py",
    ],
    ["tools/count.py", { kind: "other package", entry: "count.py" }, "tools/count.py"],
    ["beside.py", { kind: "foreign" }, "beside.py"],
    ["../scripts/clean.sh", { kind: "foreign" }, "../scripts/clean.sh"],
    ["../loose.js", { kind: "foreign" }, "../loose.js"],
  ])("'%s' is found", (given, place, seen) => {
    const found = locateChild(root, given);
    expect(found).toMatchObject(place);
    expect(seenFrom(root, found)).toBe(seen);
  });

  it("another repo is told from this one by its git folder", () => {
    const other = makeRepo();
    const found = locateChild(root, path.join(other, "scorer/src/main.js"));
    expect(found).toMatchObject({ kind: "other package", isSameRepo: false });
  });

  it("a Python parent has its Python children in its own project, and Node's in theirs", () => {
    const cleaner = path.join(repo, "cleaner");
    expect(locateChild(cleaner, "jobs/tidy.py", "python")).toEqual({
      kind: "same package",
      entry: "jobs/tidy.py",
    });
    expect(locateChild(cleaner, "../scorer/src/main.js", "python")).toMatchObject({
      kind: "other package",
      target: "node",
      root: scorer,
    });
  });

  it("a link leads to the file behind it", () => {
    symlinkSync("../../scorer/src/main.js", path.join(root, "src/link.js"));
    expect(locateChild(root, "src/link.js")).toMatchObject({ root: scorer, entry: "src/main.js" });
  });

  it.each([
    ["", "is blank"],
    ["src/nope.ts", "does not exist"],
    ["src", "is not a file"],
    ["src/a\nb.ts", "has a control character"],
  ])("'%s' is refused: it %s", (given, fault) => {
    expect(childEntryFault(root, given)).toBe(fault);
    expect(() => locateChild(root, given)).toThrow(`${fault}. Pass the file that the child runs`);
  });
});
