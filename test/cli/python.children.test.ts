import path from "node:path";
import { expect, test } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { parseLog } from "../helpers/conformance-log.js";
import { linesOf, namesOf, type Run } from "../helpers/conformance-run.js";
import { python } from "../helpers/python-package.js";
import { removePython, startIn } from "../helpers/python-projects.js";

// What a service's `python3` is.
const PATH = `${path.dirname(python)}:${process.env["PATH"]}`;

/** A Node service whose child is a Python project of the same repo. */
const nodeParent: Tree = {
  "package.json":
    '{ "name": "news", "type": "module", "scripts": { "start": "node src/index.js" } }\n',
  "src/index.js":
    'import { spawn } from "node:child_process";\n\nspawn("python3", ["scorer/main.py", "7"]);\n',
  "scorer/requirements.txt": "requests\n",
  "scorer/main.py": "import sys\n\nraise ValueError(sys.argv[1])\n",
};

/** A Python service with a child of its own project, and another that is a Node package. */
const pythonParent: Tree = {
  "requirements.txt": "requests\n",
  Procfile: "web: python main.py\n",
  "main.py": `import subprocess
import sys

scored = subprocess.run([sys.executable, "scorer.py"])
mailer = subprocess.Popen(["node", "mailer/index.js"])
sys.exit(scored.returncode + mailer.wait())
`,
  "scorer.py": "import sys\n\nsys.exit(3)\n",
  "mailer/package.json": '{ "name": "mailer", "scripts": { "start": "node index.js" } }\n',
  "mailer/index.js": "process.kill(process.pid, 'SIGKILL');\n",
};

/** Sets a parent up and declares its children, then each once more, which changes nothing. */
async function declare(tree: Tree, ...children: string[]): Promise<string> {
  const root = makeService(tree);
  const run = async (...args: string[]) => {
    const ended = await runCli([...args, "--yes", "--no-install"], { cwd: root });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    return ended.stdout;
  };
  await run("--name", "news");
  for (const child of children) {
    const said = await run("add-child", child, "--watch");
    expect(said).not.toMatch(/create-logging migrate/);
  }
  const once = readTree(root);
  for (const child of children) await run("add-child", child, "--watch");
  expect(readTree(root)).toEqual(once);
  return root;
}

/** Level, place and first line of each record of a file, without the numbers of the moment. */
function linesIn(run: Run, name: string): string[] {
  return linesOf(parseLog(run.files?.[name] ?? "", "file")).map(
    (line) => line.split("\n")[0]?.replace(/, pid .*|, up .*/, "") ?? "",
  );
}

test("CHILD-1…3, ENV-7: a Python child of a Node service: two files, and its crash is named in the parent's", async () => {
  const root = await declare(nodeParent, "SCORER");
  const env = { NAME_APP: "news", NAME_CHILD_PROCESS_SCORER: "news-scorer", PATH };
  const started = startIn(root, ["python", "src/index.js"], { node: process.execPath, env });
  const run = await started.ended();
  expect([run.code, run.stdout, run.stderr]).toEqual([0, "", ""]);
  expect(namesOf(run)).toEqual(["news-scorer.log", "news.log"]);
  expect(linesIn(run, "news.log")).toEqual([
    "INFO | setup:<module>:5 | Started news: production",
    "ERROR | index:<module>:5 | Child SCORER ended with exit code 1",
    expect.stringMatching(/^INFO \| exit:.* \| Stopped by the end of the program: exit code 0$/),
  ]);
  expect(linesIn(run, "news-scorer.log")).toEqual([
    "INFO | setup:<module>:9 | Started news-scorer: production",
    "CRITICAL | main:<module>:4 | Uncaught ValueError: 7",
    "ERROR | main:<module>:4 | Stopped by an uncaught error: exit code 1",
  ]);
  for (const dir of [root, path.join(root, "scorer")])
    expect(await runCli(["upgrade", "--check"], { cwd: dir })).toMatchObject({ code: 0 });
  const { scorer: _, ...own } = { scorer: "", ...nodeParent };
  expect(
    await runCli(["remove", "--yes", "--no-install"], { cwd: path.join(root, "scorer") }),
  ).toMatchObject({ code: 0 });
  await removePython(root, own);
});

test("CHILD-1…3, ENV-7: a Python service with a child of its own project and one in Node", async () => {
  const root = await declare(pythonParent, "SCORER", "MAILER");
  const missing = await startIn(root, ["python", "main.py"], { env: { NAME_APP: "news" } }).ended();
  expect([missing.code, linesOf(missing.log)]).toEqual([
    1,
    [
      "CRITICAL | setup:<module>:9 | Cannot start: NAME_CHILD_PROCESS_SCORER is missing; NAME_CHILD_PROCESS_MAILER is missing",
    ],
  ]);
  const env = {
    NAME_APP: "news",
    NAME_CHILD_PROCESS_SCORER: "news.scorer",
    NAME_CHILD_PROCESS_MAILER: "mailer",
  };
  const run = await startIn(root, ["python", "main.py"], { env }).ended();
  expect(run.stderr).toBe("");
  expect(namesOf(run).filter((name) => !name.endsWith(".lock"))).toEqual([
    "mailer.log",
    "news.log",
    "news.scorer.log",
  ]);
  expect(linesIn(run, "news.log")).toEqual([
    "INFO | setup:<module>:9 | Started news: production",
    "ERROR | main:<module>:7 | Child SCORER ended with exit code 3",
    "ERROR | main:<module>:8 | Child MAILER was killed by SIGKILL",
    "ERROR | main:<module>:9 | Stopped by sys.exit: exit code -6",
  ]);
  expect(linesIn(run, "news.scorer.log")).toEqual([
    "INFO | setup_child:<module>:8 | Started news.scorer: production",
    "ERROR | scorer:<module>:4 | Stopped by sys.exit: exit code 3",
  ]);
  expect(linesIn(run, "mailer.log")).toEqual([
    "INFO | setup:<module>:7 | Started mailer: production",
  ]);
  expect(
    await runCli(["remove", "--yes", "--no-install"], { cwd: path.join(root, "mailer") }),
  ).toMatchObject({ code: 0 });
  await removePython(root, pythonParent);
});
