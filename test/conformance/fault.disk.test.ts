import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { flavours } from "../helpers/conformance-flavour-kinds.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { type ParsedRecord, parseLog } from "../helpers/conformance-log.js";
import { makeTempFolder, messagesOf, type Started, start } from "../helpers/conformance-run.js";

// A file system of 3 MB, where this process may mount one.
const disk = makeTempFolder();
const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "none", disk]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync("umount", [disk]);
});

const chosen = flavours.filter(({ id }) => id === "ts-nodenext" || id === "js-commonjs");

interface Server extends Started {
  /** Has the service log so many records, and gives how many it logged since its start. */
  log(count: number): Promise<number>;
}

describeFlavours((service) => {
  async function serve(bytes: number, directory: string, maxSize: string): Promise<Server> {
    const env = { LOG_MAX_SIZE: maxSize, LOG_MAX_FILES: "100" };
    const held = start(service, ["serve", String(bytes)], { directory, env });
    const [, port = ""] = await held.printed(/port (\d+);/);
    return { ...held, log: async (count) => Number(await get(port, String(count))) };
  }

  test.runIf(isMounted)(
    "FAULT-1 a full disk of 3 MB: requests are answered, one line an outage, what is there and what is counted is all",
    async () => {
      const directory = path.join(disk, "logs");
      const server = await serve(1000, directory, "250 KB");
      const seen = new Seen(directory);
      let logged = 0;
      for (const outage of [1, 2]) {
        // Twice as much as there is room for, in records of a length that fits no block.
        const { bavail, bsize } = fs.statfsSync(disk);
        const target = logged + Math.ceil((bavail * bsize) / 1000) + 500;
        while (logged < target) logged = await server.log(50);
        expect(fs.statfsSync(disk).bavail, `outage ${outage}`).toBe(0);
        seen.takeRotated();
        logged = await server.log(1);
      }
      server.child.kill("SIGTERM");
      const ended = await server.ended();
      seen.takeAll();
      expect(ended.signal).toBe("SIGTERM");
      expect(messagesOf(ended.terminal)).toEqual([
        expect.stringMatching(/can't be written, records are dropped until it can: ENOSPC/),
        expect.stringMatching(/can't be written, records are dropped until it can: ENOSPC/),
      ]);
      const { served, dropped } = seen;
      expect([dropped.length, served.length + sum(dropped)]).toEqual([2, logged]);
      expect(new Set(served).size).toBe(served.length);
    },
  );

  test.runIf(isMounted)(
    "FAULT-1 a disk that is full to the end: why the service stopped, and what the log lacks, is on stderr",
    async () => {
      const directory = path.join(disk, "logs");
      // Shorter than the stop record, so that there is no room for that either.
      const server = await serve(10, directory, "1 MB");
      const seen = new Seen(directory);
      let logged = 0;
      while (logged < 50_000) logged = await server.log(2000);
      server.child.kill("SIGTERM");
      const ended = await server.ended();
      seen.takeAll();
      expect(ended.signal).toBe("SIGTERM");
      expect(seen.dropped).toEqual([]);
      // Of the records that the file lacks the last one, the stop record, is on stderr.
      const lacks = logged - seen.served.length + 1;
      expect(ended.terminal.map(({ level, message }) => [level, message])).toEqual([
        ["ERROR", expect.stringContaining("can't be written")],
        ["INFO", expect.stringMatching(/^Stopped by SIGTERM, up /)],
        ["ERROR", expect.stringMatching(new RegExp(`lacks the last ${lacks} records: ENOSPC`))],
      ]);
    },
  );
}, chosen);

/** What was in the files of a directory, whoever deleted them since; a torn or forged line is an error. */
class Seen {
  served: string[] = [];
  dropped: number[] = [];
  private directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Reads the rotated files and deletes them. */
  takeRotated(): void {
    for (const name of fs.readdirSync(this.directory)) {
      if (name.endsWith(".log") && name !== "app.log") this.take(name);
    }
  }

  takeAll(): void {
    this.takeRotated();
    this.take("app.log");
    fs.rmSync(this.directory, { recursive: true });
  }

  private take(name: string): void {
    const file = path.join(this.directory, name);
    for (const record of parseLog(fs.readFileSync(file), "file")) this.add(record);
    fs.rmSync(file);
  }

  private add({ level, message }: ParsedRecord): void {
    const served = /^served (\d+) x+$/.exec(message)?.[1];
    if (served !== undefined) this.served.push(served);
    if (level === "WARNING") this.dropped.push(Number(/^(\d+) records were/.exec(message)?.[1]));
  }
}

function get(port: string, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path: `/${target}` }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve(text));
    });
    sent.on("error", reject).end();
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
