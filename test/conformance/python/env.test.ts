import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder, messagesOf, namesOf } from "../../helpers/conformance-run.js";
import { makeReadOnly } from "../../helpers/make-read-only.js";
import { preparePackage } from "../../helpers/python-package.js";
import { runPython, type service } from "../../helpers/python-service.js";

test("ENV-1…ENV-4: every variable at fault is named at once, and no application code runs", async () => {
  const run = await runPython(["hello"], {
    env: { NAME_APP: " ", RUN_ENVIRONMENT: "prod", PATH_TO_LOGS: undefined, LOG_MAX_SIZE: "5 qb" },
  });
  expect(run.code).toBe(1);
  expect(run.stdout).toBe("");
  expect(run.files).toBeUndefined();
  expect(run.terminal.map(({ level, message }) => [level, message])).toEqual([
    [
      "CRITICAL",
      "Cannot start: NAME_APP is blank; RUN_ENVIRONMENT is 'prod', not one of development, testing, production; PATH_TO_LOGS is missing (needed in testing and production); LOG_MAX_SIZE is '5 qb', which is no size: write a number and B, KB, MB, GB, KiB, MiB or GiB: '5 MB'",
    ],
  ]);
});

test.each([
  ["a/b", "NAME_APP is 'a/b', which holds a path separator: it must be a plain file name"],
  ["a\u0001", "NAME_APP is 'a\\x01', which holds a control character"],
  ["..", "NAME_APP is '..', which is a directory's name"],
  ["é".repeat(101), `NAME_APP is '${"é".repeat(101)}', which is longer than 200 bytes`],
])("ENV-5: NAME_APP %j is no file name, even in development", async (name, reason) => {
  const run = await runPython(["hello"], {
    env: { NAME_APP: name, RUN_ENVIRONMENT: "development" },
  });
  expect(run.code).toBe(1);
  expect(messagesOf(run.terminal)).toEqual([`Cannot start: ${reason}`]);
  expect(run.files).toBeUndefined();
});

test.each([
  ["LOG_MAX_SIZE", "10000", "which looks like bytes: write '5 MB'"],
  ["LOG_MAX_SIZE", "0", "which is no usable size"],
  ["LOG_MAX_FILES", "1.5", "which is no whole number from 0 up"],
])("ENV-5, ENV-6: %s=%s is as fatal, and in the log file too", async (variable, value, reason) => {
  const run = await runPython(["hello"], { env: { [variable]: value } });
  expect(run.code).toBe(1);
  expect(namesOf(run)).toEqual(["app.log"]);
  expect(run.log).toHaveLength(1);
  expect(run.log[0]?.level).toBe("CRITICAL");
  expect(run.log[0]?.message).toContain(`${variable} is '${value}', ${reason}`);
  expect(messagesOf(run.terminal)).toEqual(messagesOf(run.log));
});

test("ENV-5: a directory that is a file is named with the reason", async () => {
  const directory = path.join(makeTempFolder(), "file");
  writeFileSync(directory, "");
  const run = await runPython(["hello"], { directory });
  expect(run.code).toBe(1);
  expect(messagesOf(run.terminal)).toEqual([
    `Cannot start: PATH_TO_LOGS is '${directory}', which is not usable: '${directory}' is not a directory`,
  ]);
});

test("ENV-5: so is one that can't be written", async (context) => {
  const directory = makeTempFolder();
  const restore = makeReadOnly(directory);
  if (restore === undefined) return context.skip();
  const run = await runPython(["hello"], { directory });
  restore();
  expect([run.code, namesOf(run)]).toEqual([1, []]);
  expect(messagesOf(run.terminal)).toEqual([
    `Cannot start: PATH_TO_LOGS is '${directory}', which is not usable: permission denied: '${directory}'`,
  ]);
});

test("ENV-5: PATH_TO_LOGS is never looked at in development", async () => {
  const run = await runPython(["hello"], {
    env: { RUN_ENVIRONMENT: "development", PATH_TO_LOGS: "/dev/null/x" },
  });
  expect(run.code).toBe(0);
});

const parent = preparePackage(path.join(import.meta.dirname, "service")) as typeof service;
const settings = path.join(parent.folder, "app_logging/settings.py");
writeFileSync(
  settings,
  readFileSync(settings, "utf8").replace(
    "children: tuple[str, ...] = ()",
    'children: tuple[str, ...] = ("A", "B", "C")',
  ),
);

test.each([
  [
    "parent",
    { A: "a", B: " ", C: "a" },
    "Cannot start: NAME_CHILD_PROCESS_B is blank; NAME_CHILD_PROCESS_C is 'a', as NAME_CHILD_PROCESS_A is",
  ],
  ["parent", { A: "a", B: "b", C: "c" }, undefined],
  ["parent", { A: "parent" }, undefined],
])(
  "ENV-7: a parent %s needs a name of its own for each child, and a child none: %j",
  async (name, names: Record<string, string>, message) => {
    const env = Object.fromEntries(
      Object.entries(names).map(([child, value]) => [`NAME_CHILD_PROCESS_${child}`, value]),
    );
    const run = await runPython(["hello"], { service: parent, env: { ...env, NAME_APP: name } });
    expect(run.code).toBe(message === undefined ? 0 : 1);
    if (message !== undefined) expect(messagesOf(run.log)).toEqual([message]);
  },
);

test("ENV-7: a child's entrypoint in the same package asks for no children", async () => {
  const run = await runPython([], { service: parent, entry: "child" });
  expect(messagesOf(run.log)[1]).toBe("the child speaks");
});

const unset = { NAME_APP: undefined, RUN_ENVIRONMENT: undefined, PATH_TO_LOGS: undefined };

test.each([
  ["pytest", ["-m", "pytest", "-q", "-p", "no:cacheprovider"]],
  ["unittest", ["-m", "unittest"]],
])("ENV: the guard stands down in %s's own process", async (_, nodeArgs) => {
  const run = await runPython([], {
    entry: "test_service",
    nodeArgs,
    env: unset,
    stderrIsFree: true,
  });
  expect(`${run.code} ${run.stdout}${run.stderr}`).toMatch(/^0 /);
});

test("ENV: a service that a test starts is guarded, though it inherits the runner's variables", async () => {
  const run = await runPython(["hello"], { env: { ...unset, PYTEST_CURRENT_TEST: "x" } });
  expect([run.code, run.stdout]).toEqual([1, ""]);
});
