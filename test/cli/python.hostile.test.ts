import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { messagesOf, namesOf } from "../helpers/conformance-run.js";
import { makeReadOnly } from "../helpers/make-read-only.js";
import { removePython, startIn } from "../helpers/python-projects.js";

const project: Tree = {
  Procfile: "web: python main.py\n",
  "requirements.txt": "requests\n",
  "main.py": 'import subprocess\nimport sys\n\nsubprocess.run([sys.executable, "worker.py"])\n',
  "worker.py": 'print("works")\n',
};
const flags = ["--yes", "--no-install"];

test.each(['it\'s "a" `b`$(c)', "{{n}} {} $1%s", "<%= it %># % }", "-é😀\u2028"])(
  "a name %j is a log file's, a child's and a README's, and no code",
  async (name) => {
    const root = makeService(project);
    const child = `${name}.w`;
    const run = (...args: string[]) => runCli([...args, ...flags], { cwd: root });
    expect(await run(`--name=${name}`)).toMatchObject({ code: 0, stderr: "" });
    const added = await run("add-child", "WORKER", `--name=${child}`, "--entry", "worker.py");
    expect(added).toMatchObject({ code: 0, stderr: "" });
    expect(readTree(root)["main.py"]).toContain('env=child_env("WORKER")');
    const env = { NAME_APP: name, NAME_CHILD_PROCESS_WORKER: child };
    const ended = await startIn(root, ["python", "main.py"], { env }).ended();
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([0, "works\n", ""]);
    expect(namesOf(ended)).toEqual([`${name}.log`, `${child}.log`].sort());
    await removePython(root, project);
  },
);

test.each([
  ["a line feed", "a\nb"],
  ["a slash", "a/b"],
  ["nothing", " "],
  ["NUL", "a\u0000b"],
])("a name with %s is refused, and nothing is written", async (_, name) => {
  const root = makeService(project);
  const ended = await runCli([`--name=${name}`, ...flags], { cwd: root });
  expect([ended.code, ended.stderr === ""]).toEqual([2, false]);
  expect(readTree(root)).toEqual(project);
});

const bom = "\u00ef\u00bb\u00bf";

test.each<[what: string, before: string, after: string]>([
  [
    "a byte order mark and CRLF",
    `${bom}import sys\r\n\r\nsys.exit(4)\r\n`,
    `${bom}from app_logging import setup as _setup  # noqa: F401\r\nimport sys\r\n\r\nsys.exit(4)\r\n`,
  ],
  [
    "Latin-1 by its coding line, and no line feed at its end",
    '# coding: latin-1\nimport sys\n\nsys.exit(len("\u00e9\u00e9\u00e9\u00e9"))',
    '# coding: latin-1\nfrom app_logging import setup as _setup  # noqa: F401\nimport sys\n\nsys.exit(len("\u00e9\u00e9\u00e9\u00e9"))',
  ],
])("an entrypoint with %s keeps its bytes, and runs", async (_, before, after) => {
  const tree = { Procfile: "web: python main.py\n", "main.py": before };
  const root = makeService(tree);
  expect(await runCli(["--name", "app", ...flags], { cwd: root })).toMatchObject({ code: 0 });
  expect(readTree(root)["main.py"]).toBe(after);
  const run = await startIn(root, ["python", "main.py"]).ended();
  expect([run.code, messagesOf(run.log).length]).toEqual([4, 2]);
  await removePython(root, tree);
});

test("an entrypoint that is no Latin-1, no UTF-8 and says nothing is left alone", async () => {
  const tree = { Procfile: "web: python main.py\n", "main.py": 'print("\u00e9")\n' };
  const root = makeService(tree);
  const ended = await runCli(["--name", "app", ...flags], { cwd: root });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("'main.py'");
  expect(readTree(root)).toEqual(tree);
});

test("requirements that can't be read or written: all or nothing", async (context) => {
  const root = makeService(project);
  const restore = makeReadOnly(root);
  if (restore === undefined) return context.skip();
  const ended = await runCli(["--name", "app", ...flags], { cwd: root });
  restore();
  expect(ended.code).toBeGreaterThan(0);
  expect(readTree(root)).toEqual(project);
});

test("a symlinked entrypoint: what it leads to inside is patched, outside nothing", async () => {
  const root = makeService({ ...project, "src/real.py": 'print("real")\n' });
  fs.rmSync(path.join(root, "main.py"));
  fs.symlinkSync("src/real.py", path.join(root, "main.py"));
  const before = readTree(root);
  const inside = await runCli(["--name", "app", ...flags], { cwd: root });
  const after = readTree(root);
  expect(after["main.py"]).toBe("-> src/real.py");
  if (inside.code === 0)
    expect(after["src/real.py"]).toContain('setup as _setup  # noqa: F401\n\nprint("real")\n');
  else expect(after).toEqual(before);

  const other = makeService({ "real.py": 'print("outside")\n' });
  const outside = makeService(project);
  fs.rmSync(path.join(outside, "main.py"));
  fs.symlinkSync(path.join(other, "real.py"), path.join(outside, "main.py"));
  const untouched = readTree(outside);
  const refused = await runCli(["--name", "app", ...flags], { cwd: outside });
  expect(refused.code).toBe(2);
  expect(readTree(outside)).toEqual(untouched);
  expect(readTree(other)).toEqual({ "real.py": 'print("outside")\n' });
});
