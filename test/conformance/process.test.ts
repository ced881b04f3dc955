import { spawnSync } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import {
  linesOf,
  makeTempFolder,
  messagesOf,
  namesOf,
  type Run,
  run,
  start,
} from "../helpers/conformance-run.js";

const children = { NAME_CHILD_PROCESS_WORKER: "worker", NAME_CHILD_PROCESS_MAILER: "mailer" };
const parent = { entry: "parent", env: { ...children, NAME_APP: "parent" } };

function recordsIn(ended: Run, file: string): string[] {
  return linesOf(parseLog(ended.files?.[file] ?? "", "file"));
}

describeFlavours((service) => {
  test.runIf(process.platform === "linux")(
    "PROC-3 a child process inherits no handle of the log file",
    async () => {
      const held = start(service, ["childProcess"]);
      const [, pid] = await held.printed(/child (\d+);/);
      const own = openFiles(held.pid);
      const inherited = openFiles(Number(pid));
      held.child.stdin?.end();
      const ended = await held.ended();
      expect(own).toContain(path.join(held.directory, "app.log"));
      expect(inherited.filter((file) => file.startsWith(held.directory))).toEqual([]);
      expect([ended.code, namesOf(ended)]).toEqual([0, ["app.log"]]);
    },
  );

  describe("PROC-4 two copies of the module in one process are one logger", () => {
    // An ES module beside CommonJS: what the service has, and what a dependency brought.
    test.each([
      ["the service's copy first", ["service", "other"]],
      ["the other copy first", ["other", "service"]],
    ])("%s", async (_title, order) => {
      const lib = service.entry("lib");
      const folder = path.join(service.folder, "other/logging");
      const other = ["setup", "index"].map((name) => path.join(folder, `${name}.js`));
      const script = `
        const load = (file) => import(require("node:url").pathToFileURL(file));
        const loaders = {
          service: async () => load(${JSON.stringify(lib)}),
          other: async () => { await load(${JSON.stringify(other[0])}); return load(${JSON.stringify(other[1])}); },
        };
        (async () => {
          for (const name of ${JSON.stringify(order)}) {
            const module = await loaders[name]();
            (module.logger ?? module.default.logger).info("from %s", name);
            (module.logger ?? module.default.logger).debug("too low");
          }
          throw new Error("once");
        })();`;
      const directory = path.join(makeTempFolder(), "logs");
      const ended = spawnSync(process.execPath, ["-e", script], {
        encoding: "utf8",
        env: { ...children, NAME_APP: "app", RUN_ENVIRONMENT: "testing", PATH_TO_LOGS: directory },
      });
      expect([ended.status, ended.stdout]).toEqual([1, ""]);
      const records = parseLog(ended.stderr, "terminal");
      expect(messagesOf(records).map((message) => message.split("\n")[0])).toEqual([
        expect.stringMatching(/^Started app/),
        `from ${order[0]}`,
        `from ${order[1]}`,
        "Uncaught Error: once",
        expect.stringMatching(/^Stopped by an uncaught error: exit code 1/),
      ]);
      expect(readdirSync(directory)).toEqual(["app.log"]);
    });
  });

  test("PROC-4 what an earlier release's copy made is completed by a later one", () => {
    const script = `
      const write = ({ level, message }) => console.log(level, message) ?? true;
      globalThis[Symbol.for("create-logging")] = { threshold: 20, sinks: [{ write }] };
      import(require("node:url").pathToFileURL(${JSON.stringify(path.join(service.folder, "other/logging/index.js"))})).then((module) => {
        (module.logger ?? module.default.logger).info("hello");
        (module.logger ?? module.default.logger).debug("too low");
      });`;
    const ended = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, "INFO hello\n", ""]);
  });

  describe("threads", () => {
    test("EXIT-3 write to the file of their process; the main thread alone says start and stop", async () => {
      const ended = await run(service, ["thread", service.entry("worker")]);
      expect([ended.code, namesOf(ended)]).toEqual([0, ["app.log"]]);
      expect(messagesOf(ended.log)).toEqual([
        expect.stringMatching(/^Started app/),
        "before the thread",
        "thread works, main: false",
        "thread ended with 0",
        expect.stringMatching(/^Stopped by the end of the program: exit code 0/),
      ]);
    });

    test("EXIT-1 exitWithReason in a thread ends the process with its code", async () => {
      const ended = await run(service, ["thread", service.entry("worker"), "exitWithReason"]);
      expect([ended.code, ended.signal, ended.stderr]).toEqual([6, null, ""]);
      expect(linesOf(ended.log)).toContain(
        `ERROR | ${service.place("thread-exit", "<module>")} | thread gives up`,
      );
      expect(messagesOf(ended.log).at(-1)).toMatch(/^Stopped by .*: exit code 6, up /);
    });

    test("CRASH-1 an error that nobody catches in a thread is a CRITICAL record, and the program decides", async () => {
      const ended = await run(service, ["thread", service.entry("worker"), "throw"]);
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
      const [crash, ...more] = ended.log.filter((record) => record.level === "CRITICAL");
      expect([linesOf(crash ? [crash] : [])[0]?.split("\n")[0], more]).toEqual([
        `CRITICAL | ${service.place("thread-throw", "<module>")} | Uncaught Error: thread broke`,
        [],
      ]);
      expect(messagesOf(ended.log)).toContain("main was told: thread broke");
      expect(messagesOf(ended.log).at(-1)).toMatch(/^Stopped by the end of the program/);
    });
  });

  test("CHILD-1 childEnv is this environment with the child's name, and what is added", async () => {
    const ended = await run(service, ["env", "WORKER"], parent);
    const [, printed = ""] = ended.stdout.split("\n");
    expect(JSON.parse(printed)).toMatchObject({
      NAME_APP: "worker",
      EXTRA: "more",
      RUN_ENVIRONMENT: "production",
      PATH_TO_LOGS: ended.directory,
      PATH: process.env["PATH"],
    });
  });

  test("CHILD-1 a child's name that is missing, blank or the parent's own is fatal, by name", async () => {
    const place = service.place("child-env", "env");
    for (const [args, fault] of [
      [["env", "OTHER"], "NAME_CHILD_PROCESS_OTHER is missing"],
      [["env-changed"], "NAME_CHILD_PROCESS_WORKER is missing"],
      [["env-changed", " "], "NAME_CHILD_PROCESS_WORKER is blank"],
      [["env-changed", "parent"], "NAME_CHILD_PROCESS_WORKER is 'parent'"],
    ] as const) {
      const ended = await run(service, [...args], parent);
      expect([ended.code, ended.stdout]).toEqual([1, "parent ran\n"]);
      const [, fatal, stopped] = linesOf(ended.log);
      expect(fatal).toContain(`CRITICAL | ${place} | `);
      expect(fatal).toContain(fault);
      expect(stopped).toContain("exit code 1");
    }
  });

  test("CHILD-2 parent and child log to files of their own, each with its own records", async () => {
    const ended = await run(service, ["spawn", service.entry("child")], parent);
    expect([ended.code, namesOf(ended)]).toEqual([0, ["parent.log", "worker.log"]]);
    expect(ended.stdout).toContain("child is worker, extra more");
    expect(recordsIn(ended, "parent.log").map(stripPlace)).toEqual([
      expect.stringContaining("Started parent"),
      "parent works",
      expect.stringContaining("Stopped by the end of the program: exit code 0"),
    ]);
    expect(recordsIn(ended, "worker.log").map(stripPlace)).toEqual([
      expect.stringContaining("Started worker"),
      "child works",
      expect.stringContaining("Stopped by the end of the program: exit code 0"),
    ]);
  });

  describe("CHILD-3 watchChild", () => {
    test.each([
      ["3", "ended with exit code 3"],
      ["kill", "was killed by SIGKILL"],
    ])("leaves a record in the parent's file when the child's end is '%s'", async (how, said) => {
      const ended = await run(service, ["spawn", service.entry("child"), how], parent);
      expect(ended.stdout).toContain("returned its argument: true");
      const place = service.place("watch-child", "<module>");
      expect(recordsIn(ended, "parent.log")).toContain(`ERROR | ${place} | Child WORKER ${said}`);
    });

    test("says nothing of a child that ends well", async () => {
      const ended = await run(service, ["spawn", service.entry("child"), "0"], parent);
      expect(recordsIn(ended, "parent.log")).toHaveLength(3);
    });

    test("records one that can't be started, and the program's own handler still runs", async () => {
      const ended = await run(service, ["spawn-nothing"], parent);
      expect([ended.code, ended.stdout.match(/program's own handler/g)?.length]).toEqual([0, 1]);
      expect(recordsIn(ended, "parent.log").map(stripPlace)).toContain(
        "Child WORKER: spawn /no/such/program ENOENT",
      );
    });
  });
});

function stripPlace(line: string): string {
  return line.split(" | ").slice(2).join(" | ");
}

function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(path.join(folder, fd))];
    } catch {
      return []; // closed meanwhile
    }
  });
}
