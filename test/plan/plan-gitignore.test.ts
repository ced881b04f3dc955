import { spawnSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isIgnored, readIgnoreRules } from "../../generators/plan/gitignore-rules.js";
import type { Lock } from "../../generators/plan/lock-file.js";
import { planGitignore } from "../../generators/plan/plan-gitignore.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { type Tree, writeTree } from "../helpers/apply-tree.js";

function gitignoreAfter(tree: Tree, logs: string[], lock?: Lock): string | undefined {
  const root = makeDirectory();
  writeTree(root, tree);
  const step = planGitignore(root, logs, lock, []);
  return step !== undefined && "after" in step
    ? Buffer.from(step.after).toString("latin1")
    : undefined;
}

test.each<[string, Tree, string[], string | undefined]>([
  ["no .gitignore", {}, [], "/logs/\n"],
  ["no final newline", { ".gitignore": "node_modules" }, [], "node_modules\n/logs/\n"],
  ["CRLF", { ".gitignore": "node_modules\r\ndist\r\n" }, [], "node_modules\r\ndist\r\n/logs/\r\n"],
  [
    "Latin-1 and a BOM",
    { ".gitignore": "\u00ef\u00bb\u00bfcaf\u00e9\n" },
    [],
    "\u00ef\u00bb\u00bfcaf\u00e9\n/logs/\n",
  ],
  ["another directory", {}, ["./var/log dir"], "/var/log dir/\n"],
  ["a name that is a pattern", {}, ["./[logs]*?"], "/\\[logs]\\*\\?/\n"],
  ["a directory above", {}, ["../logs"], undefined],
  ["an absolute one elsewhere", {}, ["/var/log/orders"], undefined],
  ["one that a shell resolves", {}, ["~/logs", "$HOME/logs", "C:\\logs"], undefined],
  ["the package itself", {}, ["."], "/*.log\n"],
  ["a directory of sources", { "src/index.ts": "" }, ["./src"], "/src/*.log\n"],
  ["a directory of old logs", { "logs/app.log": "" }, [], "/logs/\n"],
  ["ignored by name", { ".gitignore": "logs\n" }, [], undefined],
  ["ignored by directory", { ".gitignore": "/logs/\n" }, [], undefined],
  ["ignored by content", { ".gitignore": "logs/**\n" }, [], undefined],
  ["ignored by a pattern", { ".gitignore": "*ogs*\n" }, [], undefined],
  ["ignored through a parent", { ".gitignore": "var/\n" }, ["var/log"], undefined],
  ["included again", { ".gitignore": "logs\n!logs\n" }, [], "logs\n!logs\n/logs/\n"],
  ["*.log alone: lock files would show", { ".gitignore": "*.log\n" }, [], "*.log\n/logs/\n"],
  ["*.log where only those count", { ".gitignore": "*.log\n", "src/a.ts": "" }, ["src"], undefined],
  ["two values", {}, ["./logs", "./logs/", "var"], "/logs/\n/var/\n"],
])("%s", (_what, tree, logs, after) => {
  expect(gitignoreAfter(tree, logs)).toBe(after);
});

test("a .gitignore at the top of the work tree counts", () => {
  const top = makeDirectory();
  writeTree(top, { ".git/": "", ".gitignore": "logs/\n", "services/orders/package.json": "{}" });
  expect(planGitignore(path.join(top, "services/orders"), [], undefined, [])).toBeUndefined();
});

test("a line that was put in and taken out again stays out", () => {
  const hunks = [{ removed: [], inserted: ["/logs/"] }];
  const patches = { ".gitignore": { created: false, hunks } };
  const lock: Lock = { lockVersion: 1, version: "0", files: {}, patches };
  expect(gitignoreAfter({ ".gitignore": "dist\n" }, [], lock)).toBeUndefined();
});

test("UTF-16 is left alone, and said", () => {
  const root = makeDirectory();
  writeTree(root, { ".gitignore": "\u00ff\u00fed\0i\0" });
  expect(planGitignore(root, [], undefined, [])).toEqual({
    kind: "leave",
    path: ".gitignore",
    reason: "is not UTF-8 text; add log files: /logs/",
  });
});

test("property: the same paths are ignored as git says", () => {
  const part = fc.constantFrom(
    "a",
    "b",
    "logs",
    "*",
    "**",
    "?",
    "l*s",
    "[ab]",
    "[!a]",
    "a.b",
    "\\*",
  );
  const pattern = fc
    .tuple(
      fc.constantFrom("", "!"),
      fc.constantFrom("", "/"),
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("", "/"),
    )
    .map(([negation, anchor, parts, slash]) => negation + anchor + parts.join("/") + slash);
  const root = makeDirectory();
  spawnSync("git", ["init", "-q", root]);
  const files = ["a", "b", "logs", "a.b", "*"].flatMap((one) => [
    one,
    `${one}/logs`,
    `a/${one}/b`,
    `logs/a/${one}`,
  ]);
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), (patterns) => {
      writeTree(root, { ".gitignore": `${patterns.join("\n")}\n` });
      const git = spawnSync("git", ["-C", root, "check-ignore", "--no-index", "--stdin", "-z"], {
        input: files.join("\0"),
        encoding: "utf8",
      });
      const rules = readIgnoreRules(root);
      const ours = files.filter((file) => isIgnored(rules, path.join(root, file), false));
      expect(ours).toEqual(files.filter((file) => git.stdout.split("\0").includes(file)));
    }),
    { numRuns: 150 },
  );
});
