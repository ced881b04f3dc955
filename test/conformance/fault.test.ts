import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import {
  makeTempFolder,
  messagesOf,
  namesOf,
  type Run,
  run,
  type Started,
  start,
} from "../helpers/conformance-run.js";
import { makeReadOnly } from "../helpers/make-read-only.js";

const testing = { env: { RUN_ENVIRONMENT: "testing" } };

/** What an outage leaves: one line on stderr, a WARNING with the number of lost records, nothing torn. */
function expectOutage(ended: Run, dropped: number): void {
  expect([ended.code, ended.signal]).toEqual([0, null]);
  expect(ended.terminal.map((record) => record.level)).toEqual(["ERROR"]);
  expect(ended.terminal[0]?.message).toMatch(/can't be written/);
  const levels = ended.log.map((record) => record.level);
  const [warning, ...more] = ended.log.filter((record) => record.level === "WARNING");
  expect([warning?.message.match(/^\d+ records? /)?.[0], more], levels.join()).toEqual([
    `${dropped} records `,
    [],
  ]);
  expect(messagesOf(ended.log).filter((message) => message.startsWith("lost"))).toEqual([]);
  const after = messagesOf(ended.log).indexOf("after the outage");
  expect(ended.log[after - 1]).toBe(warning);
}

async function sendAll(held: Started, commands: string[]): Promise<void> {
  for (const command of commands) {
    held.send(command);
    await held.printed(`done ${command}`);
  }
}

/** Twenty records that the outage swallows, each longer than what is left of the disk. */
const lost = Array.from({ length: 20 }, (_, index) => `log lost ${index} ${"x".repeat(3000)}`);

const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;
const disk = mountSmallDisk();
afterAll(() => {
  if (disk !== undefined) spawnSync("umount", [disk]);
});

describeFlavours((service) => {
  describe("FAULT-1", () => {
    test.runIf(hasPrlimit)("a disk that takes no more costs records, not the service", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      limit(held.pid, "fsize=2000");
      await sendAll(held, lost);
      limit(held.pid, "fsize=unlimited");
      await sendAll(held, ["log after the outage"]);
      held.send("end");
      expectOutage(await held.ended(), 20);
    });

    test.runIf(disk)("a full disk costs records, not the service", async () => {
      const directory = path.join(disk ?? "", service.flavour.id);
      const held = start(service, ["stay"], { directory });
      await held.printed("ready");
      const filler = path.join(disk ?? "", "filler");
      const free = fs.statfsSync(disk ?? "");
      fs.writeFileSync(filler, "x".repeat(free.bavail * free.bsize));
      const big = lost.map((command) => `${command}${"y".repeat(5000)}`);
      await sendAll(held, big);
      fs.rmSync(filler);
      await sendAll(held, ["log after the outage"]);
      held.send("end");
      expectOutage(await held.ended(), 20);
      fs.rmSync(directory, { recursive: true });
    });

    test("a directory that is gone, and can't be made again, costs records until it is back", async () => {
      const folder = makeTempFolder();
      const directory = path.join(folder, "logs");
      const held = start(service, ["stay"], { directory });
      await held.printed("ready");
      fs.rmSync(directory, { recursive: true });
      fs.writeFileSync(directory, "somebody else's");
      held.send("later 150 lost first");
      await held.printed("later done");
      await sendAll(held, lost);
      fs.rmSync(directory);
      await sendAll(held, ["log after the outage"]);
      held.send("end");
      const ended = await held.ended();
      expect(messagesOf(ended.log)).toEqual([
        expect.stringMatching(/^21 records /),
        "after the outage",
        expect.stringMatching(/^Stopped by process\.exit/),
      ]);
      expectOutage(ended, 21);
    });

    test.runIf(hasPrlimit)("too many open files cost records until there are fewer", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      fs.rmSync(path.join(held.directory, "app.log"));
      limit(held.pid, "nofile=3");
      held.send("later 150 lost first");
      await held.printed("later done");
      await sendAll(held, lost);
      limit(held.pid, "nofile=1024");
      await sendAll(held, ["log after the outage"]);
      held.send("end");
      expectOutage(await held.ended(), 21);
    });

    test.runIf(hasPrlimit)(
      "an outage that lasts to the end leaves the exit code alone, and the stop record on stderr",
      async () => {
        const held = start(service, ["stay"]);
        await held.printed("ready");
        limit(held.pid, "fsize=100");
        await sendAll(held, lost.slice(0, 2));
        held.send("end");
        const ended = await held.ended();
        expect([ended.code, ended.log.length]).toEqual([0, 1]);
        expect(messagesOf(ended.terminal)).toEqual([
          expect.stringMatching(/can't be written/),
          expect.stringMatching(/^Stopped by process\.exit: exit code 0, up /),
          expect.stringMatching(/lacks the last 3 records: EFBIG/),
        ]);
      },
    );
  });

  describe("FAULT-2", () => {
    test("a rotation that fails goes on in the current file, and is made up for", async (context) => {
      const directory = makeTempFolder();
      const held = start(service, ["stay"], { directory, env: { LOG_MAX_SIZE: "1 KB" } });
      await held.printed("ready");
      const restore = makeReadOnly(directory);
      if (restore === undefined) {
        held.send("end");
        await held.ended();
        return context.skip();
      }
      const kept = Array.from({ length: 20 }, (_, index) => `log kept ${index} ${"x".repeat(100)}`);
      await sendAll(held, kept);
      restore();
      held.send("later 1200 rotated again");
      await held.printed("later done");
      held.send("end");
      const ended = await held.ended();
      expect([ended.code, ended.stderr, namesOf(ended).length]).toEqual([0, "", 2]);
      const [rotated = ""] = namesOf(ended).filter((name) => name !== "app.log");
      const messages = messagesOf(parseLog(ended.files?.[rotated] ?? "", "file"));
      expect(messages.slice(1)).toEqual(kept.map((command) => command.slice(4)));
      expect(messagesOf(ended.log)[0]).toBe("rotated again");
    });
  });

  describe("FAULT-4", () => {
    test("a reader of stderr that is gone is no reason to stop", async () => {
      const held = start(service, ["stay"], testing);
      await held.printed("ready");
      held.child.stderr?.destroy();
      await sendAll(held, lost.slice(0, 5));
      held.send("end");
      const ended = await held.ended();
      expect([ended.code, ended.signal, ended.log.length]).toEqual([0, null, 7]);
    });

    test("nor is a stderr that is closed from the start", async () => {
      const ended = await run(service, ["levels"], { ...testing, shell: 'exec "$@" 2>&-' });
      expect([ended.code, ended.log.length]).toEqual([0, 7]);
      expect(namesOf(ended)).toEqual(["app.log"]);
    });

    test("a crash with nobody at stderr is in the file", async () => {
      const ended = await run(service, ["crash", "error", "timer"], {
        ...testing,
        shell: 'exec "$@" 2>&-',
      });
      expect([ended.code, messagesOf(ended.log)[1]?.split("\n")[0]]).toEqual([
        1,
        "Uncaught Error: boom",
      ]);
    });

    test("a stderr that is non-blocking and full costs lines there, not time and not the file", async () => {
      const held = start(service, ["chatter", "8000"], { ...testing, stderrIsUnread: true });
      const [, took] = await held.printed(/took (\d+) ms;/);
      held.child.stderr?.destroy();
      const ended = await held.ended();
      expect([ended.code, ended.log.length]).toEqual([0, 8002]);
      expect(Number(took)).toBeLessThan(5000);
    });
  });
});

function limit(pid: number, resource: string): void {
  const soft = resource.endsWith("unlimited") ? resource : `${resource}:`;
  execFileSync("prlimit", ["--pid", String(pid), `--${soft}`]);
}

/** A disk of 128 KB, where this process may mount one. */
function mountSmallDisk(): string | undefined {
  const folder = makeTempFolder();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=128k", "none", folder]);
  return status === 0 ? folder : undefined;
}
