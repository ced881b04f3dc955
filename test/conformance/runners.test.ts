import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { installCached } from "../helpers/conformance-cache.js";
import { parseLog } from "../helpers/conformance-log.js";
import { makeTempFolder, messagesOf } from "../helpers/conformance-run.js";
import { prepareService, type Service } from "../helpers/conformance-service.js";

// A test that imports the service runs in the runner's own process, where no variable is set: the
// guard stands down. A service that the test spawns is a service, whatever it inherits.

let commonJs: Service;
let esm: Service;
beforeAll(async () => {
  commonJs = await prepareService({ id: "js-commonjs" });
  esm = await prepareService({ id: "js-esm" });
});

/** What a test of a repo does with its service, told in a file: runners change what is printed. */
function body(service: Service, load: string): string {
  return `
    const { logger } = ${load};
    logger.debug("logged by the test");
    const spawned = spawnSync(process.execPath, [${JSON.stringify(service.entry("main"))}], { encoding: "utf8" });
    writeFileSync("outcome.json", JSON.stringify([spawned.status, spawned.stdout, spawned.stderr]));
  `;
}

interface Outcome {
  status: number | null;
  /** What the spawned service left. */
  spawned: [number, string, string];
  /** All that the runner showed. */
  shown: string;
}

function runTest(command: string[], cwd: string): Outcome {
  const [program = "", ...args] = command;
  const { status, stderr, stdout } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], NO_COLOR: "1" },
  });
  const shown = `${stdout}\n${stderr}`;
  const outcome = path.join(cwd, "outcome.json");
  if (!fs.existsSync(outcome)) throw new Error(`The test did not get so far: ${shown}`);
  const spawned = JSON.parse(fs.readFileSync(outcome, "utf8"));
  fs.rmSync(outcome);
  return { status, spawned, shown };
}

/** The test passed, what it imported logged to stderr, and what it spawned was refused. */
function expectStoodDown({ status, spawned, shown }: Outcome): void {
  expect(status, shown).toBe(0);
  expect(shown).toMatch(/\d\d:\d\d:\d\d\.\d{3} \| DEBUG \| .+:\d+ \| logged by the test/);
  const [code, stdout, errors] = spawned;
  const [refusal, ...more] = messagesOf(parseLog(errors, "terminal"));
  expect([code, stdout, more]).toEqual([1, "", []]);
  expect(refusal).toMatch(/^Cannot start: NAME_APP is missing; RUN_ENVIRONMENT is missing/);
  expect(shown).not.toContain("Started ");
}

function writeTest(name: string, text: string, type: "commonjs" | "module"): string {
  const folder = makeTempFolder();
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "repo", type }));
  fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

const spawnCommonJs =
  'const { spawnSync } = require("node:child_process"); const { writeFileSync } = require("node:fs");';
const spawnEsm =
  'import { spawnSync } from "node:child_process"; import { writeFileSync } from "node:fs";';

describe("ENV-4 the guard stands down in a test runner's own process", () => {
  test("node:test, with and without --test", () => {
    const loadEsm = `await import(${JSON.stringify(esm.entry("lib"))})`;
    const inEsm = writeTest(
      "app.test.js",
      `${spawnEsm} import { test } from "node:test"; test("x", async () => {${body(esm, loadEsm)}});`,
      "module",
    );
    expectStoodDown(runTest([process.execPath, "--test"], inEsm));
    expectStoodDown(runTest([process.execPath, "app.test.js"], inEsm));
    const loadCommonJs = `require(${JSON.stringify(commonJs.entry("lib"))})`;
    const inCommonJs = writeTest(
      "app.test.js",
      `${spawnCommonJs} const { test } = require("node:test"); test("x", () => {${body(commonJs, loadCommonJs)}});`,
      "commonjs",
    );
    expectStoodDown(runTest([process.execPath, "--test"], inCommonJs));
  });

  test("node:test where the service is imported statically, before node:test", () => {
    const text = `import { logger as log } from ${JSON.stringify(esm.entry("lib"))};
      ${spawnEsm} import { test } from "node:test"; test("x", () => {${body(esm, "{ logger: log }")}});`;
    expectStoodDown(
      runTest([process.execPath, "--test"], writeTest("app.test.js", text, "module")),
    );
  });

  test("jest, in workers and in band", async () => {
    const bin = path.join(await installCached("jest", 30), "jest/bin/jest.js");
    const load = `require(${JSON.stringify(commonJs.entry("lib"))})`;
    const text = `${spawnCommonJs} test("x", () => {${body(commonJs, load)}});`;
    const folder = writeTest("app.test.js", text, "commonjs");
    fs.writeFileSync(path.join(folder, "other.test.js"), 'test("y", () => {});');
    expectStoodDown(runTest([process.execPath, bin, "--ci", "--runInBand"], folder));
    expectStoodDown(runTest([process.execPath, bin, "--ci", "--maxWorkers=2"], folder));
  }, 120_000);

  test("jest, by its link in node_modules/.bin", async () => {
    const modules = await installCached("jest", 30);
    const load = `require(${JSON.stringify(commonJs.entry("lib"))})`;
    const text = `${spawnCommonJs} test("x", () => {${body(commonJs, load)}});`;
    const folder = writeTest("app.test.js", text, "commonjs");
    expectStoodDown(runTest([path.join(modules, ".bin/jest"), "--ci", "--runInBand"], folder));
  }, 120_000);

  test("mocha, in ES modules and in CommonJS, in its process and in parallel", async () => {
    const bin = path.join(await installCached("mocha", 11), "mocha/bin/mocha.js");
    const loadEsm = `await import(${JSON.stringify(esm.entry("lib"))})`;
    const inEsm = writeTest(
      "app.test.js",
      `${spawnEsm} it("x", async () => {${body(esm, loadEsm)}}).timeout(20000);`,
      "module",
    );
    expectStoodDown(runTest([process.execPath, bin, "app.test.js"], inEsm));
    const loadCommonJs = `require(${JSON.stringify(commonJs.entry("lib"))})`;
    const inCommonJs = writeTest(
      "app.test.js",
      `${spawnCommonJs} it("x", () => {${body(commonJs, loadCommonJs)}}).timeout(20000);`,
      "commonjs",
    );
    fs.writeFileSync(path.join(inCommonJs, "b.test.js"), 'it("y", () => {});');
    expectStoodDown(runTest([process.execPath, bin, "app.test.js"], inCommonJs));
    expectStoodDown(
      runTest([process.execPath, bin, "--parallel", "app.test.js", "b.test.js"], inCommonJs),
    );
  }, 120_000);

  test.each(["forks", "threads", "vmThreads"])("vitest, in %s", (pool) => {
    const bin = path.join(
      path.dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
      "vitest.mjs",
    );
    const load = `await import(${JSON.stringify(esm.entry("lib"))})`;
    const text = `${spawnEsm} test("x", async () => {${body(esm, load)}}, 20000);`;
    const folder = writeTest("app.test.js", text, "module");
    expectStoodDown(runTest([process.execPath, bin, "run", "--globals", `--pool=${pool}`], folder));
  });

  test("other runners and builds are told by the package that the running script lies in", () => {
    const repo = makeTempFolder();
    const outcomeOf = (file: string, ...args: string[]) => {
      const script = path.join(repo, file);
      fs.mkdirSync(path.dirname(script), { recursive: true });
      fs.writeFileSync(script, `require(${JSON.stringify(commonJs.entry("lib"))});`);
      const env = { PATH: process.env["PATH"], NODE_TEST_CONTEXT: "child", VITEST: "true" };
      return spawnSync(process.execPath, [script, ...args], { env }).status;
    };
    for (const runner of [
      "ava/entrypoints/cli.mjs",
      "tap/bin/run.js",
      "@tapjs/run/dist/index.js",
    ]) {
      expect(outcomeOf(`node_modules/${runner.replace(".mjs", ".cjs")}`), runner).toBe(0);
    }
    expect(outcomeOf("node_modules/next/dist/bin/next", "build")).toBe(0);
    expect(outcomeOf("node_modules/next/dist/bin/next", "start")).toBe(1);
    // These are services, whatever their names and variables look like.
    for (const service of [
      "jest/app.js",
      "src/vitest/main.js",
      "node_modules/jest-like/app.js",
      "node_modules/my-ava/app.js",
      "node_modules/pm2/lib/ProcessContainerFork.js",
    ]) {
      expect(outcomeOf(service), service).toBe(1);
    }
  });
});
