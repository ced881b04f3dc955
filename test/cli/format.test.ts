import { execFile } from "node:child_process";
import { readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService, plainService } from "../helpers/cli-service.js";
import { installCached } from "../helpers/conformance-cache.js";

const name = ["--name", "news", "--yes"];
const ours = path.resolve(import.meta.dirname, "../../node_modules");

// The tree without the linked packages.
function readOwn(root: string): Tree {
  const isOwn = ([file]: [string, unknown]): boolean => !file.startsWith("node_modules");
  return Object.fromEntries(Object.entries(readTree(root)).filter(isOwn)) as Tree;
}

test.each([
  ["prettier", ".prettierrc", '{ "semi": false, "tabWidth": 4 }\n'],
  [
    "biome",
    "biome.json",
    '{ "formatter": { "indentWidth": 4, "indentStyle": "space" }, "javascript": { "formatter": { "semicolons": "asNeeded" } } }\n',
  ],
])(
  "--format leaves the files as the package's own %s does, and is remembered",
  async (formatter, config, text) => {
    const modules = formatter === "biome" ? ours : await installCached("prettier", 3);
    const root = makeService({ ...plainService, [config]: text });
    symlinkSync(modules, path.join(root, "node_modules"), "dir");
    const { code, stdout } = await runCli([...name, "--format"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain(" --format --yes");
    const written = readOwn(root);
    expect(written["src/logging/setup.js"]).toContain("startLogging(children)\n");
    expect(written["src/logging/exit.js"]).toMatch(/^ {4}const site = /m);

    const script = formatter === "biome" ? "@biomejs/biome/bin/biome" : "prettier/bin/prettier.cjs";
    const args =
      formatter === "biome" ? ["format", "src/logging"] : ["--check", "src/logging/*.js"];
    await promisify(execFile)(process.execPath, [path.join(modules, script), ...args], {
      cwd: root,
    });

    expect((await runCli(name, { cwd: root })).stdout).toMatch(/^Nothing to do: /);
    expect(readOwn(root)).toEqual(written);
  },
);

test("--format without a formatter is refused, and nothing is written", async () => {
  const root = makeService(plainService);
  const { code, stderr } = await runCli([...name, "--format"], { cwd: root });
  expect([code, stderr]).toEqual([
    2,
    "--format needs the package's own prettier or biome, and node_modules has neither. Install it, or run without --format.\n",
  ]);
  expect(readTree(root)).toEqual(plainService);
});

test("--format with a broken configuration names the formatter and what it says", async () => {
  const modules = await installCached("prettier", 3);
  const root = makeService({ ...plainService, ".prettierrc": "{ semi: }" });
  symlinkSync(modules, path.join(root, "node_modules"), "dir");
  const { code, stderr } = await runCli([...name, "--format"], { cwd: root });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^'prettier' can't format 'src\/logging\/.+': .+\. Mend its configuration/,
  );
  expect(readdirSync(path.join(root, "src"))).toEqual(["index.js"]);
});
