import { spawn } from "@lydell/node-pty";
import { expect, test } from "vitest";
import { linesOf, namesOf } from "../../helpers/conformance-run.js";
import { python } from "../../helpers/python-package.js";
import { runPython, service } from "../../helpers/python-service.js";

const levels = ["DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"];
const said = (run: { level: string; message: string }[]) =>
  run.filter(({ message }) => message.startsWith("a ")).map(({ level }) => level);

test("MODE-1…5 development: everything from DEBUG to the terminal, no file", async () => {
  const run = await runPython(["hello"], { env: { RUN_ENVIRONMENT: "development" } });
  expect([run.code, run.files, run.log]).toEqual([0, undefined, []]);
  expect(said(run.terminal)).toEqual(levels);
  expect(run.stdout).toBe("application code runs\n");
});

test("MODE-1…5 testing: everything from INFO to both", async () => {
  const run = await runPython(["hello"], { env: { RUN_ENVIRONMENT: "testing" } });
  expect(namesOf(run)).toEqual(["app.log"]);
  expect(said(run.terminal)).toEqual(levels.slice(1));
  expect(linesOf(run.terminal)).toEqual(linesOf(run.log));
});

test("MODE-1…5 production: everything from INFO to the file, nothing on the terminal; EXIT-3: start and stop", async () => {
  const run = await runPython(["hello"]);
  expect([run.stderr, namesOf(run)]).toEqual(["", ["app.log"]]);
  expect(said(run.log)).toEqual(levels.slice(1));
  expect(run.log[0]?.message).toMatch(/^Started app: production, pid \d+, python 3\.\d+\.\d+$/);
  expect(run.log[0]?.message).toContain(`pid ${run.pid}`);
  expect(run.log.at(-1)?.message).toMatch(
    /^Stopped by the end of the program: exit code 0, up \d+\.\d s$/,
  );
});

test("MODE-6: without a set-up, a logger on stderr from DEBUG, no guard, no hooks", async () => {
  const env = { NAME_APP: undefined, RUN_ENVIRONMENT: undefined, PATH_TO_LOGS: undefined };
  const run = await runPython(["exit"], { entry: "plain", env });
  expect([run.code, run.files]).toEqual([4, undefined]);
  expect(linesOf(run.terminal)).toEqual([
    "DEBUG | plain:<module>:6 | a debug message",
    "INFO | plain:<module>:7 | an info message",
    "ERROR | plain:<module>:9 | enough",
  ]);
});

test("MODE-6: a host's own handlers in Loguru are left alone, and nothing is said twice", async () => {
  const run = await runPython([], { entry: "guest" });
  expect([run.stdout, run.stderr]).toEqual(["own once\n", ""]);
});

test.each([
  [undefined, true],
  ["1", false],
])("MODE-1: colours on a terminal, with NO_COLOR=%s: %s", async (noColor, isColoured) => {
  const shown = await new Promise<string>((resolve) => {
    let text = "";
    const terminal = spawn(python, [service.entry("main"), "hello"], {
      cols: 500,
      cwd: service.folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        NAME_APP: "app",
        RUN_ENVIRONMENT: "development",
        ...(noColor === undefined ? {} : { NO_COLOR: noColor }),
      },
    });
    terminal.onData((data) => {
      text += data;
    });
    terminal.onExit(() => resolve(text));
  });
  expect(shown.includes("\x1b[33m")).toBe(isColoured);
  expect(shown).toMatch(/\d \| WARNING \| scenarios:hello:\d+ \| a warning message/);
});
