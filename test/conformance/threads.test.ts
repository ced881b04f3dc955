import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { claimsOn } from "../helpers/conformance-claims.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import { makeTempFolder, messagesOf, run, start } from "../helpers/conformance-run.js";
import { flavours } from "../helpers/conformance-service.js";

const limits = (maxSize: string) => ({ LOG_MAX_SIZE: maxSize, LOG_MAX_FILES: "100000" });
const rotated = /\.(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6})(?:\.(\d+))?(?=\.log$)/;

/**
 * The log files of a directory, oldest first, whatever name they are of. A thread that logs after the stop
 * record may leave a claim, for it is ended in the middle of that.
 */
function listFiles(directory: string): string[] {
  const key = (file: string) => {
    const [, time = "z", count = "1"] = rotated.exec(file) ?? [];
    return `${time}${count.padStart(9, "0")}`;
  };
  const files = fs.readdirSync(directory).filter((file) => !file.endsWith(".lock"));
  return files.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The numbers of each thread's records, in the order in which they stand in the files. */
function readNumbers(directory: string, files = listFiles(directory)): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  for (const file of files) {
    const records = parseLog(fs.readFileSync(path.join(directory, file)), "file");
    for (const message of messagesOf(records)) {
      const [, name, number] = /^of (\S+) #(\d+) x*$/.exec(message) ?? [];
      if (name === undefined) continue;
      const known = numbers.get(name) ?? [];
      numbers.set(name, known);
      known.push(Number(number));
    }
  }
  return numbers;
}

/** Asserts that nothing is lost, doubled or out of order, and gives the number of records by thread. */
function expectWhole(numbers: Map<string, number[]>): Record<string, number> {
  for (const [name, own] of numbers)
    expect(
      own.findIndex((number, index) => number !== index),
      name,
    ).toBe(-1);
  return Object.fromEntries([...numbers].map(([name, { length }]) => [name, length]));
}

function sizesOf(directory: string): number[] {
  return listFiles(directory).map((file) => fs.statSync(path.join(directory, file)).size);
}

const one = flavours.filter(({ id }) => id === "js-esm");
const two = flavours.filter(({ id }) => id === "ts-nodenext" || id === "js-commonjs");

describe("PROC-2, FILE-3 threads of one process", () => {
  describeFlavours((service) => {
    test("8 of 50,000 records, and the main one: all there, in order, none torn, no file over the limit", async () => {
      const { code, stderr, directory } = await run(
        service,
        ["threads", service.entry("thread"), "8", "50000"],
        { env: limits("1 MB") },
      );
      expect([code, stderr]).toEqual([0, ""]);
      const names = ["main", ...Array.from({ length: 8 }, (_, index) => String(index + 1))];
      const all = Object.fromEntries(names.map((name) => [name, 50_000]));
      expect(expectWhole(readNumbers(directory))).toEqual(all);
      const sizes = sizesOf(directory);
      expect(sizes.length).toBeGreaterThan(25);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000_000);
      // The last one, and what a thread took in vain while another one rotated.
      expect(sizes.filter((size) => size < 998_000).length).toBeLessThanOrEqual(2);
    });

    test("FILE-5 keep as many rotated files as one thread does", async () => {
      const { code, directory } = await run(
        service,
        ["threads", service.entry("thread"), "4", "4000"],
        { env: { LOG_MAX_SIZE: "50 KB", LOG_MAX_FILES: "3" } },
      );
      expect([code, listFiles(directory).length]).toEqual([0, 4]);
      expect(Math.max(...sizesOf(directory))).toBeLessThanOrEqual(50_000);
    });

    test("terminated in the middle of a record or a rotation take none of the others' records, nor hold them up", async () => {
      const { code, stdout, stderr, directory } = await run(
        service,
        ["terminate", service.entry("thread"), "10", "300"],
        { env: limits("20 KB") },
      );
      expect([code, stderr]).toEqual([0, ""]);
      const counts = expectWhole(readNumbers(directory));
      const logged = [...stdout.matchAll(/^(\w+) logged (\d+)$/gm)];
      expect(logged.map(([, name]) => name)).toEqual(["a", "b", "main"]);
      for (const [, name = "", count] of logged)
        expect([name, counts[name]]).toEqual([name, Number(count)]);
      // All of them had begun.
      expect(Object.keys(counts).length).toBe(2 + 2 * 10 + 1);
      expect(Math.max(...sizesOf(directory))).toBeLessThanOrEqual(20_000);
    });

    test("that end by process.exit, an error or for want of memory leave what they logged", async () => {
      const ended = await run(service, ["endThreads", service.entry("thread")], {
        env: limits("50 KB"),
        stderrIsFree: true,
      });
      expect(ended.code).toBe(0);
      for (const end of ["process.exit ended with 3", "throw ended with 1", "heap ended with 1"])
        expect(ended.stdout).toContain(end);
      const counts = expectWhole(readNumbers(ended.directory));
      expect(counts).toEqual({ "process.exit": 1000, throw: 1000, heap: expect.any(Number) });
      expect(Math.max(...sizesOf(ended.directory))).toBeLessThanOrEqual(50_000);
    });

    test("of a program that sets nothing up see one another rotate", async () => {
      const directory = makeTempFolder();
      const worker = JSON.stringify(service.entry("thread"));
      const script = `const { Worker } = require("node:worker_threads");
        for (const name of ["a", "b"]) new Worker(${worker}, { workerData: { name, count: 5000 } });`;
      const { status, stderr } = spawnSync(process.execPath, ["-e", script], {
        encoding: "utf8",
        env: {
          NAME_APP: "app",
          RUN_ENVIRONMENT: "production",
          PATH_TO_LOGS: directory,
          ...limits("50 KB"),
        },
      });
      expect([status, stderr]).toEqual([0, ""]);
      const numbers = readNumbers(directory);
      for (const own of numbers.values()) own.sort((a, b) => a - b);
      expect(expectWhole(numbers)).toEqual({ a: 5000, b: 5000 });
      // What one was about to write as the other rotated, or filled the file.
      expect(Math.max(...sizesOf(directory))).toBeLessThanOrEqual(50_000 + 200);
    });

    test("PROC-5 that lost their name to another process take the next one together", async () => {
      const directory = makeTempFolder();
      const held = start(service, ["tickers", service.entry("thread")], { directory });
      await held.printed("ready");
      const ticked = (file: string) => appears(directory, file, ["a", "b"]);
      await ticked("app.log");
      held.child.kill("SIGSTOP");
      for (const claim of claimsOn(directory, "app")) fs.rmSync(claim);
      const other = start(service, ["stay"], { directory });
      await other.printed("ready");
      held.child.kill("SIGCONT");
      await ticked("app~2.log");
      for (const each of [held, other]) {
        each.send("end");
        await each.ended();
      }
      expect(listFiles(directory).sort()).toEqual(["app.log", "app~2.log"]);
      expectWhole(readNumbers(directory, ["app.log", "app~2.log"]));
      const warnings = fs.readFileSync(path.join(directory, "app~2.log"), "utf8");
      expect(warnings.match(/'app' is held by/g)).toHaveLength(1);
    });

    test("FILE-7 notice each that somebody has moved the file, and lose nothing", async () => {
      const held = start(service, ["tickers", service.entry("thread")]);
      const { directory } = held;
      await held.printed("ready");
      await appears(directory, "app.log", ["a", "b"]);
      fs.renameSync(path.join(directory, "app.log"), path.join(directory, "app.log.1"));
      await appears(directory, "app.log", ["a", "b"]);
      held.send("end");
      await held.ended();
      expect(listFiles(directory).sort()).toEqual(["app.log", "app.log.1"]);
      expectWhole(readNumbers(directory, ["app.log.1", "app.log"]));
    });
  }, one);

  describeFlavours((service) => {
    test("share the rotation, and each name of an environment of their own has a file", async () => {
      const env = limits("5 KB");
      const { code, stderr, directory } = await run(
        service,
        ["relatedThreads", service.entry("thread")],
        { env },
      );
      expect([code, stderr]).toEqual([0, ""]);
      const files = listFiles(directory);
      const others = files.filter((file) => file.startsWith("other."));
      expect(expectWhole(readNumbers(directory, others))).toEqual({
        "own-env-1": 500,
        "own-env-2": 500,
      });
      const own = files.filter((file) => file.startsWith("app."));
      expect(expectWhole(readNumbers(directory, own))).toEqual({
        "shared-env": 500,
        parent: 500,
        "parent's": 500,
      });
      expect([files.length > 30, others.length + own.length]).toEqual([true, files.length]);
      expect(Math.max(...sizesOf(directory))).toBeLessThanOrEqual(5000);
    });
  }, two);
});

/** Waits until each of these threads has a record in a file. */
async function appears(directory: string, file: string, names: string[]): Promise<void> {
  const log = path.join(directory, file);
  for (let text = ""; !names.every((name) => text.includes(`| of ${name} #`)); ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    text = fs.existsSync(log) ? fs.readFileSync(log, "latin1") : "";
  }
}
