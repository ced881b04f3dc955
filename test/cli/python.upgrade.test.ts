import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { messagesOf } from "../helpers/conformance-run.js";
import { python } from "../helpers/python-package.js";
import { scaffoldPython, startIn } from "../helpers/python-projects.js";

const project: Tree = {
  Procfile: "web: python main.py\n",
  "requirements.txt": "requests\n",
  "main.py": "import sys\n\nsys.exit(len(sys.argv))\n",
  "worker.py": 'print("works")\n',
};

let root = "";
beforeAll(async () => {
  root = await scaffoldPython(project);
});

const read = (file: string): string => readTree(root)[file] ?? "";

/** Changes the answers and follows them. */
async function upgradeTo(answers: object): Promise<void> {
  const config = JSON.parse(read("create-logging.json"));
  writeTree(root, { "create-logging.json": `${JSON.stringify({ ...config, ...answers })}\n` });
  expect(await runCli(["upgrade", "--yes", "--no-install"], { cwd: root })).toMatchObject({
    code: 0,
  });
  expect(await runCli(["upgrade", "--check"], { cwd: root })).toMatchObject({ code: 0 });
}

/** What the service logs with these variables, its environment aside. */
async function logOf(env: Record<string, string | undefined>): Promise<string[]> {
  const run = await startIn(root, ["python", "main.py"], { env }).ended();
  return messagesOf(run.log).map((text) => text.replace(/, pid .*|, up .*/, ""));
}

/** Nothing is imported that is not there, or not used. */
function checkPackage(): void {
  const modules = fs
    .readdirSync(path.join(root, "app_logging"))
    .filter((file) => file.endsWith(".py"))
    .map((file) => `app_logging.${path.parse(file).name}`);
  const lines = modules.filter((name) => !/\.setup/.test(name)).map((name) => `import ${name}`);
  const options = { cwd: root, encoding: "utf8" } as const;
  const imported = spawnSync(python, ["-c", lines.join("\n")], options);
  expect([imported.status, imported.stderr]).toEqual([0, ""]);
  const ruff = ["-m", "ruff", "check", "--isolated", "-q", "--target-version", "py39"];
  const linted = spawnSync(python, [...ruff, "--extend-select", "I,B,UP", "app_logging"], options);
  expect([linted.status, linted.stdout]).toEqual([0, ""]);
}

test("an edit is kept while the answers change: names of variables, a child", async () => {
  const edited = read("app_logging/line.py").replace('return "\\ufffd"', 'return "?"');
  writeTree(root, { "app_logging/line.py": edited });
  await upgradeTo({
    variables: { name: "SERVICE", maxSize: "LOG_MAX_SIZE_IN_MB" },
    children: [{ descriptor: "WORKER", name: "worker", entry: "worker.py" }],
  });
  expect(read("app_logging/line.py")).toBe(edited);
  expect(read("worker.py")).toBe(
    'from app_logging import setup_child as _setup  # noqa: F401\n\nprint("works")\n',
  );
  expect(read(".env.example")).toMatch(/^SERVICE=shop$[\s\S]*^NAME_CHILD_PROCESS_WORKER=worker$/m);
  checkPackage();
  expect(await logOf({ SERVICE: "app", NAME_APP: undefined })).toEqual([
    "Cannot start: NAME_CHILD_PROCESS_WORKER is missing",
  ]);
  const named = { SERVICE: "app", NAME_CHILD_PROCESS_WORKER: "w", LOG_MAX_SIZE_IN_MB: "3" };
  expect(await logOf(named)).toEqual([
    "Started app: production",
    "Stopped by sys.exit: exit code 1",
  ]);
});

test("a module under a new name is followed, a deleted file stays deleted until it is wanted", async () => {
  const folder = path.join(root, "app_logging");
  fs.renameSync(path.join(folder, "line.py"), path.join(folder, "lines.py"));
  for (const [file, text] of Object.entries(readTree(folder)))
    if (/from \.line import/.test(text))
      writeTree(folder, { [file]: text.replace("from .line import", "from .lines import") });
  fs.rmSync(path.join(folder, "README.md"));
  await upgradeTo({ variables: { name: "NAME_OF_APP" } });
  expect(Object.keys(readTree(folder))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(line\.py|README\.md)$/)]),
  );
  expect(read("app_logging/lines.py")).toContain('return "?"');
  checkPackage();
  const restored = await runCli(["upgrade", "--restore", "--yes"], { cwd: root });
  expect(restored).toMatchObject({ code: 0 });
  expect(read("app_logging/README.md")).toContain("NAME_OF_APP");
});

test.each([
  { diagnose: false, ownership: true },
  { diagnose: false, ownership: false },
  { diagnose: true, ownership: false },
  { diagnose: true, ownership: true },
])("features %o: what is left is all that is needed, and starts", async (features) => {
  await upgradeTo({ features });
  const files = Object.keys(readTree(path.join(root, "app_logging")));
  expect([files.includes("masking.py"), files.includes("ownership.py")]).toEqual([
    features.diagnose,
    features.ownership,
  ]);
  checkPackage();
  expect(await logOf({ NAME_OF_APP: "app", NAME_CHILD_PROCESS_WORKER: "w" })).toEqual([
    "Started app: production",
    "Stopped by sys.exit: exit code 1",
  ]);
});

test("all of it goes in the end, what its owner edited aside", async () => {
  expect(await runCli(["remove", "--yes", "--no-install"], { cwd: root })).toMatchObject({
    code: 0,
  });
  const left = Object.entries(readTree(root)).filter(
    ([file]) => !/^\.?\w*_cache\b|\/lines\.cpython-\d+\.pyc$/.test(file),
  );
  expect(Object.fromEntries(left)).toEqual({
    ...project,
    "app_logging/lines.py": read("app_logging/lines.py"),
    "create-logging.json": read("create-logging.json"),
  });
});
