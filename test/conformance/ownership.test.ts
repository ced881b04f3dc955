import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { uptime } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { claimsOn, heldBy, ownerHere, putClaim, shapeOf } from "../helpers/conformance-claims.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { type ParsedRecord, parseLog, placeOf } from "../helpers/conformance-log.js";
import {
  makeTempFolder,
  messagesOf,
  namesOf,
  type Run,
  run,
  type Started,
  start,
} from "../helpers/conformance-run.js";
import type { Service } from "../helpers/conformance-service.js";

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

/** What a run says where the name has another owner. */
function heldText(owner: string, file: string): RegExp {
  return new RegExp(`^'app' is held by ${owner}: this process logs to '${quote(file)}'$`);
}

/** What a run says of another one that died. */
function endedText(owner: string, file: string): RegExp {
  return new RegExp(
    `^The run of ${owner}, left no stop record in '${quote(file)}': killed, out of memory or power lost; last sign of life ${time}$`,
  );
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function ofPid(pid: number): string {
  return `pid ${pid}, started ${time}`;
}

function recordsIn(directory: string, file: string): ParsedRecord[] {
  return parseLog(fs.readFileSync(path.join(directory, file)), "file");
}

function warningsIn(directory: string, file: string): string[] {
  return messagesOf(recordsIn(directory, file).filter(({ level }) => level === "WARNING"));
}

async function stay(
  service: Service,
  directory: string,
  name = "app",
  ...handlers: string[]
): Promise<Started> {
  const held = start(service, ["stay", ...handlers], { directory, env: { NAME_APP: name } });
  await held.printed("ready");
  return held;
}

async function end(held: Started): Promise<Run> {
  held.send("end");
  return held.ended();
}

/** Logs a text more than 100 ms after whatever was logged before. */
async function logLater(held: Started, text: string): Promise<void> {
  held.send(`later 150 ${text}`);
  await held.printed("later done");
}

const started = expect.stringMatching(/^Started app/);
const stopped = expect.stringMatching(/^Stopped by /);

const disk = mountSmallDisk();
afterAll(() => {
  if (disk !== undefined) spawnSync("umount", [disk]);
});

describeFlavours((service) => {
  describe("PROC-5 of processes with one name", () => {
    test("each takes the next free one, says so, and gives it back at its end", async () => {
      const directory = makeTempFolder();
      const [first, second, third] = [
        await stay(service, directory),
        await stay(service, directory),
        await stay(service, directory),
      ];
      expect(shapeOf(directory)).toEqual([
        "app.lock",
        "app.log",
        "app~2.lock",
        "app~2.log",
        "app~3.lock",
        "app~3.log",
      ]);
      for (const file of ["app~2.log", "app~3.log"]) {
        const [warning, begin, ...more] = recordsIn(directory, file);
        expect(warning?.message).toMatch(heldText(ofPid(first.pid), path.join(directory, file)));
        expect([warning?.level, begin?.message, more]).toEqual(["WARNING", started, []]);
        expect(warning && placeOf(warning)).toMatch(/^setup:<module>:\d+$/);
      }
      await end(second);
      const fourth = await stay(service, directory);
      expect(messagesOf(recordsIn(directory, "app~2.log"))).toEqual([
        expect.anything(),
        started,
        stopped,
        expect.stringMatching(heldText(ofPid(first.pid), path.join(directory, "app~2.log"))),
        started,
      ]);
      await end(first);
      await end(third);
      await end(fourth);
      expect(shapeOf(directory)).toEqual(["app.log", "app~2.log", "app~3.log"]);
      expect(messagesOf(recordsIn(directory, "app.log"))).toEqual([started, stopped]);
    });

    test("a claim is a file of its owner's alone, and tells who that is", async () => {
      const before = Date.now();
      const held = await stay(service, makeTempFolder());
      const [claim = "", ...more] = claimsOn(held.directory, "app");
      expect(more).toEqual([]);
      expect(path.basename(claim)).toMatch(new RegExp(`^app\\.${held.pid}-[0-9a-f]{8}\\.lock$`));
      expect(fs.statSync(claim).mode & 0o7777).toBe(0o600);
      const [owner = "", ...stages] = fs.readFileSync(claim, "utf8").split("\n");
      expect(stages).toEqual(["held", ""]);
      const expected = process.platform === "linux" ? ownerHere(held.pid) : { pid: held.pid };
      expect(JSON.parse(owner)).toEqual({ ...expected, started: expect.any(String) });
      expect(Date.parse(JSON.parse(owner).started)).toBeGreaterThan(before - 1000);
      await end(held);
    });

    test("a name is not another one that begins alike", async () => {
      const directory = makeTempFolder();
      const others = [
        await stay(service, directory, "app.worker"),
        await stay(service, directory, "app~2"),
        await stay(service, directory, "app~x"),
        await stay(service, directory, "application"),
      ];
      const own = [await stay(service, directory), await stay(service, directory)];
      expect(shapeOf(directory).filter((name) => name.endsWith(".log"))).toEqual([
        "app.log",
        "app.worker.log",
        "application.log",
        "app~2.log",
        "app~3.log",
        "app~x.log",
      ]);
      expect(warningsIn(directory, "app.log")).toEqual([]);
      for (const held of [...others, ...own]) await end(held);
      expect(shapeOf(directory).filter((name) => !name.endsWith(".log"))).toEqual([]);
    });

    test("the second one does not start where a conflict is fatal", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory);
      const before = fs.readdirSync(directory);
      const ended = await run(service, ["nothing"], { directory, entry: "strict" });
      expect([ended.code, ended.stdout, namesOf(ended)]).toEqual([1, "", before.sort()]);
      const [fatal, ...more] = ended.terminal;
      expect([fatal?.level, more]).toEqual(["CRITICAL", []]);
      expect(fatal?.message).toMatch(
        new RegExp(`^Cannot start: NAME_APP is 'app', a name that ${ofPid(first.pid)} holds$`),
      );
      await end(first);
      expect(messagesOf(recordsIn(directory, "app.log"))).toEqual([started, stopped]);
      const alone = await run(service, ["nothing"], { directory, entry: "strict" });
      expect([alone.code, alone.stdout, namesOf(alone)]).toEqual([0, "strict ran\n", ["app.log"]]);
    });

    test("one that the guard refuses leaves the reason in a file of its own", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory);
      const refused = await run(service, ["nothing"], { directory, env: { LOG_MAX_SIZE: "much" } });
      expect([refused.code, shapeOf(directory)]).toEqual([1, ["app.lock", "app.log", "app~2.log"]]);
      expect(messagesOf(recordsIn(directory, "app~2.log"))).toEqual([
        expect.stringMatching(heldText(ofPid(first.pid), path.join(directory, "app~2.log"))),
        expect.stringMatching(/^Cannot start: LOG_MAX_SIZE is 'much'/),
      ]);
      await end(first);
      expect(messagesOf(recordsIn(directory, "app.log"))).toEqual([started, stopped]);
    });

    test("one whose claim is deleted takes the name anew", async () => {
      const held = await stay(service, makeTempFolder());
      const [claim = ""] = claimsOn(held.directory, "app");
      fs.rmSync(claim);
      await logLater(held, "still here");
      const [anew = ""] = claimsOn(held.directory, "app");
      expect([anew === claim, fs.readFileSync(anew, "utf8")]).toEqual([
        false,
        expect.stringMatching(/\nheld\n$/),
      ]);
      const ended = await end(held);
      expect([namesOf(ended), messagesOf(ended.log)]).toEqual([
        ["app.log"],
        [started, "still here", stopped],
      ]);
    });

    test("one that has lost its name drops its records where a conflict is fatal, until it is free", async () => {
      const directory = makeTempFolder();
      const held = start(service, ["stay"], { directory, entry: "strict" });
      await held.printed("ready");
      for (const claim of claimsOn(directory, "app")) fs.rmSync(claim);
      const second = await stay(service, directory);
      await logLater(held, "of the first");
      held.send("log also of the first");
      await held.printed("done log");
      await end(second);
      held.send("log free again");
      await held.printed("done log free");
      const ended = await end(held);
      expect([ended.code, namesOf(ended), ended.terminal.length]).toEqual([0, ["app.log"], 1]);
      expect(ended.terminal[0]?.message).toMatch(
        new RegExp(
          `^'.*' can't be written, records are dropped until it can: NAME_APP is 'app', a name that ${ofPid(second.pid)} holds$`,
        ),
      );
      expect(messagesOf(ended.log)).toEqual([
        started,
        started,
        stopped,
        expect.stringMatching(/^2 records were dropped before this one: NAME_APP is 'app'/),
        "free again",
        stopped,
      ]);
    });

    test("one that was taken for dead while it was suspended leaves the file to the other", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory);
      first.child.kill("SIGSTOP");
      for (const claim of claimsOn(directory, "app")) fs.rmSync(claim);
      const second = await stay(service, directory);
      first.child.kill("SIGCONT");
      await logLater(first, "of the first");
      await logLater(second, "of the second");
      expect(messagesOf(recordsIn(directory, "app~2.log"))).toEqual([
        expect.stringMatching(heldText(ofPid(second.pid), path.join(directory, "app~2.log"))),
        "of the first",
      ]);
      await end(first);
      await end(second);
      expect(shapeOf(directory)).toEqual(["app.log", "app~2.log"]);
      expect(messagesOf(recordsIn(directory, "app.log"))).toEqual([
        started,
        started,
        "of the second",
        stopped,
      ]);
    });

    test("whatever is logged after the stop record goes into no file that another has taken", async () => {
      const directory = makeTempFolder();
      const go = path.join(makeTempFolder(), "go");
      const first = start(service, ["logsAtExit", go], { directory });
      await first.printed("stopping");
      const second = await stay(service, directory);
      fs.writeFileSync(go, "");
      await first.ended();
      expect(messagesOf(recordsIn(directory, "app~2.log"))).toEqual([
        expect.stringMatching(heldText(ofPid(second.pid), path.join(directory, "app~2.log"))),
        "at exit 1",
        "at exit 2",
      ]);
      await end(second);
      expect(messagesOf(recordsIn(directory, "app.log"))).toEqual([
        started,
        stopped,
        started,
        stopped,
      ]);
    });
  });

  test("EXIT-7 what is logged after the stop record is not taken for a death", async () => {
    const directory = makeTempFolder();
    const first = await run(service, ["logsAtExit"], { directory });
    expect(messagesOf(first.log)).toEqual([started, stopped, "at exit 1", "at exit 2"]);
    expect(shapeOf(directory)).toEqual(["app.log"]);
    const second = await run(service, ["nothing"], { directory });
    expect([namesOf(second), messagesOf(second.log).slice(4)]).toEqual([
      ["app.log"],
      [started, stopped],
    ]);
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
    "PROC-5 %s leaves no claim",
    async (signal) => {
      const held = await stay(service, makeTempFolder());
      held.child.kill(signal);
      const ended = await held.ended();
      expect([ended.signal, namesOf(ended)]).toEqual([signal, ["app.log"]]);
    },
  );

  test("PROC-5 nor does a crash", async () => {
    const ended = await run(service, ["crash", "error", "timer"]);
    expect([ended.code, namesOf(ended)]).toEqual([1, ["app.log"]]);
  });

  describe("PROC-5 threads", () => {
    test("write to the file whose name their process has", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory);
      const ended = await run(service, ["thread", service.entry("worker")], { directory });
      expect([ended.code, shapeOf(directory)]).toEqual([0, ["app.lock", "app.log", "app~2.log"]]);
      expect(messagesOf(recordsIn(directory, "app~2.log"))).toEqual([
        expect.stringMatching(heldText(ofPid(first.pid), path.join(directory, "app~2.log"))),
        started,
        "before the thread",
        "thread works, main: false",
        "thread ended with 0",
        stopped,
      ]);
      await end(first);
    });

    test("of a program that sets nothing up have one name, and no run to look for", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory);
      const worker = JSON.stringify(service.entry("worker"));
      const script = `const { Worker } = require("node:worker_threads");
        new Worker(${worker}).on("exit", () => new Worker(${worker}));`;
      const { status, stderr } = spawnSync(process.execPath, ["-e", script], {
        encoding: "utf8",
        env: { NAME_APP: "app", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: directory },
      });
      expect([status, stderr]).toEqual([0, ""]);
      expect(messagesOf(recordsIn(directory, "app~2.log"))).toEqual([
        expect.stringMatching(heldText(ofPid(first.pid), path.join(directory, "app~2.log"))),
        "thread works, main: false",
        "thread works, main: false",
      ]);
      await end(first);
      await run(service, ["nothing"], { directory });
      expect([shapeOf(directory), warningsIn(directory, "app.log")]).toEqual([
        ["app.log", "app~2.log"],
        [],
      ]);
    });
  });

  describe("EXIT-7 a run that ended without a stop record", () => {
    test("is named by the next start, once, and its name is free", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory);
      first.child.kill("SIGKILL");
      await first.ended();
      expect(shapeOf(directory)).toEqual(["app.lock", "app.log"]);
      const second = await run(service, ["nothing"], { directory });
      expect([namesOf(second), messagesOf(second.log)]).toEqual([
        ["app.log"],
        [started, expect.stringMatching(endedText(ofPid(first.pid), "app.log")), started, stopped],
      ]);
      const third = await run(service, ["nothing"], { directory });
      expect(messagesOf(third.log).slice(4)).toEqual([started, stopped]);
    });

    test("is named by one of several that start at once, whatever name it had", async () => {
      const directory = makeTempFolder();
      const dead = [await stay(service, directory), await stay(service, directory)];
      for (const held of dead) held.child.kill("SIGKILL");
      for (const held of dead) await held.ended();
      const next = await Promise.all([1, 2, 3, 4].map(() => stay(service, directory)));
      const names = ["app.log", "app~2.log", "app~3.log", "app~4.log"];
      expect(shapeOf(directory).filter((name) => name.endsWith(".log"))).toEqual(names);
      const said = names
        .flatMap((name) => warningsIn(directory, name))
        .filter((message) => message.startsWith("The run of "));
      expect(said.sort()).toEqual(
        dead
          .map(({ pid }, index) => expect.stringMatching(endedText(ofPid(pid), names[index] ?? "")))
          .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
      );
      for (const held of next) await end(held);
    });

    test("by a signal that the program's own handler sent on is no sudden death", async () => {
      const directory = makeTempFolder();
      const first = await stay(service, directory, "app", "resends");
      first.child.kill("SIGTERM");
      expect((await first.ended()).signal).toBe("SIGTERM");
      const second = await run(service, ["nothing"], { directory });
      expect([namesOf(second), warningsIn(directory, "app.log")]).toEqual([
        ["app.log"],
        [
          expect.stringMatching(
            new RegExp(
              `^The run of ${ofPid(first.pid)}, left no stop record in 'app.log': it ended after it had received SIGTERM at ${time}; last sign of life ${time}$`,
            ),
          ),
        ],
      ]);
    });

    test("is said by its last sign of life, be it of the claim or of the log", async () => {
      for (const [claimAge, logAge, seen] of [
        [7200, 3600, 3600],
        [3600, 7200, 3600],
      ] as const) {
        const directory = makeTempFolder();
        const log = path.join(directory, "app.log");
        fs.writeFileSync(log, "");
        const now = Date.now() / 1000;
        fs.utimesSync(log, now - logAge, now - logAge);
        putClaim(directory, "app", heldBy({ ...ownerHere(), startTime: 1 }), claimAge);
        const ended = await run(service, ["nothing"], { directory });
        const [, said = ""] =
          new RegExp(`last sign of life (${time})$`).exec(ended.log[0]?.message ?? "") ?? [];
        expect(
          Math.abs(Date.parse(`${said.replace(" ", "T")}Z`) / 1000 - (now - seen)),
        ).toBeLessThan(2);
      }
    });
  });

  const isLinux = process.platform === "linux";
  describe.runIf(isLinux)("PROC-5, EXIT-7 a claim", () => {
    const here = isLinux ? ownerHere() : { pid: 0, host: "", started: "" };
    const started = "started 2026-01-02 03:04:05";
    const elsewhere = { ...here, host: "another-host" };
    const contained = { ...here, namespace: "pid:[1]" };
    const bare = {
      pid: here.pid,
      namespace: here.namespace,
      host: here.host,
      started: here.started,
    };

    test.concurrent.each([
      ["of a process that runs", heldBy(here), 9999, `pid ${here.pid}, ${started}`],
      [
        "of another host, fresh",
        heldBy(elsewhere),
        200,
        `pid ${here.pid} on host 'another-host', ${started}`,
      ],
      [
        "of another pid namespace, fresh",
        heldBy(contained),
        200,
        `pid ${here.pid} in another pid namespace, ${started}`,
      ],
      [
        "of another machine with this one's host name, fresh",
        heldBy({ ...here, boot: "another" }),
        200,
        `pid ${here.pid}, ${started}`,
      ],
      [
        "without a start time, fresh, of a pid that exists",
        heldBy(bare),
        200,
        `pid ${here.pid}, ${started}`,
      ],
      [
        "that is being made by a process that runs",
        `${JSON.stringify(here)}\n`,
        9999,
        `pid ${here.pid}, ${started}`,
      ],
      ["that can't be parsed, fresh", "garbage\nheld\n", 200, "the owner of 'FILE'"],
      ["that is empty, fresh", "", 200, "the owner of 'FILE'"],
    ])("%s is respected", async (_title, text, age, owner) => {
      const directory = makeTempFolder();
      const claim = putClaim(directory, "app", text, age);
      const ended = await run(service, ["nothing"], { directory });
      expect([shapeOf(directory), fs.readFileSync(claim, "utf8")]).toEqual([
        ["app.lock", "app~2.log"],
        text,
      ]);
      const said = quote(owner.replace("FILE", path.basename(claim)));
      expect(messagesOf(ended.log)).toEqual([
        expect.stringMatching(heldText(said, path.join(directory, "app~2.log"))),
        expect.stringMatching(/^Started app/),
        stopped,
      ]);
    });

    test.each([
      [
        "of a pid that another process has now",
        heldBy({ ...here, startTime: 1 }),
        `pid ${here.pid}, ${started}`,
      ],
      [
        "of before the last boot",
        heldBy({ ...here, boot: "another" }),
        `pid ${here.pid}, ${started}`,
        uptime() + 60,
      ],
      [
        "of another host, stale",
        heldBy(elsewhere),
        `pid ${here.pid} on host 'another-host', ${started}`,
        360,
      ],
      [
        "of another pid namespace, stale",
        heldBy(contained),
        `pid ${here.pid} in another pid namespace, ${started}`,
        360,
      ],
      ["without a start time, stale", heldBy(bare), `pid ${here.pid}, ${started}`, 360],
      [
        "of a process that is no more",
        heldBy({ ...bare, pid: 2 ** 22 + 1 }),
        `pid ${2 ** 22 + 1}, ${started}`,
      ],
      [
        "of a dead process that had written its stop record",
        heldBy({ ...here, startTime: 1 }, "stopped"),
        undefined,
      ],
      [
        "of a dead process that never had the name",
        `${JSON.stringify({ ...here, startTime: 1 })}\n`,
        undefined,
      ],
      ["that can't be parsed, stale", "{", undefined, 360],
      ["that is empty, stale", "", undefined, 360],
    ])("%s is removed", async (_title, text, owner, age = 0) => {
      const directory = makeTempFolder();
      putClaim(directory, "app", text, age);
      putClaim(directory, "app~7", text, age);
      const ended = await run(service, ["nothing"], { directory });
      expect(namesOf(ended)).toEqual(["app.log"]);
      const said =
        owner === undefined
          ? []
          : ["app.log", "app~7.log"].map((file) =>
              expect.stringMatching(endedText(quote(owner), file)),
            );
      expect(messagesOf(ended.log)).toEqual([
        ...said,
        expect.stringMatching(/^Started app/),
        stopped,
      ]);
    });

    test("of a zombie is removed", async () => {
      const parent = spawn("/bin/sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"]);
      const pid = await new Promise<number>((resolve) => {
        parent.stdout.on("data", (text) => resolve(Number(text)));
      });
      while (!fs.readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) {
        await new Promise(setImmediate);
      }
      const directory = makeTempFolder();
      putClaim(directory, "app", heldBy(ownerHere(pid)));
      const ended = await run(service, ["nothing"], { directory });
      parent.kill();
      expect([namesOf(ended), messagesOf(ended.log)[0]]).toEqual([
        ["app.log"],
        expect.stringMatching(endedText(`pid ${pid}, ${started}`, "app.log")),
      ]);
    });

    test("is a file that can be read: what else has such a name is in nobody's way", async () => {
      const directory = makeTempFolder();
      const named = (count: number) => path.join(directory, `app.7-0000000${count}.lock`);
      spawnSync("mkfifo", [named(1)]);
      fs.mkdirSync(named(2));
      fs.symlinkSync(named(3), named(3));
      fs.symlinkSync("/dev/zero", named(4));
      const ended = await run(service, ["nothing"], { directory });
      expect([ended.code, ended.stderr, messagesOf(ended.log)]).toEqual([
        0,
        "",
        [expect.stringMatching(/^Started app/), stopped],
      ]);
      expect(shapeOf(directory)).toEqual([...Array(4).fill("app.lock"), "app.log"]);
    });

    test("of an owner that can't be read, older than any that is being made, is not waited for", async () => {
      const directory = makeTempFolder();
      putClaim(directory, "app", "garbage", 10);
      const ended = await run(service, ["nothing"], { directory });
      const [, up = ""] = /up (\S+) s$/.exec(ended.log.at(-1)?.message ?? "") ?? [];
      expect(shapeOf(directory)).toEqual(["app.lock", "app~2.log"]);
      expect(Number(up)).toBeLessThan(1);
    });

    test.runIf(process.getuid?.() !== 0)(
      "that may not be read is respected while it is fresh",
      async () => {
        const directory = makeTempFolder();
        fs.chmodSync(putClaim(directory, "app", heldBy({ ...here, startTime: 1 })), 0);
        await run(service, ["nothing"], { directory });
        expect(shapeOf(directory)).toEqual(["app.lock", "app~2.log"]);
      },
    );
  });

  test("FILE-5 logs of names that nobody has any more go with the service's own of their age", async () => {
    const directory = makeTempFolder();
    const now = Date.now() / 1000;
    const put = (name: string, age: number) => {
      fs.writeFileSync(path.join(directory, name), "");
      fs.utimesSync(path.join(directory, name), now - age, now - age);
    };
    const rotated = "2020-01-01_00-00-00_000000";
    const old = [`app~2.${rotated}.log`, "app~2.log", `app~12.${rotated}.2.log`];
    const kept = [
      "app~3.log", // later than what is deleted
      "app~4.log", // of a process that runs
      `app~4.${rotated}.log`,
      "app~5.log", // of one that nobody knows of
      "app~x.log",
      "app~2.worker.log",
      "app~02.log",
      `application~2.${rotated}.log`,
    ];
    for (const name of [...old, ...kept]) put(name, name === "app~3.log" ? -3600 : 3600);
    if (isLinux) putClaim(directory, "app~4", heldBy(ownerHere()));
    putClaim(directory, "app~5", "");
    const ended = await run(service, ["flood", "60", "100"], {
      directory,
      env: { LOG_MAX_SIZE: "2 KB", LOG_MAX_FILES: "1" },
    });
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const left = namesOf(ended).filter((name) => name.endsWith(".log"));
    expect(left.filter((name) => !/^app\.(.*\.)?log$/.test(name))).toEqual(
      kept.filter((name) => isLinux || !name.startsWith("app~4")).sort(),
    );
    expect(left.filter((name) => /^app\.(.*\.)?log$/.test(name))).toHaveLength(2);
    expect(shapeOf(directory).filter((name) => name.endsWith(".lock"))).toEqual([
      "app~4.lock",
      "app~5.lock",
    ]);
  });

  test.runIf(disk)(
    "FAULT-1 a disk that is full at the start costs the claim, until there is room",
    async () => {
      const directory = path.join(disk ?? "", service.flavour.id);
      fs.mkdirSync(directory);
      const filler = path.join(disk ?? "", "filler");
      fs.writeFileSync(filler, "x".repeat(fs.statfsSync(disk ?? "").bavail * 4096));
      const held = await stay(service, directory);
      expect(shapeOf(directory)).toEqual(["app.log"]);
      fs.rmSync(filler);
      held.send("log there is room"); // at once: it looks before every record
      await held.printed("done log there is room");
      expect(shapeOf(directory)).toEqual(["app.lock", "app.log"]);
      const ended = await end(held);
      expect([ended.code, namesOf(ended), ended.terminal.map(({ level }) => level)]).toEqual([
        0,
        ["app.log"],
        ["ERROR", "ERROR"],
      ]);
      expect(ended.terminal[0]?.message).toMatch(/^'app' can't be claimed, .*: ENOSPC/);
      expect(messagesOf(ended.log)).toEqual([
        expect.stringMatching(/^1 records were dropped/),
        "there is room",
        stopped,
      ]);
      fs.rmSync(directory, { recursive: true });
    },
  );
});

/** A disk of 64 KB, where this process may mount one. */
function mountSmallDisk(): string | undefined {
  const folder = makeTempFolder();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder]);
  return status === 0 ? folder : undefined;
}
