import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { heldBy, ownerHere, putClaim, shapeOf } from "../helpers/conformance-claims.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { type ParsedRecord, parseLog } from "../helpers/conformance-log.js";
import { makeTempFolder, run, type Started, start } from "../helpers/conformance-run.js";
import { flavours, type Service } from "../helpers/conformance-service.js";

const rotated = /\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}(?:\.\d+)?(?=\.log$)/;

/** The records of each log name, rotated files first. */
function readNames(directory: string): Map<string, ParsedRecord[]> {
  const logs = new Map<string, ParsedRecord[]>();
  const files = fs.readdirSync(directory).filter((file) => file.endsWith(".log"));
  for (const file of files.sort(byAge)) {
    const name = file.replace(rotated, "");
    const records = parseLog(fs.readFileSync(path.join(directory, file)), "file");
    logs.set(name, [...(logs.get(name) ?? []), ...records]);
  }
  return logs;
}

// `app.T.log` is older than `app.T.2.log`, and `app.log` younger than both.
function byAge(a: string, b: string): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

function keyOf(file: string): string {
  const [, time = "z", count = "1"] = /\.(\d{4}-.{21})(?:\.(\d+))?\.log$/.exec(file) ?? [];
  return `${time}${count.padStart(9, "0")}`;
}

/** Asserts that each log is one process's alone, and gives the processes by log. */
function expectOneOwnerEach(logs: Map<string, ParsedRecord[]>, count: number): number[] {
  return [...logs].map(([name, records]) => {
    const own = records.flatMap(({ message }) => {
      const match = /^of (\d+) #(\d+)$/.exec(message);
      return match === null ? [] : [{ pid: Number(match[1]), number: Number(match[2]) }];
    });
    const pid = own[0]?.pid ?? 0;
    expect(
      own.findIndex((record, index) => record.pid !== pid || record.number !== index),
      name,
    ).toBe(-1);
    expect(own.length, name).toBe(count);
    const [begin] = records.filter(({ message }) => message.startsWith("Started"));
    expect(begin?.message, name).toContain(`pid ${pid},`);
    const warnings = records.filter(({ level }) => level === "WARNING");
    expect(warnings.length, name).toBe(name === "app.log" ? 0 : 1);
    return pid;
  });
}

/** Starts so many workers of one cluster, and waits for the end of the last. */
function runCluster(
  service: Service,
  directory: string,
  count: number,
  args: string[],
): Promise<void> {
  const script = `const cluster = require("node:cluster");
    cluster.setupPrimary({ execArgv: [], exec: process.argv[1], args: process.argv.slice(3) });
    cluster.on("exit", (worker, code) => { if (code !== 0) process.exitCode = 1; });
    let waiting = Number(process.argv[2]);
    cluster.on("message", () => {
      waiting -= 1;
      if (waiting === 0) for (const worker of Object.values(cluster.workers)) worker.send("go");
    });
    for (let index = waiting; index > 0; index--) cluster.fork();`;
  const primary = spawn(
    process.execPath,
    ["-e", script, service.entry("main"), String(count), ...args],
    {
      env: {
        NAME_APP: "app",
        RUN_ENVIRONMENT: "production",
        PATH_TO_LOGS: directory,
        LOG_MAX_SIZE: "200 KB",
        LOG_MAX_FILES: "1000",
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  return new Promise((resolve, reject) => {
    primary.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`ended ${code}`))));
  });
}

const one = flavours.filter(({ id }) => id === "js-esm");
const two = flavours.filter(({ id }) => id === "ts-nodenext" || id === "js-commonjs");

describe("PROC-5", () => {
  describeFlavours((service) => {
    test("24 processes with one name, started at once, have 24 logs", {
      timeout: 60_000,
    }, async () => {
      for (let round = 0; round < 3; round++) {
        const directory = makeTempFolder();
        const all = Array.from({ length: 24 }, () => start(service, ["stay"], { directory }));
        await Promise.all(all.map((held) => held.printed("ready")));
        const claims = shapeOf(directory).filter((name) => name.endsWith(".lock"));
        expect(new Set(claims).size).toBe(24);
        for (const held of all)
          for (const number of [0, 1, 2]) held.send(`log of ${held.pid} #${number}`);
        await Promise.all(all.map((held) => held.printed(/done log of \d+ #2/)));
        for (const held of all) held.send("end");
        await Promise.all(all.map((held) => held.ended()));
        const logs = readNames(directory);
        expect(expectOneOwnerEach(logs, 3).sort()).toEqual(all.map(({ pid }) => pid).sort());
        expect(shapeOf(directory)).toEqual([...logs.keys()].sort());
      }
    });
  }, two);

  describeFlavours((service) => {
    test("8 workers of a cluster write 160,000 records, each to files of its own", {
      timeout: 60_000,
    }, async () => {
      const directory = makeTempFolder();
      await runCluster(service, directory, 8, ["numbered", "20000"]);
      const logs = readNames(directory);
      expect(logs.size).toBe(8);
      expect(new Set(expectOneOwnerEach(logs, 20_000)).size).toBe(8);
      const files = fs.readdirSync(directory);
      expect(files.length).toBeGreaterThan(8 * 3);
      const sizes = files.map((file) => fs.statSync(path.join(directory, file)).size);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(200_000);
    });

    test("EXIT-7 of many deaths that several starts find at once, each is said by one of them", {
      timeout: 60_000,
    }, async () => {
      const directory = makeTempFolder();
      const slots = Array.from({ length: 300 }, (_, index) => index + 20);
      // A pid that no process can have.
      const dead = { ...ownerHere(), pid: 2 ** 22 + 1 };
      for (const slot of slots) putClaim(directory, `app~${slot}`, heldBy(dead));
      const all = Array.from({ length: 6 }, () => start(service, ["stay"], { directory }));
      await Promise.all(all.map((held) => held.printed("ready")));
      for (const held of all) held.send("end");
      await Promise.all(all.map((held) => held.ended()));
      const logs = readNames(directory);
      const said = [...logs.values()]
        .flat()
        .flatMap(({ message }) => /stop record in 'app~(\d+)\.log'/.exec(message)?.[1] ?? []);
      expect(said.map(Number).sort((a, b) => a - b)).toEqual(slots);
      expect(shapeOf(directory)).toEqual([...logs.keys()].sort());
    });

    test("of a service killed and started again 20 times no name is lost, and every death is named", {
      timeout: 60_000,
    }, async () => {
      const directory = makeTempFolder();
      const killed: number[] = [];
      for (let round = 0; round < 20; round++) {
        const pair: Started[] = [];
        for (let index = 0; index < 2; index++) {
          const held = start(service, ["stay"], { directory });
          await held.printed("ready");
          pair.push(held);
        }
        for (const held of pair) held.child.kill("SIGKILL");
        for (const held of pair) await held.ended();
        expect(shapeOf(directory)).toEqual(["app.lock", "app.log", "app~2.lock", "app~2.log"]);
        killed.push(...pair.map(({ pid }) => pid));
      }
      await run(service, ["nothing"], { directory });
      expect(shapeOf(directory)).toEqual(["app.log", "app~2.log"]);
      const records = parseLog(fs.readFileSync(path.join(directory, "app.log")), "file");
      const named = records.flatMap(
        ({ message }) => /^The run of pid (\d+),/.exec(message)?.[1] ?? [],
      );
      expect(named.map(Number).sort()).toEqual(killed.sort());
      expect(records.filter(({ message }) => message.startsWith("Started")).length).toBe(21);
    });
  }, one);
});
