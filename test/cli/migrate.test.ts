import { execFile } from "node:child_process";
import { readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { PlanJson } from "../../generators/plan/plan-to-json.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { plainEnv, runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { makeRepo } from "../helpers/migrate-repo.js";
import { keys, startPty } from "../helpers/pty-session.js";

const run = promisify(execFile);
const modules = path.resolve(import.meta.dirname, "../../node_modules");

const service: Tree = {
  "package.json":
    '{ "name": "news", "type": "module", "scripts": { "start": "node src/index.js" } }\n',
  "src/index.js":
    'import { poll } from "./poll.js";\n\nconsole.log("up");\npoll().catch(console.error);\n',
  "src/poll.js": 'export async function poll() {\n  console.warn("%s polls", "news");\n}\n',
  "test/poll.test.js": 'import "../src/poll.js";\nconsole.log("a test");\n',
};

// The small service is scaffolded once, and laid out again for each test.
let scaffolded: Promise<Tree> | undefined;

async function setUp(files: Tree = service): Promise<string> {
  if (files !== service) return scaffold(files);
  scaffolded ??= scaffold(service).then(readTree);
  return makeService(await scaffolded);
}

async function scaffold(files: Tree): Promise<string> {
  const root = makeService(files);
  const { code, stderr } = await runCli(["--name", "news", "--yes", "--no-install"], { cwd: root });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return root;
}

describe("a service is scaffolded, migrated, compiled and started", () => {
  it("240 modules of every shape: tsc is green, and each record names the line that logs it (FMT-4)", async () => {
    const root = await setUp(makeRepo(240));
    symlinkSync(modules, path.join(root, "node_modules"));
    const migrated = await runCli(["migrate", "--yes"], { cwd: root });
    expect({ code: migrated.code, stderr: migrated.stderr }).toEqual({ code: 0, stderr: "" });
    const compiled = await run(process.execPath, [path.join(modules, "typescript/bin/tsc")], {
      cwd: root,
    }).catch((error: { stdout: string }) => error);
    expect(compiled.stdout).toBe("");

    const env = { NAME_APP: "news", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: "logs" };
    const started = await run(process.execPath, ["dist/index.js"], {
      cwd: root,
      env: plainEnv(env),
    });
    // What was left alone is all that still goes to the terminal.
    expect(started.stderr).toBe("");
    expect(started.stdout).toBe("");

    const log = readFileSync(path.join(root, "logs/news.log"), "utf8")
      .split(/\n(?! )/)
      .slice(0, -1);
    const sources = readTree(path.join(root, "src"));
    const records = log.slice(1, -1).map((record) => {
      const [, level, place = "", ...rest] = record.split(" | ");
      const [module = "", , line = ""] = place.split(/:(?=[^:]+$|[^:]+:\d+$)/);
      const file = Object.keys(sources).find((each) => path.basename(each, ".ts") === module);
      return {
        level,
        message: rest.join(" | "),
        code: sources[file ?? ""]?.split("\n")[Number(line) - 1],
      };
    });
    const [first, ...others] = records;
    expect(first).toEqual({
      level: "INFO",
      message: "started with 240 modules",
      code: 'logger.info("started with %d modules", 240);',
    });
    // Of eight shapes one logs by console.error, one at INFO beside a DEBUG, one WARNING and one INFO, one an INFO.
    expect(others).toHaveLength(30 * 5);
    const methods = { INFO: "info", WARNING: "warning", ERROR: "error" } as Record<string, string>;
    for (const { level = "", code } of others)
      expect(code).toMatch(new RegExp(`\\b(?:logger|serviceLogger)\\.${methods[level]}\\(`));
    expect(others.filter(({ message }) => /^m\d+ runs \{ a: 1 \}$/.test(message))).toHaveLength(30);
  });

  it("a service in JavaScript runs as before, its records in the log", async () => {
    const root = await setUp();
    const { code, stdout } = await runCli(["migrate", "--yes"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^patched {2}src\/poll\.js +1 console call to the logger$/m);
    const tree = readTree(root);
    expect(tree["src/index.js"]).toBe(
      'import "./logging/setup.js";\nimport { poll } from "./poll.js";\nimport { logger } from "./logging/index.js";\n\nlogger.info("up");\npoll().catch(console.error);\n',
    );
    expect(tree["test/poll.test.js"]).toBe(service["test/poll.test.js"]);
    const env = plainEnv({ NAME_APP: "news", RUN_ENVIRONMENT: "development" });
    const { stderr } = await run(process.execPath, ["src/index.js"], { cwd: root, env });
    expect(stderr.split("\n").slice(1, 3)).toEqual([
      expect.stringMatching(/ \| INFO \| index:<module>:5 \| up$/),
      expect.stringMatching(/ \| WARNING \| poll:poll:4 \| news polls$/),
    ]);
  });
});

describe("migrate asks before it writes all over a repo", () => {
  it("without a terminal it writes nothing unless --yes is passed", async () => {
    const root = await setUp();
    const before = readTree(root);
    expect(await runCli(["migrate"], { cwd: root })).toEqual({
      code: 2,
      signal: null,
      stdout: "",
      stderr:
        "There is no terminal to ask at, and 3 files would change. Pass --yes to write them, or --dry-run to see the plan.\n",
    });
    const preview = await runCli(["migrate", "--dry-run"], { cwd: root });
    expect(preview.code).toBe(0);
    expect(preview.stdout).toContain(
      "Notes\n  src/index.js:5: 'console.error' is passed on, not called\n  test/poll.test.js:2: is a test; 1 use of 'console' left\n",
    );
    expect(readTree(root)).toEqual(before);
  });

  it("at a terminal the plan is shown, and applied once it is confirmed", async () => {
    const root = await setUp();
    const before = readTree(root);
    const refusing = await startPty(["migrate"], { cwd: root });
    await refusing.see("1 console call to the logger");
    await refusing.see("Write this?");
    refusing.type(`n${keys.enter}`);
    expect(await refusing.end()).toBe(2);
    expect(readTree(root)).toEqual(before);
    const agreeing = await startPty(["migrate"], { cwd: root });
    await agreeing.see("Write this?");
    agreeing.type(keys.enter);
    await agreeing.see("Done: 3 patched.");
    expect(await agreeing.end()).toBe(0);
    expect(readTree(root)["src/poll.js"]).toContain('logger.warning("%s polls", "news")');
  });

  it("a second run has nothing to do, and needs no --yes", async () => {
    const root = await setUp();
    await runCli(["migrate", "--yes"], { cwd: root });
    const before = readTree(root);
    expect(await runCli(["migrate"], { cwd: root })).toEqual({
      code: 0,
      signal: null,
      stdout:
        "Nothing to do: what can be migrated in 'news' is. 2 places are left alone: --dry-run lists what and why.\n",
      stderr: "",
    });
    expect(readTree(root)).toEqual(before);
    const checked = await runCli(["upgrade", "--check"], { cwd: root });
    expect(checked.code).toBe(0);
  });

  it("the lock file holds what was changed in each file, so that it can be taken back", async () => {
    const root = await setUp();
    await runCli(["migrate", "--yes"], { cwd: root });
    const { patches } = JSON.parse(readTree(root)["create-logging.lock"] ?? "");
    expect(patches["src/poll.js"].created).toBe(false);
    expect(patches["src/poll.js"].hunks).toMatchObject([
      { removed: [], inserted: ['import { logger } from "./logging/index.js";', ""] },
      {
        removed: ['  console.warn("%s polls", "news");'],
        inserted: ['  logger.warning("%s polls", "news");'],
      },
    ]);
    expect(Object.keys(patches)).toContain("src/index.js");
  });

  it("remove takes it back, byte for byte", async () => {
    const files: Tree = {
      ...service,
      "src/index.js":
        'import "./poll.js";\r\n\r\nif (!process.env.A) {\r\n  console.error("no A");\r\n  await new Promise((r) => setTimeout(r, 100)); // why\r\n  process.exit(1);\r\n}\r\nconsole.log("up")',
    };
    const root = await scaffold(files);
    await runCli(["migrate", "--yes"], { cwd: root });
    expect(readTree(root)["src/index.js"]).toContain('exitWithReason("no A", 1);\r\n');
    expect((await runCli(["remove", "--yes"], { cwd: root })).code).toBe(0);
    expect(readTree(root)).toEqual(files);
  });

  it("many notes of one kind are ten and a number to people, and all of them in --json", async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `console.table([${index}]);\n`);
    const root = await setUp({
      ...service,
      "src/index.js": `console.log("x");\n${lines.join("")}`,
    });
    const shown = await runCli(["migrate", "--dry-run"], { cwd: root });
    expect(shown.stdout.match(/'console\.table' has no like/g)).toHaveLength(10);
    expect(shown.stdout).toContain("  … and 20 more like these; --json lists all\n");
    const json = await runCli(["migrate", "--dry-run", "--json"], { cwd: root });
    const { notes } = JSON.parse(json.stdout) as PlanJson;
    expect(notes.filter(({ kind }) => kind === "console.table")).toHaveLength(30);
  });
});

describe("migrate needs a logger", () => {
  it("a repo without one is refused, and so is one whose logging folder is gone", async () => {
    const bare = makeService(service);
    const refused = await runCli(["migrate", "--yes"], { cwd: bare });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("Run create-logging in the service first.");
    const root = await setUp();
    rmSync(path.join(root, "src/logging"), { recursive: true });
    const before = readTree(root);
    const gone = await runCli(["migrate", "--yes"], { cwd: root });
    expect(gone.code).toBe(2);
    expect(gone.stderr).toContain("there is no logger yet. Run create-logging there first.");
    expect(readTree(root)).toEqual(before);
  });

  it("several services are each migrated, and what fails in one leaves the others whole", async () => {
    const [one, two] = [await setUp(), await setUp()];
    writeTree(two, { "create-logging.json": "{" });
    const { code, stdout, stderr } = await runCli(["migrate", one, two, "--yes"]);
    expect(code).toBe(2);
    expect(stdout).toContain("2 services: 1 written, 1 failed");
    expect(stderr).toContain("create-logging.json");
    expect(readTree(one)["src/poll.js"]).toContain("logger.warning");
    expect(readTree(two)["src/poll.js"]).toBe(service["src/poll.js"]);
  });
});
