import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { python } from "../../scripts/prepare-python.js";
import { type Service, services } from "./services.js";

const repo = resolve(import.meta.dirname, "../..");
const work = mkdtempSync(join(tmpdir(), "create-logging-packed-"));
const bin = join(work, "installed/node_modules/.bin/create-logging");

const recordStart = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \| [A-Z]+ \| [^|]+:[^|]+:\d+ \| /;
const terminalStart = /^\d\d:\d\d:\d\d\.\d{3} \| [A-Z]+ \| [^|]+:[^|]+:\d+ \| /;

beforeAll(async () => {
  const packed = await run("npm", ["pack", "--ignore-scripts", "--pack-destination", work], {
    cwd: repo,
  });
  const installed = join(work, "installed");
  mkdirSync(installed);
  writeFileSync(join(installed, "package.json"), "{}");
  const tarball = join(work, packed.stdout.trim().split("\n").pop() ?? "");
  await run("npm", ["install", "--omit=dev", "--prefer-offline", tarball], { cwd: installed });
}, 300_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(services)(
  "the packed tool in a service that knows nothing of it: $title",
  (service) => {
    const root = join(work, service.title.replaceAll(/\W+/g, "-"));
    const logs = join(root, "../logs of", service.title);
    const complete = { NAME_APP: "app", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: logs };

    beforeAll(async () => {
      writeTree(root, service);
      await git(root, "init", "-q");
      await git(root, "add", ".");
      await git(root, "commit", "-qm", "as it was");
      await run(bin, ["--name", "app", "--yes", "--no-install"], { cwd: root });
      await build(root, service);
    });

    function start(args: string[], variables: Record<string, string> = {}): Promise<Finished> {
      rmSync(logs, { recursive: true, force: true });
      const env = { PATH: process.env["PATH"], ...complete, ...variables };
      return finish(process.execPath, [join(root, service.main), ...args], { cwd: root, env });
    }

    it("patches the entrypoint alone, and changes nothing when it is run again", async () => {
      const changed = (await git(root, "diff", "--numstat")).trim().split("\n");
      expect(changed.sort()).toEqual(["1\t0\t.gitignore", `1\t0\t${service.entry}`]);
      await git(root, "add", ".");
      await git(root, "commit", "-qm", "with logging");
      await run(bin, ["--name", "app", "--yes", "--no-install"], { cwd: root });
      expect(await git(root, "status", "--porcelain")).toBe("");
    });

    it.each([
      ["NAME_APP", { NAME_APP: "" }],
      ["NAME_APP", { NAME_APP: "a/b" }],
      ["RUN_ENVIRONMENT", { RUN_ENVIRONMENT: "" }],
      ["RUN_ENVIRONMENT", { RUN_ENVIRONMENT: "prod" }],
      ["PATH_TO_LOGS", { PATH_TO_LOGS: " " }],
      ["PATH_TO_LOGS", { PATH_TO_LOGS: "/dev/null/logs" }],
      ["LOG_MAX_SIZE", { LOG_MAX_SIZE: "5000000" }],
      ["LOG_MAX_FILES", { LOG_MAX_FILES: "many" }],
    ])(
      "ENV: a bad %s (%j) is fatal by name before any line of the application",
      async (name, bad) => {
        const { status, stdout, stderr } = await start(["burst"], bad);
        expect(status).toBe(1);
        expect(stdout).toBe("");
        expect(stderr).toMatch(terminalStart);
        expect(stderr).toContain(" | CRITICAL | ");
        expect(stderr).toContain(name);
        expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      },
    );

    it("MODE: development writes to the terminal only", async () => {
      const { stderr } = await start(["burst"], { RUN_ENVIRONMENT: "development" });
      expect(readTree(logs)).toEqual({});
      expectRecords(stderr, terminalStart, 1002);
    });

    it("MODE: testing writes to the terminal and to the file", async () => {
      const { stderr } = await start(["burst"], { RUN_ENVIRONMENT: "testing" });
      expectRecords(stderr, terminalStart, 1002);
      expectRecords(readTree(logs)["app.log"], recordStart, 1002);
    });

    it("MODE: production writes to the file only", async () => {
      const { stderr } = await start(["burst"]);
      expect(stderr).toBe("");
      expectRecords(readTree(logs)["app.log"], recordStart, 1002);
    });

    it.each([
      ["exit", "Stopped by process.exit: exit code 1"],
      ["throw", "RangeError: thrown on purpose"],
      ["reject", "RangeError: rejected on purpose"],
    ])(
      "EXIT-6: 1,000 records in one tick, then %s: all of them are in the file",
      async (how, last) => {
        const { status } = await start(["burst", how]);
        const files = readTree(logs);
        expect(status).toBe(1);
        expect(Object.keys(files)).toEqual(["app.log"]);
        const log = files["app.log"] ?? "";
        expect(log.match(/ \| record \d+$/gm)).toHaveLength(1000);
        expect(log).toContain(last);
        if (how !== "exit") expect(log).toMatch(new RegExp(`${last}\\n {8}at .*work\\.`));
        expectRecords(log, recordStart, how === "exit" ? 1002 : 1003);
      },
    );

    it("FILE: 100,000 records over a limit of 200 KB: none lost, none too big, 5 rotated files kept", async () => {
      await start(["flood"], { LOG_MAX_SIZE: "200 KB", LOG_MAX_FILES: "1000" });
      const all = Object.values(readTree(logs));
      const records = all.flatMap((text) => text.match(/ \| record \d+ /g) ?? []);
      expect(new Set(records).size).toBe(100_000);
      expect(records).toHaveLength(100_000);
      expect(Math.max(...sizes(logs))).toBeLessThanOrEqual(200_000);

      await start(["flood"], { LOG_MAX_SIZE: "200 KB" });
      expect(sizes(logs)).toHaveLength(6);
      expect(readdirSync(logs)).toContain("app.log");
    }, 120_000);
  },
);

describe("the packed tool in a Python project that knows nothing of it", () => {
  const root = join(work, "python");
  const logs = join(root, "../logs of python");
  const said = ["--name", "app", "--entry", "tidy.py"];
  const script = `import logging
import sys

log = logging.getLogger("tidy")
if sys.argv[1] == "throw":
    for number in range(1000):
        log.warning("record %d", number)
    password = "hunter2"
    raise RuntimeError("thrown on purpose")
for number in range(20000):
    log.warning("record %d %s", number, "x" * 20)
`;

  function start(args: string[], variables: Record<string, string> = {}): Promise<Finished> {
    rmSync(logs, { recursive: true, force: true });
    const complete = { NAME_APP: "app", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: logs };
    const env = { PATH: process.env["PATH"], ...complete, ...variables };
    return finish(python, [join(root, "tidy.py"), ...args], { cwd: root, env });
  }

  beforeAll(async () => {
    mkdirSync(root);
    writeFileSync(join(root, "tidy.py"), script);
    writeFileSync(join(root, "requirements.txt"), "# none yet\n");
    await run(bin, [...said, "--yes"], { cwd: root });
  });

  it("patches the entrypoint, adds Loguru, and changes nothing when it is run again", async () => {
    const read = () => [readTree(join(root, "app_logging")), readTree(root)];
    const before = read();
    expect(readFileSync(join(root, "tidy.py"), "utf8")).toBe(
      `from app_logging import setup as _setup  # noqa: F401\n${script}`,
    );
    expect(readFileSync(join(root, "requirements.txt"), "utf8")).toContain("\nloguru>=0.7");
    await run(bin, [...said, "--yes"], { cwd: root });
    expect(read()).toEqual(before);
  });

  it("ENV: what is missing is fatal by name before any line of the application", async () => {
    const { status, stdout, stderr } = await start(["throw"], { NAME_APP: "" });
    expect([status, stdout, stderr.split("\n").length]).toEqual([1, "", 2]);
    expect(stderr).toMatch(/ \| CRITICAL \| .*NAME_APP/);
  });

  it("EXIT-6, CRASH-1, CRASH-5: 1,000 records, then an error: all of it is in the file, and no secret", async () => {
    const { status, stderr } = await start(["throw"]);
    const log = readTree(logs)["app.log"] ?? "";
    expect([status, stderr, Object.keys(readTree(logs))]).toEqual([1, "", ["app.log"]]);
    expect(log.match(/ \| WARNING \| tidy:<module>:8 \| record \d+$/gm)).toHaveLength(1000);
    expect(log).toContain("| Uncaught RuntimeError: thrown on purpose\n");
    expect(log.replace('password = "hunter2"', "")).not.toContain("hunter2");
    expectRecords(log, recordStart, 1003);
  });

  it("FILE: 20,000 records over a limit of 200 KB: none lost, none too big, 5 rotated files kept", async () => {
    await start(["flood"], { LOG_MAX_SIZE: "200 KB", LOG_MAX_FILES: "1000" });
    const records = Object.values(readTree(logs)).flatMap(
      (text) => text.match(/record \d+ /g) ?? [],
    );
    expect([records.length, new Set(records).size]).toEqual([20_000, 20_000]);
    expect(Math.max(...sizes(logs))).toBeLessThanOrEqual(200_000);
    await start(["flood"], { LOG_MAX_SIZE: "200 KB" });
    expect(sizes(logs)).toHaveLength(6);
  });
});

describe("the packed tool as a plop pack, in a repo where it and plop are installed", () => {
  const root = join(work, "with plop");

  beforeAll(() => {
    const modules = join(work, "installed/node_modules");
    symlinkSync(join(repo, "node_modules/plop"), join(modules, "plop"), "dir");
    symlinkSync("../plop/bin/plop.js", join(modules, ".bin/plop"));
    mkdirSync(root);
    symlinkSync(modules, join(root, "node_modules"), "dir");
    writeFileSync(join(root, "package.json"), '{ "name": "mailer", "main": "index.js" }\n');
    writeFileSync(join(root, "index.js"), "require('node:child_process').fork('scorer.js');\n");
    writeFileSync(join(root, "scorer.js"), "\n");
    writeFileSync(
      join(root, "plopfile.js"),
      'module.exports = async (plop) => {\n  await plop.load("create-logging");\n};\n',
    );
  });

  it("npx plop finds its generators, and they write", async () => {
    await run("npx", ["--no-install", "plop", "logging", "mailer", "", ""], { cwd: root });
    const child = ["add-child-process", "SCORER", "", "", ""];
    await run("npx", ["--no-install", "plop", ...child], { cwd: root });
    expect(readFileSync(join(root, "index.js"), "utf8")).toContain("childEnv('SCORER')");
    expect(readFileSync(join(root, "scorer.js"), "utf8")).toContain("./logging/setup-child");
  });

  it("is found by import and by require, and shows its package.json and its schema", async () => {
    const script = `
      const pack = await import("create-logging");
      const { createRequire } = await import("node:module");
      const find = createRequire(process.cwd() + "/x.js").resolve;
      const files = ["", "/package.json", "/schema/create-logging.schema.json"];
      console.log(typeof pack.default, files.map((file) => find("create-logging" + file)).length);`;
    const args = ["--input-type=module", "--eval", script];
    expect((await run(process.execPath, args, { cwd: root })).stdout).toBe("function 3\n");
  });
});

function writeTree(root: string, service: Service): void {
  const ignored = { ".gitignore": "node_modules\nbuild\ndist\n" };
  for (const [path, text] of Object.entries({ ...service.files, ...ignored })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  // What `npm install` would have brought: the compiler and the types of Node.
  if (service.isBuilt) symlinkSync(join(repo, "node_modules"), join(root, "node_modules"), "dir");
}

async function build(root: string, service: Service): Promise<void> {
  if (!service.isBuilt) return;
  await run(process.execPath, [join(repo, "node_modules/typescript/bin/tsc"), "-p", "."], {
    cwd: root,
  });
}

function expectRecords(text: string | undefined, start: RegExp, count: number): void {
  const lines = (text ?? "").trimEnd().split("\n");
  const records = lines.filter((line) => !line.startsWith(" "));
  expect(records.filter((line) => !start.test(line))).toEqual([]);
  expect(records).toHaveLength(count);
}

function readTree(directory: string): Record<string, string> {
  try {
    const names = readdirSync(directory).sort();
    return Object.fromEntries(
      names
        .filter((name) => statSync(join(directory, name)).isFile())
        .map((name) => [name, readFileSync(join(directory, name), "utf8")]),
    );
  } catch {
    return {};
  }
}

function sizes(directory: string): number[] {
  return readdirSync(directory).map((name) => statSync(join(directory, name)).size);
}

async function git(root: string, ...args: string[]): Promise<string> {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  return (await run("git", [...identity, ...args], { cwd: root })).stdout;
}

async function run(command: string, args: string[], options: { cwd: string }): Promise<Finished> {
  const result = await finish(command, args, options);
  if (result.status === 0) return result;
  throw new Error(`${command} ${args.join(" ")}: ${JSON.stringify(result, null, 2)}`);
}

interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

function finish(
  command: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Finished> {
  return new Promise((settle) => {
    const child = execFile(
      command,
      args,
      { maxBuffer: 2 ** 28, ...options },
      (_error, stdout, stderr) => settle({ status: child.exitCode, stdout, stderr }),
    );
  });
}
