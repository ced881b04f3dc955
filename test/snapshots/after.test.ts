import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCasesOf, readTree, snapshotsFolder } from "../helpers/snapshot-case.js";
import { compileAsItIs } from "../helpers/snapshot-compile.js";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const modules = path.resolve(import.meta.dirname, "../../node_modules");
const cases = await listCasesOf("node");
const typescriptCases: string[] = [];
const javascriptCases: string[] = [];
for (const name of cases) {
  const hasTsconfig = (await readTree(path.join(snapshotsFolder, name, "before"))).has(
    "tsconfig.json",
  );
  (hasTsconfig ? typescriptCases : javascriptCases).push(name);
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "after-"));
  for (const name of cases) {
    await cp(path.join(snapshotsFolder, name, "after"), path.join(folder, name), {
      recursive: true,
    });
    await symlink(modules, path.join(folder, name, "node_modules"));
  }
});

afterAll(() => rm(folder, { recursive: true }));

/** Runs a program of `node_modules` in a case's `after`; what it said if it failed. */
async function complaintsOf(name: string, file: string, args: string[]): Promise<string> {
  const cwd = path.join(folder, name);
  const result = run(process.execPath, [path.join(modules, file), ...args], { cwd });
  return result.then(
    () => "",
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

describe.each(typescriptCases)("snapshots/%s/after", (name) => {
  test("compiles by its own tsconfig", () => {
    expect(compileAsItIs(path.join(folder, name))).toBe("");
  });
});

describe.each(cases)("snapshots/%s/after", (name) => {
  test("leaves a linter with its recommended rules nothing to say", async () => {
    const rules = {
      preset: "recommended",
      // The strictest TypeScript asks for `env["KEY"]`; a .js file of a CommonJS package is no module.
      complexity: { useLiteralKeys: "off" },
      suspicious: { noRedundantUseStrict: "off" },
    };
    const config = { root: true, linter: { rules }, files: { includes: ["**/logging/**"] } };
    await writeFile(path.join(folder, name, "biome.json"), JSON.stringify(config));
    const arguments_ = ["lint", "--error-on-warnings", "."];
    expect(await complaintsOf(name, "@biomejs/biome/bin/biome", arguments_)).toBe("");
  });
});

describe.each(javascriptCases)("snapshots/%s/after", (name) => {
  test("loads in Node, every file of it by itself", async () => {
    const tree = path.join(folder, name);
    const files = [...(await readTree(path.join(snapshotsFolder, name, "after"))).keys()].filter(
      (file) => /logging\/(?!setup)[\w-]+\.[cm]?js$/.test(file),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const target = JSON.stringify(path.join(tree, file));
      const code = name === "js-cjs" ? `require(${target})` : `await import(${target})`;
      const kind = name === "js-cjs" ? "commonjs" : "module";
      const args = [`--input-type=${kind}`, "--eval", `console.log(Object.keys(${code}).length)`];
      const { stdout, stderr } = await run(process.execPath, args, { cwd: tree });
      expect(Number(stdout), file).toBeGreaterThanOrEqual(file.includes("env-file") ? 0 : 1);
      expect(stderr, file).toBe("");
    }
  });

  test("starts, logs and stops as its start command says", async () => {
    const { scripts } = require(path.join(folder, name, "package.json"));
    const [, script = ""] = scripts.start.split(" ");
    const env = {
      ...process.env,
      NAME_APP: "snapshot",
      RUN_ENVIRONMENT: "development",
      NO_COLOR: "1",
    };
    const { stdout, stderr } = await run(process.execPath, [script], {
      cwd: path.join(folder, name),
      env,
    });
    expect(stdout).toMatch(/^(?:.*\n)*Hello \w+\n$/);
    expect(stderr).toMatch(/^[\d:.]{12} \| INFO \| \S+:\S+:\d+ \| Started snapshot/);
  });
});
