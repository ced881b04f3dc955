import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseLog } from "../../helpers/conformance-log.js";
import { messagesOf, namesOf, type Run } from "../../helpers/conformance-run.js";
import { preparePackage } from "../../helpers/python-package.js";
import { runPython, type service } from "../../helpers/python-service.js";

const short = (text: string) =>
  text.split("\n")[0]?.replace(/(pid )?\d+(, started .*)?, python.*|, up.*|is held by.*/, "") ?? "";
const saidIn = (run: Run, name: string) =>
  messagesOf(parseLog(run.files?.[name] ?? "", "file")).map(short);
const started = "Started app: production, ";

test("PROC-3…5: a forked child takes its own name with its first record", async () => {
  const run = await runPython(["fork"]);
  expect(namesOf(run)).toEqual(["app.log", "app~2.log"]);
  expect(saidIn(run, "app.log")).toEqual([
    started,
    "before the fork",
    "after the fork",
    "Stopped by the end of the program: exit code 0",
  ]);
  const child = saidIn(run, "app~2.log");
  expect(child.slice(0, 3)).toEqual(["'app' ", started, "record 0"]);
  expect([child.length, child.at(-1)]).toEqual([53, "Stopped by sys.exit: exit code 2"]);
});

test("PROC-3: what a forked child has logged is on disk even when it ends by os._exit", async () => {
  const run = await runPython(["fork", "os"]);
  expect(saidIn(run, "app~2.log").slice(2)).toEqual(
    Array.from({ length: 50 }, (_, at) => `record ${at}`),
  );
});

test.each(["silent", "exec"])("PROC-3: a forked child that is %s leaves nothing", async (way) => {
  const run = await runPython(["fork", way]);
  expect(namesOf(run)).toEqual(["app.log"]);
  expect(saidIn(run, "app.log")).toHaveLength(4);
});

test("PROC-3: what is logged while Loguru is held for a fork is written", async () => {
  const run = await runPython([], { entry: "early" });
  expect(namesOf(run)).toEqual(["app.log"]);
  // Python 3.12 warns, too, of a fork of a process with threads.
  const said = saidIn(run, "app.log").filter((text) => !text.startsWith("DeprecationWarning"));
  expect(said.slice(1, -1)).toEqual(["about to fork", "has forked"]);
});

test.each(["fork", "spawn", "forkserver"])(
  "PROC-5, CRASH-1, CHILD-3: a child of multiprocessing by %s ends as its own logger",
  async (method) => {
    const run = await runPython(["multi", method, "13"], { stderrIsFree: true });
    expect([run.code, run.stdout.includes("exit code 1\n")]).toEqual([0, true]);
    expect(namesOf(run)).toEqual(["app.log", "app~2.log"]);
    expect(saidIn(run, "app.log").slice(1)).toEqual([
      "Child JOB ended with exit code 1",
      "Stopped by the end of the program: exit code 0",
    ]);
    expect(saidIn(run, "app~2.log")).toEqual([
      "'app' ",
      started,
      "work 13",
      "Uncaught ValueError: thirteen",
      "Stopped by an uncaught error: exit code 1",
    ]);
  },
);

test.each(["fork", "spawn"])(
  "PROC-5: workers of a pool by %s end each as their own",
  async (method) => {
    const run = await runPython(["pool", method]);
    expect([run.code, run.stdout.includes("45\n")]).toEqual([0, true]);
    const logs = namesOf(run).filter((name) => name.startsWith("app~"));
    const all = logs.flatMap((name) => saidIn(run, name));
    expect(all.filter((text) => text.startsWith("work ")).sort()).toEqual(
      Array.from({ length: 10 }, (_, number) => `work ${number}`),
    );
    for (const name of logs) expect(saidIn(run, name).at(-1)).toMatch(/^Stopped by .*exit code 0$/);
  },
);

test("EXIT-3: a parent that waits for its child at its end has not stopped before that", async () => {
  const run = await runPython(["leave_child"]);
  expect(namesOf(run)).toEqual(["app.log", "app~2.log"]);
  const times = ["app.log", "app~2.log"].map(
    (name) => parseLog(run.files?.[name] ?? "", "file").at(-1)?.time ?? "",
  );
  expect(saidIn(run, "app~2.log").slice(2)).toEqual([
    "the child is done",
    "Stopped by the end of the program: exit code 0",
  ]);
  expect(times[0] && times[1] && times[0] >= times[1]).toBe(true);
});

test("EXIT-5: a forked child that has logged nothing dies of a signal without a word", async () => {
  const run = await runPython(["quiet_child"]);
  expect(run.stdout).toContain("status 15");
  expect([namesOf(run), saidIn(run, "app.log").length]).toEqual([["app.log"], 2]);
});

test("EXIT-5: the workers of a pool, which is ended by SIGTERM, say how they ended", async () => {
  const run = await runPython(["pooled"]);
  expect(run.stdout).toContain("45");
  for (const name of namesOf(run).slice(1)) {
    // Some see the pool's own word in time.
    expect(saidIn(run, name).at(-1)).toMatch(
      /^Stopped by (?:SIGTERM|the end of the program: exit code 0)$/,
    );
  }
});

test("PROC-5: where a name conflict is fatal, a forked child does not write to its parent's log", async () => {
  const strict = preparePackage(path.join(import.meta.dirname, "service")) as typeof service;
  const settings = path.join(strict.folder, "app_logging/settings.py");
  writeFileSync(settings, readFileSync(settings, "utf8").replace('str = "next"', 'str = "fatal"'));
  const run = await runPython(["fork"], { service: strict, stderrIsFree: true });
  expect([run.code, namesOf(run)]).toEqual([0, ["app.log"]]);
  expect(saidIn(run, "app.log")).toHaveLength(4);
  expect(run.stderr).toMatch(
    /CRITICAL .*Cannot go on: NAME_APP is 'app', a name that pid \d+, .* holds/,
  );
});

test("PROC-4: a second copy of the package is the same logger", async () => {
  const run = await runPython(["twice"]);
  expect(saidIn(run, "app.log")).toEqual([
    started,
    "by the copy",
    "enough",
    "Stopped by exit_with_reason: exit code 3",
  ]);
});

test("a logger that is sent to a spawned process logs there", async () => {
  const run = await runPython(["send_logger"]);
  expect([run.code, run.stderr]).toEqual([0, ""]);
  expect(saidIn(run, "app~2.log").slice(2)).toEqual([
    "sent",
    "Stopped by the end of the program: exit code 0",
  ]);
});

test("CHILD-1, CHILD-3: names for children, and a record of each that ends badly; the program asks as before", async () => {
  const run = await runPython(["children"], { env: { NAME_CHILD_PROCESS_WORKER: "worker" } });
  expect(run.stdout.split("\n").slice(1, -1)).toEqual([
    "worker 1",
    "wait says -9",
    "wait says 1",
    "wait says 0",
    "asyncio says 9",
  ]);
  expect(saidIn(run, "app.log").slice(1, -1).sort()).toEqual([
    "Child WORKER ended with exit code 1",
    "Child WORKER ended with exit code 3",
    "Child WORKER ended with exit code 9",
    "Child WORKER was killed by SIGKILL",
  ]);
});

test.each([
  [undefined, "is missing"],
  [" ", "is blank"],
  ["app", "is 'app', the name of this process"],
])("CHILD-1: a child's name %j is fatal", async (name, fault) => {
  const run = await runPython(["children"], { env: { NAME_CHILD_PROCESS_WORKER: name } });
  expect([run.code, run.log[1]?.level, run.log[1]?.function]).toEqual([1, "CRITICAL", "children"]);
  expect(saidIn(run, "app.log").slice(1)).toEqual([
    `Cannot start a child: NAME_CHILD_PROCESS_WORKER ${fault}`,
    "Stopped by child_env: exit code 1",
  ]);
});

test("CHILD-2, CHILD-3: parent and child log to files of their own", async () => {
  const run = await runPython(["real_child"], { env: { NAME_CHILD_PROCESS_WORKER: "worker" } });
  expect(namesOf(run)).toEqual(["app.log", "worker.log"]);
  expect(saidIn(run, "app.log").slice(1, -1)).toEqual([
    "the parent speaks",
    "Child WORKER ended with exit code 1",
  ]);
  expect(saidIn(run, "worker.log").slice(1)).toEqual([
    "the child speaks",
    "Uncaught RuntimeError: the child fails",
    "Stopped by an uncaught error: exit code 1",
  ]);
});
