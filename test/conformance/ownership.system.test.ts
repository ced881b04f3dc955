import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { claimsOn, shapeOf } from "../helpers/conformance-claims.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import { makeTempFolder, messagesOf, run, start } from "../helpers/conformance-run.js";

const canUnshare = spawnSync("unshare", ["-p", "-f", "--kill-child", "true"]).status === 0;

/** What else a system may do to claims, and may let a test do. */
describeFlavours((service) => {
  const env = (directory: string) => ({
    PATH: process.env["PATH"] ?? "",
    TZ: "UTC",
    NAME_APP: "app",
    RUN_ENVIRONMENT: "production",
    PATH_TO_LOGS: directory,
  });

  function messagesIn(directory: string, file: string): string[] {
    return messagesOf(parseLog(fs.readFileSync(path.join(directory, file)), "file"));
  }

  /** Runs a script of Node's, to its end. */
  function runScript(directory: string, script: string): { pid: number; signal: string | null } {
    const { pid, signal, stderr } = spawnSync(process.execPath, ["-e", script], {
      encoding: "utf8",
      env: env(directory),
    });
    expect(stderr).toBe("");
    return { pid, signal };
  }

  test.runIf(canUnshare)(
    "PROC-5 where /proc numbers processes otherwise, what it says is not believed",
    async () => {
      const directory = makeTempFolder();
      // Two in a pid namespace of their own that see the /proc of this one.
      const script = `"$@" stay < /dev/null & first=$!
        while ! grep -qs held '${directory}'/app.*.lock; do sleep 0.05; done
        "$@" nothing
        kill -KILL $first`;
      const shell = spawn(
        "unshare",
        [
          "-p",
          "-f",
          "--kill-child",
          "/bin/sh",
          "-c",
          script,
          "sh",
          process.execPath,
          service.entry("main"),
        ],
        { env: env(directory), stdio: "ignore" },
      );
      await new Promise((resolve) => shell.on("exit", resolve));
      expect(shapeOf(directory)).toEqual(["app.lock", "app.log", "app~2.log"]);
      const [claim = ""] = claimsOn(directory, "app");
      const [owner = ""] = fs.readFileSync(claim, "utf8").split("\n");
      expect(Object.keys(JSON.parse(owner))).toEqual([
        "pid",
        "boot",
        "namespace",
        "host",
        "started",
      ]);
      expect(messagesIn(directory, "app~2.log")).toEqual([
        expect.stringMatching(/^'app' is held by pid \d, started .*: this process logs to /),
        expect.stringMatching(/^Started app/),
        expect.stringMatching(/^Stopped by /),
      ]);
      // Seen from here, the owner is elsewhere.
      const outside = await run(service, ["nothing"], { directory });
      expect(shapeOf(directory)).toEqual(["app.lock", "app.log", "app~2.log"]);
      expect(outside.code).toBe(0);
      expect(messagesIn(directory, "app~2.log")[3]).toMatch(
        /^'app' is held by pid \d in another pid namespace, started /,
      );
    },
  );

  test.runIf(canUnshare)(
    "EXIT-5 the first process of a container outlives a signal that it does not handle, and keeps its name",
    async () => {
      const directory = makeTempFolder();
      const shell = 'exec unshare -p -f --kill-child "$@"';
      const held = start(service, ["stay"], { directory, shell });
      await held.printed("ready");
      const children = `/proc/${held.pid}/task/${held.pid}/children`;
      const first = Number(fs.readFileSync(children, "utf8"));
      for (const count of [1, 2]) {
        // Between a signal and the next turn nobody listens, and of pid 1 the kernel lets it drop.
        while (!catchesSigterm(first)) await new Promise(setImmediate);
        process.kill(first, "SIGTERM");
        while (messagesIn(directory, "app.log").length <= count) {
          await new Promise(setImmediate);
        }
      }
      expect(shapeOf(directory)).toEqual(["app.lock", "app.log"]);
      held.send("end");
      await held.ended();
      expect([shapeOf(directory), messagesIn(directory, "app.log")]).toEqual([
        ["app.log"],
        [
          expect.stringMatching(/^Started app/),
          expect.stringMatching(/^Received SIGTERM, up /),
          expect.stringMatching(/^Received SIGTERM, up /),
          expect.stringMatching(/^Stopped by process\.exit/),
        ],
      ]);
    },
  );

  test("EXIT-7 a claim that can't be removed at the end says that the run has stopped", async (context) => {
    const directory = makeTempFolder();
    const held = start(service, ["stay"], { directory });
    await held.printed("ready");
    const restore = keepEntries(directory);
    held.send("end");
    await held.ended();
    if (restore === undefined) return context.skip();
    restore();
    expect(shapeOf(directory)).toEqual(["app.lock", "app.log"]);
    await run(service, ["nothing"], { directory });
    expect(shapeOf(directory)).toEqual(["app.log"]);
    expect(messagesIn(directory, "app.log")).toEqual(
      Array(2)
        .fill([expect.stringMatching(/^Started/), expect.stringMatching(/^Stopped/)])
        .flat(),
    );
  });

  test("PROC-5 a main thread takes over the name that a thread of its own has", async () => {
    const directory = makeTempFolder();
    const script = `const { Worker } = require("node:worker_threads");
      const { pathToFileURL } = require("node:url");
      new Worker(${JSON.stringify(service.entry("worker"))}).on("exit", async () => {
        await import(pathToFileURL(${JSON.stringify(service.entry("lib"))}));
        process.kill(process.pid, "SIGKILL");
      });`;
    const killed = runScript(directory, script);
    expect([killed.signal, shapeOf(directory)]).toEqual(["SIGKILL", ["app.lock", "app.log"]]);
    await run(service, ["nothing"], { directory });
    expect(shapeOf(directory)).toEqual(["app.log"]);
    expect(messagesIn(directory, "app.log")).toEqual([
      "thread works, main: false",
      expect.stringMatching(/^Started/),
      expect.stringMatching(new RegExp(`^The run of pid ${killed.pid}, started `)),
      expect.stringMatching(/^Started/),
      expect.stringMatching(/^Stopped/),
    ]);
  });
});

/** Lets nothing in a directory be made or deleted; undefined where that can't be had. */
function keepEntries(directory: string): (() => void) | undefined {
  if (process.getuid?.() !== 0) {
    fs.chmodSync(directory, 0o555);
    return () => fs.chmodSync(directory, 0o755);
  }
  // Root may do everything but this.
  if (spawnSync("chattr", ["+i", directory]).status !== 0) return undefined;
  return () => spawnSync("chattr", ["-i", directory]);
}

/** Whether a process has a handler of SIGTERM now. */
function catchesSigterm(pid: number): boolean {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  const mask = BigInt(`0x${/^SigCgt:\s*(\w+)/m.exec(status)?.[1] ?? "0"}`);
  return (mask & (1n << 14n)) !== 0n;
}
