import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { flavours } from "../helpers/conformance-flavour-kinds.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import {
  makeTempFolder,
  messagesOf,
  namesOf,
  run,
  type Started,
  start,
} from "../helpers/conformance-run.js";

const chosen = flavours.filter(({ id }) => id === "js-commonjs");

const isRoot = process.getuid?.() === 0;
const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;
const nobody = 65534;
// Root may do everything: what a service is not allowed to do is tried by another user.
const asNobody = isRoot
  ? `exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups "$@"`
  : 'exec "$@"';
const hasNobody = !isRoot || spawnSync("setpriv", ["--version"]).status === 0;

async function sendAll(held: Started, commands: string[]): Promise<void> {
  for (const command of commands) {
    held.send(command);
    await held.printed(`done ${command}`);
  }
}

async function logLater(held: Started, text: string): Promise<void> {
  held.send(`later 150 ${text}`);
  await held.printed("later done");
}

/** A log directory that `nobody` owns, below folders that it may look into. */
function makeDirectory(): string {
  const folder = makeTempFolder();
  const directory = path.join(folder, "logs");
  fs.mkdirSync(directory);
  fs.chmodSync(folder, 0o755);
  if (isRoot) fs.chownSync(directory, nobody, nobody);
  return directory;
}

describeFlavours((service) => {
  describe("FAULT-1", () => {
    test.runIf(process.platform === "linux")(
      "a handle that the program has closed is replaced by the next record",
      async () => {
        const held = start(service, ["stay"]);
        await held.printed("ready");
        await sendAll(held, ["log before", "close", "log lost", "log after"]);
        held.send("end");
        const ended = await held.ended();
        expect(messagesOf(ended.terminal)).toEqual([
          expect.stringMatching(/can't be written, records are dropped until it can: EBADF/),
        ]);
        expect(messagesOf(ended.log).slice(1, -1)).toEqual([
          "before",
          expect.stringMatching(/^1 records were dropped before this one: EBADF/),
          "after",
        ]);
      },
    );

    test.runIf(hasPrlimit)("a torn file on a full disk costs records, and no handles", async () => {
      const directory = makeTempFolder();
      fs.writeFileSync(path.join(directory, "app.log"), "torn");
      const held = start(service, ["stay"], { directory, shell: 'ulimit -f 0; exec "$@"' });
      await held.printed("ready");
      await sendAll(held, ["log first"]);
      const before = fs.readdirSync(`/proc/${held.pid}/fd`).length;
      await sendAll(
        held,
        Array.from({ length: 20 }, (_, index) => `log lost ${index}`),
      );
      expect(fs.readdirSync(`/proc/${held.pid}/fd`).length).toBe(before);
      held.send("end");
      const ended = held.ended().catch(() => "torn");
      expect([await ended, held.child.exitCode]).toEqual(["torn", 0]);
      expect(fs.readFileSync(path.join(directory, "app.log"), "utf8")).toBe("torn");
    });

    test.runIf(hasNobody)(
      "permission that is lost, and a file that is gone, cost records until both are back",
      async () => {
        const directory = makeDirectory();
        const held = start(service, ["stay"], { directory, shell: asNobody });
        await held.printed("ready");
        fs.rmSync(path.join(directory, "app.log"));
        fs.chmodSync(directory, 0o555);
        await logLater(held, "lost");
        await sendAll(held, ["log lost"]);
        fs.chmodSync(directory, 0o755);
        await sendAll(held, ["log after"]);
        held.send("end");
        const ended = await held.ended();
        expect(messagesOf(ended.terminal)).toEqual([
          expect.stringMatching(/can't be written, records are dropped until it can: EACCES/),
        ]);
        expect(messagesOf(ended.log).slice(0, -1)).toEqual([
          expect.stringMatching(/^2 records were dropped before this one: EACCES/),
          "after",
        ]);
      },
    );
  });

  describe("FAULT-2", () => {
    test.runIf(hasNobody)(
      "a directory that may not even be looked into costs no record, and rotation is made up for",
      async () => {
        const directory = makeDirectory();
        const env = { LOG_MAX_SIZE: "1 KB" };
        const held = start(service, ["stay"], { directory, env, shell: asNobody });
        await held.printed("ready");
        fs.chmodSync(directory, 0);
        await logLater(held, "kept 0");
        const kept = Array.from({ length: 20 }, (_, index) => `kept ${index} ${"x".repeat(100)}`);
        await sendAll(
          held,
          kept.map((text) => `log ${text}`),
        );
        fs.chmodSync(directory, 0o755);
        held.send("later 1200 rotated again");
        await held.printed(/later done[\s\S]*later done/);
        held.send("end");
        const ended = await held.ended();
        expect([ended.stderr, namesOf(ended).length]).toEqual(["", 2]);
        expect(messagesOf(ended.log)[0]).toBe("rotated again");
        const all = Object.values(ended.files ?? {}).join("");
        expect(kept.filter((text) => !all.includes(`| ${text}\n`))).toEqual([]);
      },
    );

    test("an old file that can't be deleted keeps no other one from being deleted", async () => {
      const directory = makeTempFolder();
      const stuck = "app.2026-01-01_00-00-00_000000.log";
      fs.mkdirSync(path.join(directory, stuck, "full"), { recursive: true });
      const old = ["app.2020-01-01_00-00-00_000000.log", "app.2020-01-02_00-00-00_000000.log"];
      for (const [index, name] of old.entries()) {
        fs.writeFileSync(path.join(directory, name), "");
        fs.utimesSync(path.join(directory, name), index, index);
      }
      fs.utimesSync(path.join(directory, stuck), 100, 100);
      const env = { LOG_MAX_SIZE: "1 KB", LOG_MAX_FILES: "1" };
      const ended = await run(service, ["flood", "8", "500"], { directory, env });
      expect(ended.stderr).toBe("");
      const left = fs.readdirSync(directory);
      expect(left.filter((name) => old.includes(name))).toEqual([]);
      expect([left.includes(stuck), left.length]).toEqual([true, 3]);
    });
  });

  describe.each(["testing", "development"])("FAULT-4 in %s", (RUN_ENVIRONMENT) => {
    const options = { env: { RUN_ENVIRONMENT } };

    test("a reader of stderr that is gone is no reason to stop", async () => {
      const held = start(service, ["stay"], options);
      await held.printed("ready");
      held.child.stderr?.destroy();
      await sendAll(held, ["log 1", "log 2", "log 3"]);
      held.send("end");
      const ended = await held.ended();
      expect([ended.code, ended.signal]).toEqual([0, null]);
    });

    test.each(["2>&-", "2>/dev/full"])("nor is a stderr that takes nothing: %s", async (to) => {
      const ended = await run(service, ["levels"], { ...options, shell: `exec "$@" ${to}` });
      expect([ended.code, ended.stdout.includes("critical enabled: true")]).toEqual([0, true]);
    });

    test("a reader that hangs costs lines, and next to no time of the processor", async () => {
      const held = start(service, ["chatter", "8000"], { ...options, stderrIsUnread: true });
      const [, took] = await held.printed(/took (\d+) ms;/);
      held.child.stderr?.destroy();
      expect((await held.ended()).code).toBe(0);
      expect(Number(took)).toBeLessThan(5000);
    });

    test("a crash with nobody at stderr has its exit code", async () => {
      const shell = 'exec "$@" 2>&-';
      expect((await run(service, ["crash", "error", "timer"], { ...options, shell })).code).toBe(1);
    });
  });

  describe("EXIT-7 a run that the runtime itself ended is named by the next start", () => {
    test.each([
      ["process.abort()", "abort", []],
      ["heap exhaustion", "out of memory", ["--max-old-space-size=20"]],
    ])("%s", async (_title, how, nodeArgs) => {
      const directory = path.join(makeTempFolder(), "logs");
      const options = { directory, nodeArgs, stderrIsFree: true, shell: 'ulimit -c 0; exec "$@"' };
      const dead = await run(service, ["leave", how], options);
      expect(dead.signal ?? dead.code).toBe("SIGABRT");
      const next = await run(service, ["nothing"], { directory });
      expect(messagesOf(next.log).slice(-3)).toEqual([
        expect.stringMatching(new RegExp(`^The run of pid ${dead.pid}, .* left no stop record`)),
        expect.stringMatching(/^Started app/),
        expect.stringMatching(/^Stopped by the end/),
      ]);
    });
  });

  describe("EXIT-5", () => {
    test("SIGTERM at whatever moment of the start ends it, and its name is free", async () => {
      const directory = path.join(makeTempFolder(), "logs");
      for (let delayMs = 10; delayMs <= 150; delayMs += 10) {
        const held = start(service, ["stay"], { directory });
        setTimeout(() => held.child.kill("SIGTERM"), delayMs);
        const ended = await held.ended();
        expect([ended.code, ended.signal, ended.stderr]).toEqual([null, "SIGTERM", ""]);
      }
      const last = await run(service, ["nothing"], { directory });
      expect(namesOf(last)).toEqual(["app.log"]);
      const messages = messagesOf(last.log);
      const count = (start: RegExp) => messages.filter((message) => start.test(message)).length;
      // Killed before it could listen, a run is named by the next one.
      expect(count(/^Stopped by/) + count(/^The run of pid/)).toBeGreaterThanOrEqual(
        count(/^Started app/),
      );
    });

    test("SIGTERM under threads that log without an end leaves its record, and none is torn", async () => {
      const held = start(service, ["floods", service.entry("worker"), "4"]);
      await held.printed(/(floods[\s\S]*){4}/);
      held.child.kill("SIGTERM");
      const ended = await held.ended();
      expect(ended.signal).toBe("SIGTERM");
      const stopped = messagesOf(ended.log).filter((message) => message.startsWith("Stopped"));
      expect(stopped).toEqual([expect.stringMatching(/^Stopped by SIGTERM, up /)]);
    });
  });
}, chosen);
