import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import {
  makeTempFolder,
  messagesOf,
  namesOf,
  type Run,
  run,
  start,
} from "../helpers/conformance-run.js";

const rotatedName = /^app\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}(?:\.\d+)?\.log$/;

/** The numbers of the records of the scenario `flood`, file by file, oldest first. */
function numbersOf(ended: Run, name = "app"): number[] {
  const rotated = namesOf(ended)
    .filter((file) => file !== `${name}.log`)
    .sort(byAge(name));
  return [...rotated, `${name}.log`].flatMap((file) =>
    messagesOf(parseLog(ended.files?.[file] ?? "", "file"))
      .map((message) => /^#(\d+) /.exec(message)?.[1])
      .filter((number) => number !== undefined)
      .map(Number),
  );
}

// `app.T.log` is older than `app.T.2.log`.
function byAge(name: string): (a: string, b: string) => number {
  const key = (file: string) => {
    const [, time = "", count = "1"] =
      /^\.(.{26})(?:\.(\d+))?\.log$/.exec(file.slice(name.length)) ?? [];
    return `${time}${count.padStart(9, "0")}`;
  };
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

function sizesOf(ended: Run): number[] {
  return Object.values(ended.files ?? {}).map((text) => Buffer.byteLength(text));
}

/** A rotated name for a creation time, in the time zone of the scenarios (UTC). */
function nameAt(milliseconds: number, microseconds = 0): string {
  const [day, time = ""] = new Date(milliseconds).toISOString().split("T");
  const fraction = time.slice(9, 12) + String(microseconds).padStart(3, "0");
  return `app.${day}_${time.slice(0, 8).replaceAll(":", "-")}_${fraction}.log`;
}

describeFlavours((service) => {
  test("FILE-1 the directory is made, the file appended to, UTF-8 with line feeds", async () => {
    const directory = path.join(makeTempFolder(), "not/there yet/lög {x}");
    const first = await run(service, ["views", "naïve 漢字 🚀"], { directory });
    expect([first.code, namesOf(first)]).toEqual([0, ["app.log"]]);
    expect(messagesOf(first.log)[1]).toBe("naïve 漢字 🚀");
    const second = await run(service, ["views", "again"], { directory });
    const text = second.files?.["app.log"] ?? "";
    expect([namesOf(second), text.startsWith(first.files?.["app.log"] ?? "?")]).toEqual([
      ["app.log"],
      true,
    ]);
    expect(messagesOf(second.log).filter((message) => !message.startsWith("St"))).toEqual([
      "naïve 漢字 🚀",
      "again",
    ]);
  });

  test("FILE-1 a directory given as a relative path is below the working directory", async () => {
    const cwd = makeTempFolder();
    await run(service, ["views"], { cwd, env: { PATH_TO_LOGS: "./my logs/" } });
    expect(fs.readdirSync(path.join(cwd, "my logs"))).toEqual(["app.log"]);
  });

  test("FILE-1 a last line that another death cut short stays apart from what follows", async () => {
    const directory = makeTempFolder();
    const torn = "2026-01-01 00:00:00.000 | INFO | a:b:1 | cut sho";
    fs.writeFileSync(path.join(directory, "app.log"), torn);
    const ended = await run(service, ["views", "after"], { directory });
    expect(messagesOf(ended.log).slice(0, 2)).toEqual([
      "cut sho",
      expect.stringMatching(/^Started app/),
    ]);
  });

  test("FILE-1 names of any kind are names of files, and nothing else", async () => {
    for (const name of [
      "a.b*c+(d)[e]^$|?",
      "{time}",
      "{}",
      "my app",
      "%s %d",
      "🚀 app",
      'it\'s "quoted"',
      "$&",
      "-rf",
      "app~2",
      "con.log",
    ]) {
      const ended = await run(service, ["flood", "60", "100"], {
        env: { NAME_APP: name, LOG_MAX_SIZE: "2 KB", LOG_MAX_FILES: "3" },
      });
      const names = namesOf(ended);
      expect([ended.code, names.length], name).toEqual([0, 4]);
      expect(names.every((file) => file.startsWith(`${name}.`) && file.endsWith(".log"))).toBe(
        true,
      );
      expect(names).toContain(`${name}.log`);
      const numbers = numbersOf(ended, name);
      expect(numbers, name).toEqual(Array.from(numbers, (_, index) => 60 - numbers.length + index));
    }
  });

  test("FILE-2, FILE-3 100,000 records over a 200 KB limit: none lost, and no file beyond it", async () => {
    const ended = await run(service, ["flood", "100000", "10"], {
      env: { LOG_MAX_SIZE: "200 KB", LOG_MAX_FILES: "10000" },
    });
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const numbers = numbersOf(ended);
    expect(numbers.length).toBe(100_000);
    expect(numbers.findIndex((number, index) => number !== index)).toBe(-1);
    const sizes = sizesOf(ended);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200_000);
    // Only the active file has room left for one more.
    expect(sizes.filter((size) => size < 199_000).length).toBeLessThanOrEqual(1);
    expect(namesOf(ended).filter((name) => !rotatedName.test(name))).toEqual(["app.log"]);
  });

  test("FILE-5 of 100,000 records over a 200 KB limit exactly the 5 newest rotated files are kept", async () => {
    const ended = await run(service, ["flood", "100000", "10"], {
      env: { LOG_MAX_SIZE: "200 KB" },
    });
    expect([ended.code, namesOf(ended).length]).toEqual([0, 6]);
    expect(Math.max(...sizesOf(ended))).toBeLessThanOrEqual(200_000);
    const numbers = numbersOf(ended);
    const first = 100_000 - numbers.length;
    expect(numbers.findIndex((number, index) => number !== first + index)).toBe(-1);
    expect(numbers.length).toBeGreaterThan(5 * 1000);
  });

  test.each([
    ["5 KB", 5000],
    ["5 KiB", 5120],
    ["5kb", 5000],
    ["0.005", 5000],
    ["5000 b", 5000],
  ])(
    "FILE-2, FILE-3 LOG_MAX_SIZE of '%s' is %d bytes, whatever a character takes",
    async (LOG_MAX_SIZE, limit) => {
      const ended = await run(service, ["flood", "60", "40", "漢🚀"], {
        env: { LOG_MAX_SIZE, LOG_MAX_FILES: "100" },
      });
      expect(numbersOf(ended)).toEqual(Array.from({ length: 60 }, (_, index) => index));
      const sizes = Object.entries(ended.files ?? {}).map(([name, text]) => ({
        isActive: name === "app.log",
        size: Buffer.byteLength(text),
      }));
      expect(sizes.every(({ size }) => size <= limit)).toBe(true);
      expect(sizes.filter(({ isActive, size }) => !isActive && size < limit - 400)).toEqual([]);
    },
  );

  test("FILE-2 the default limit is 5,000,000 bytes", async () => {
    const ended = await run(service, ["flood", "60", "100000"]);
    const [rotated] = namesOf(ended).filter((name) => name !== "app.log");
    const size = Buffer.byteLength(ended.files?.[rotated ?? ""] ?? "");
    expect([namesOf(ended).length, size <= 5_000_000, size > 4_899_000]).toEqual([2, true, true]);
  });

  test("FILE-3 a record beyond the limit by itself has a file to itself", async () => {
    const ended = await run(service, ["flood", "3", "3000"], {
      env: { LOG_MAX_SIZE: "1 KB", LOG_MAX_FILES: "9" },
    });
    expect(numbersOf(ended)).toEqual([0, 1, 2]);
    for (const text of Object.values(ended.files ?? {})) {
      if (Buffer.byteLength(text) > 1000) expect(parseLog(text, "file")).toHaveLength(1);
    }
  });

  test("FILE-3 a file that was over the limit before the start is rotated by the first record", async () => {
    const directory = makeTempFolder();
    const old = "2026-01-01 00:00:00.000 | INFO | a:b:1 | old\n".repeat(50);
    fs.writeFileSync(path.join(directory, "app.log"), old);
    const ended = await run(service, ["nothing"], { directory, env: { LOG_MAX_SIZE: "1 KB" } });
    const [rotated] = namesOf(ended).filter((name) => name !== "app.log");
    expect([namesOf(ended).length, ended.files?.[rotated ?? ""]]).toEqual([2, old]);
    expect(messagesOf(ended.log)[0]).toMatch(/^Started app/);
  });

  test("FILE-4 a rotated file has its creation time for a name, and `.2` where that is taken", async () => {
    const directory = makeTempFolder();
    const active = path.join(directory, "app.log");
    const old = "2026-01-01 00:00:00.000 | INFO | a:b:1 | old\n".repeat(50);
    fs.writeFileSync(active, old);
    const { birthtimeNs } = fs.statSync(active, { bigint: true });
    const milliseconds = Number(birthtimeNs / 1_000_000n);
    const microseconds = Number((birthtimeNs / 1000n) % 1000n);
    // A number of Node's holds a time to about a microsecond.
    const candidates = [-1, 0, 1]
      .map((step) => microseconds + step)
      .map((number) => nameAt(milliseconds + Math.floor(number / 1000), (number + 1000) % 1000));
    for (const name of candidates) fs.writeFileSync(path.join(directory, name), "");
    const ended = await run(service, ["nothing"], { directory, env: { LOG_MAX_SIZE: "1 KB" } });
    const added = namesOf(ended).filter((name) => !candidates.includes(name) && name !== "app.log");
    expect(added).toHaveLength(1);
    expect(candidates.map((name) => name.replace(/\.log$/, ".2.log"))).toContain(added[0]);
    expect(ended.files?.[added[0] ?? ""]).toBe(old);
    expect(candidates.map((name) => ended.files?.[name])).toEqual(["", "", ""]);
  });

  test("FILE-4 the time in a rotated name is local time", async () => {
    const before = Date.now();
    const ended = await run(service, ["flood", "30", "100"], {
      env: { LOG_MAX_SIZE: "1 KB", LOG_MAX_FILES: "99", TZ: "Asia/Kathmandu" },
    });
    const offset = (5 * 60 + 45) * 60_000;
    for (const name of namesOf(ended).filter((file) => file !== "app.log")) {
      const match = /\.(\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)_(\d{3})/.exec(name) ?? [];
      const [, day, hours, minutes, seconds, fraction] = match;
      const time = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${fraction}Z`) - offset;
      expect(time).toBeGreaterThan(before - 1000);
      expect(time).toBeLessThan(Date.now() + 1000);
    }
  });

  test("FILE-5 LOG_MAX_FILES=0 keeps the active file alone", async () => {
    const ended = await run(service, ["flood", "100", "100"], {
      env: { LOG_MAX_SIZE: "2 KB", LOG_MAX_FILES: "0" },
    });
    expect([ended.code, namesOf(ended), numbersOf(ended).at(-1)]).toEqual([0, ["app.log"], 99]);
  });

  test("FILE-5, FILE-6 the oldest of earlier runs go, and nobody else's files", async () => {
    const directory = makeTempFolder();
    const own = [1, 2, 3].map((day) => `app.2020-01-0${day}_00-00-00_000000.log`);
    const others = [
      "app.worker.log",
      "app.worker.2020-01-01_00-00-00_000000.log",
      "app.2020-01-01_00-00-00_000000.txt",
      "app.2020-01-01_00-00-00_000000.log.gz",
      "app.2020-01-01_00-00-00_000000.log.1",
      "app.2020-01-01_00-00-00.log",
      "app.2020-01-01.log",
      "app.2020-01-01_00-00-00_000000.x.log",
      "app2.2020-01-01_00-00-00_000000.log",
      "my.app.2020-01-01_00-00-00_000000.log",
      "App.2020-01-01_00-00-00_000000.log",
      ".app.2020-01-01_00-00-00_000000.log",
      "app.log.1",
      "notes.txt",
    ];
    const old = new Date("2020-01-05T00:00:00Z");
    for (const name of [...own, ...others]) {
      fs.writeFileSync(path.join(directory, name), "");
      fs.utimesSync(path.join(directory, name), old, old);
    }
    // It can't be deleted as a file, and is no reason to keep older ones.
    const folder = path.join(directory, "app.2020-01-04_00-00-00_000000.log");
    fs.mkdirSync(folder);
    fs.utimesSync(folder, new Date("2020-01-06T00:00:00Z"), new Date("2020-01-06T00:00:00Z"));
    const ended = await run(service, ["flood", "100", "100"], {
      directory,
      env: { LOG_MAX_SIZE: "2 KB", LOG_MAX_FILES: "2" },
    });
    const left = namesOf(ended);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    expect(others.filter((name) => !left.includes(name))).toEqual([]);
    expect(own.filter((name) => left.includes(name))).toEqual([]);
    expect(left.filter((name) => rotatedName.test(name) && !name.includes("2020"))).toHaveLength(2);
  });

  describe("FILE-7 a file that somebody else", () => {
    test("moved keeps what was written until then, and the rest is in a new one", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      held.send("tick 5");
      await held.printed("tick 20;");
      const active = path.join(held.directory, "app.log");
      fs.renameSync(active, `${active}.1`);
      await appears(active);
      held.send("end");
      const ended = await held.ended();
      expect(namesOf(ended)).toEqual(["app.log", "app.log.1"]);
      const ticks = ["app.log.1", "app.log"].flatMap((name) => ticksOf(ended, name));
      expect(ticks).toEqual(Array.from(ticks, (_, index) => index));
      expect(ticks.length).toBeGreaterThan(20);
    });

    test("deleted costs 100 ms of records at most", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      held.send("tick 5");
      await held.printed("tick 20;");
      const active = path.join(held.directory, "app.log");
      const deletedAt = Date.now();
      fs.rmSync(active);
      await appears(active);
      held.send("end");
      const ended = await held.ended();
      const written = parseLog(ended.files?.["app.log"] ?? "", "file").map(
        ({ message }) => message,
      );
      const [, number, time] = /^tick (\d+) (\d+)$/.exec(written[0] ?? "") ?? [];
      // The first record more than 100 ms after the last look; one tick may be late on a busy machine.
      const printed = [...ended.stdout.matchAll(/tick (\d+);/g)].length;
      expect(ticksOf(ended, "app.log").length).toBe(printed - Number(number));
      expect(Number(time) - deletedAt).toBeLessThan(1000);
    });

    test("deleted is noticed by the first record after a pause: none is lost", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      const active = path.join(held.directory, "app.log");
      fs.rmSync(active);
      held.send("later 150 after the pause");
      await held.printed("later done");
      held.send("end");
      const ended = await held.ended();
      expect(messagesOf(ended.log)[0]).toBe("after the pause");
    });

    test("deleted together with its directory is made again", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      fs.rmSync(held.directory, { recursive: true });
      held.send("later 150 after the pause");
      await held.printed("later done");
      held.send("end");
      const ended = await held.ended();
      expect([namesOf(ended), messagesOf(ended.log)[0]]).toEqual([["app.log"], "after the pause"]);
    });

    test("copied and truncated (logrotate copytruncate) goes on at its start, without a hole", async () => {
      const held = start(service, ["stay"], { env: { LOG_MAX_SIZE: "3 KB" } });
      await held.printed("ready");
      const active = path.join(held.directory, "app.log");
      held.send(`log ${"x".repeat(2500)}`);
      await held.printed("done log");
      fs.copyFileSync(active, path.join(held.directory, "copy.txt"));
      fs.truncateSync(active);
      held.send(`later 150 ${"y".repeat(2000)}`);
      await held.printed("later done");
      held.send("end");
      const ended = await held.ended();
      expect(namesOf(ended)).toEqual(["app.log", "copy.txt"]);
      expect(messagesOf(ended.log)[0]).toBe("y".repeat(2000));
    });

    test("replaced (rename of another file over it) is left, and the new one appended to", async () => {
      const held = start(service, ["stay"]);
      await held.printed("ready");
      const other = path.join(held.directory, "other");
      const line = "2026-01-01 00:00:00.000 | INFO | a:b:1 | from elsewhere\n";
      fs.writeFileSync(other, line);
      fs.renameSync(other, path.join(held.directory, "app.log"));
      held.send("later 150 after the pause");
      await held.printed("later done");
      held.send("end");
      const ended = await held.ended();
      expect(messagesOf(ended.log).slice(0, 2)).toEqual(["from elsewhere", "after the pause"]);
    });
  });

  test("FILE-8 log files are made 0640, rotated ones too, whatever else the umask allows", async () => {
    const ended = await run(service, ["flood", "120", "100"], {
      shell: 'umask 0; exec "$@"',
      env: { LOG_MAX_SIZE: "2 KB" },
    });
    const modes = namesOf(ended).map(
      (name) => fs.statSync(path.join(ended.directory, name)).mode & 0o7777,
    );
    expect(modes).toEqual(Array.from({ length: 6 }, () => 0o640));
  });

  test("FILE-8 a stricter umask holds, and an existing file keeps its mode", async () => {
    const strict = await run(service, ["nothing"], { shell: 'umask 077; exec "$@"' });
    expect(fs.statSync(path.join(strict.directory, "app.log")).mode & 0o7777).toBe(0o600);
    const directory = makeTempFolder();
    fs.writeFileSync(path.join(directory, "app.log"), "", { mode: 0o600 });
    await run(service, ["nothing"], { directory });
    expect(fs.statSync(path.join(directory, "app.log")).mode & 0o7777).toBe(0o600);
  });
});

function ticksOf(ended: Run, name: string): number[] {
  return messagesOf(parseLog(ended.files?.[name] ?? "", "file"))
    .map((message) => /^tick (\d+) /.exec(message)?.[1])
    .filter((number) => number !== undefined)
    .map(Number);
}

/** Waits until a path exists again. */
async function appears(file: string): Promise<void> {
  const watcher = fs.promises.watch(path.dirname(file));
  if (fs.existsSync(file)) return;
  for await (const _event of watcher) if (fs.existsSync(file)) return;
}
