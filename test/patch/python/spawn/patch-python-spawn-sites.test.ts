import { expect, it } from "vitest";
import type { PythonSpawnRequest } from "../../../../generators/patch/python/spawn/find-python-spawn-sites.js";
import { patchPythonSpawnSites } from "../../../../generators/patch/python/spawn/patch-python-spawn-sites.js";
import { standard } from "../../../../generators/standard.js";

const request: PythonSpawnRequest = {
  root: "/nowhere",
  file: "main.py",
  dir: "app_logging",
  variables: standard.variables,
  searchPaths: [""],
};
const head = "import os\nimport subprocess\n\n";
const run = 'subprocess.run(["python", "worker.py"])';

it("a place whose lines have moved is found by its text", async () => {
  const text = `${head}x = 1\ny = 2\n${run}\n`;
  const patch = await patchPythonSpawnSites(text, request, [
    { line: 4, text: run, descriptor: "WORKER" },
  ]);
  expect(patch.patched).toEqual([{ line: 6, descriptor: "WORKER", notes: [] }]);
});

it("one call is no two children, and what has changed is looked at again", async () => {
  const refusalOf = async (
    text: string,
    ...chosen: { line: number; text?: string; descriptor: string }[]
  ) => {
    const patch = await patchPythonSpawnSites(text, request, chosen);
    return patch.refused.map(({ reason }) => reason);
  };
  expect(
    await refusalOf(head + run, { line: 4, descriptor: "A" }, { line: 4, descriptor: "B" }),
  ).toEqual(["is chosen for two children, 'A' and 'B'"]);
  expect(
    await refusalOf(`${head}subprocess.run(["python", "x.py"])\n`, {
      line: 4,
      text: run,
      descriptor: "A",
    }),
  ).toEqual(["has changed since it was shown: look at it again"]);
  expect(await refusalOf(`${head}print(1)\n`, { line: 4, text: run, descriptor: "A" })).toEqual([
    'no longer holds `subprocess.run(["python", "worker.py"])`, but `print(1)`',
  ]);
  const named = `${head}e = os.environ.copy()\ne["NAME_APP"] = "A"\n`;
  const two =
    'subprocess.run(["python", "a.py"], env=e)\nsubprocess.run(["python", "b.py"], env=e)\n';
  expect(
    await refusalOf(named + two, { line: 6, descriptor: "A" }, { line: 7, descriptor: "B" }),
  ).toEqual(["shares its child's name with line 6, which is child 'A'"]);
  expect(
    await refusalOf(
      'from app_logging import child_env\nimport subprocess\n\nsubprocess.run(["python", "a.py"], env=child_env("A"))',
      { line: 4, descriptor: "B" },
    ),
  ).toEqual(["is child 'A' already"]);
  expect(
    await refusalOf("import subprocess\nsubprocess.run([\n", { line: 2, descriptor: "A" }),
  ).toEqual(["can't be read: syntax error: at the end of the file"]);
});

it("nothing is written that Python could not import", async () => {
  const elsewhere = { ...request, dir: "app_logging", searchPaths: ["src"] };
  const patch = await patchPythonSpawnSites(head + run, elsewhere, [{ line: 4, descriptor: "A" }]);
  expect(patch).toEqual({
    patched: [],
    already: [],
    refused: [
      {
        line: 4,
        descriptor: "A",
        reason: "can't import 'app_logging': none of the folders that Python searches leads to it",
      },
    ],
  });
});

it.each([
  ["subprocess.call(C)", "can't be watched: subprocess.call gives no child process"],
  [
    "subprocess.run(C, check=True)",
    "can't be watched: with check it raises an error where its child ends badly",
  ],
  [
    "asyncio.gather(asyncio.create_subprocess_exec(*C))",
    "can't be watched: its child comes from a coroutine that is awaited elsewhere",
  ],
])("of %s it is said that it %s (CHILD-3)", async (call, note) => {
  const text = `import asyncio\n${head}C = ["python", "worker.py"]\n${call}\n`;
  const patch = await patchPythonSpawnSites(text, request, [
    { line: 6, descriptor: "WORKER", watch: true },
  ]);
  expect(patch.patched).toEqual([{ line: 6, descriptor: "WORKER", notes: [note] }]);
  expect(patch.text).not.toContain("watch_child");
});
