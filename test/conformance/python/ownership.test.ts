import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  claimsOn,
  heldBy,
  ownerHere,
  putClaim,
  shapeOf,
} from "../../helpers/conformance-claims.js";
import { parseLog } from "../../helpers/conformance-log.js";
import { makeTempFolder, messagesOf, type Started, start } from "../../helpers/conformance-run.js";
import { prepareService, type Service } from "../../helpers/conformance-service.js";
import { preparePackage, python } from "../../helpers/python-package.js";

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
const started = expect.stringMatching(/^Started app/);
const stopped = expect.stringMatching(/^Stopped by /);

type Target = "node" | "python";
let node: Service;
let holder: Service;

beforeAll(async () => {
  node = await prepareService({ id: "js-esm" });
  holder = preparePackage(path.join(import.meta.dirname, "ownership")) as Service;
});

/** Starts a process of a target that has a log name until it is told to end. */
async function stay(target: Target, directory: string, ...args: string[]): Promise<Started> {
  const held =
    target === "node"
      ? start(node, ["stay", ...args], { directory })
      : start(holder, args, { directory, entry: "holder", node: python });
  await held.printed("ready");
  return held;
}

async function tell(held: Started, command: string): Promise<void> {
  held.send(command);
  await held.printed(`done ${command}`);
}

async function end(...all: Started[]): Promise<void> {
  for (const held of all) {
    held.send("end");
    expect(await held.ended()).toMatchObject({ code: 0, stderr: "" });
  }
}

async function kill(held: Started): Promise<void> {
  held.child.kill("SIGKILL");
  await held.ended();
}

/** Starts a Python process that ends at once; gives what it logged. */
async function runOnce(directory: string, file = "app.log"): Promise<string[]> {
  const before = fs.existsSync(path.join(directory, file)) ? messagesIn(directory, file).length : 0;
  const held = await stay("python", directory, "nothing");
  expect(await held.ended()).toMatchObject({ code: 0, stderr: "", stdout: "ready\n" });
  return messagesIn(directory, file).slice(before);
}

function messagesIn(directory: string, file: string): string[] {
  return messagesOf(parseLog(fs.readFileSync(path.join(directory, file)), "file"));
}

function warningsIn(directory: string, file: string): string[] {
  const records = parseLog(fs.readFileSync(path.join(directory, file)), "file");
  return messagesOf(records.filter(({ level }) => level === "WARNING"));
}

function ofPid(pid: number): string {
  return `pid ${pid}, started ${time}`;
}

function heldText(owner: string, file: string): unknown {
  const text = `'app' is held by ${owner}: this process logs to '${file}'`;
  return expect.stringMatching(new RegExp(`^${text}$`));
}

function endedText(owner: string, file: string, how = "killed, out of memory or power lost") {
  const text = `The run of ${owner}, left no stop record in '${file}': ${how}; last sign of life ${time}`;
  return expect.stringMatching(new RegExp(`^${text}$`));
}

describe.each([
  ["node", "python"],
  ["python", "node"],
  ["python", "python"],
] as const)("PROC-5 of a %s and a %s process with one name", (one, other) => {
  test("the second takes the next free one, says so, and each gives it back", async () => {
    const directory = makeTempFolder();
    const first = await stay(one, directory);
    const second = await stay(other, directory);
    expect(shapeOf(directory)).toEqual(["app.lock", "app.log", "app~2.lock", "app~2.log"]);
    expect([messagesIn(directory, "app~2.log"), warningsIn(directory, "app~2.log").length]).toEqual(
      [[heldText(ofPid(first.pid), path.join(directory, "app~2.log")), started], 1],
    );
    await end(first);
    const third = await stay(other, directory);
    await end(second, third);
    expect(shapeOf(directory)).toEqual(["app.log", "app~2.log"]);
    expect(messagesIn(directory, "app.log")).toEqual([started, stopped, started, stopped]);
  });

  test("EXIT-7 the second names the first that was killed, in the words of both", async () => {
    const directory = makeTempFolder();
    const first = await stay(one, directory);
    await kill(first);
    await end(await stay(other, directory));
    expect([shapeOf(directory), messagesIn(directory, "app.log")]).toEqual([
      ["app.log"],
      [started, endedText(ofPid(first.pid), "app.log"), started, stopped],
    ]);
  });

  test("EXIT-7 it tells what the first had received", async () => {
    const directory = makeTempFolder();
    const first = await stay(one, directory, ...(one === "node" ? ["resends"] : []));
    if (one === "node") {
      first.child.kill("SIGTERM");
      await first.ended();
    } else {
      await tell(first, "danger SIGTERM");
      await kill(first);
    }
    await end(await stay(other, directory));
    const how = `it ended after it had received SIGTERM at ${time}`;
    expect(warningsIn(directory, "app.log")).toEqual([endedText(ofPid(first.pid), "app.log", how)]);
  });
});

describe("PROC-5", () => {
  test("10 Node and 10 Python processes with one name, started at once, have 20 logs", async () => {
    for (let round = 0; round < 2; round++) {
      const directory = makeTempFolder();
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stay(index % 2 ? "node" : "python", directory)),
      );
      const shape = shapeOf(directory);
      expect(shape.filter((name) => name.endsWith(".lock"))).toHaveLength(20);
      expect(new Set(shape).size).toBe(40);
      const pids = shape
        .filter((name) => name.endsWith(".log"))
        .map((name) => /pid (\d+)/.exec(messagesIn(directory, name).at(-1) ?? "")?.[1]);
      expect(pids.map(Number).sort()).toEqual(all.map(({ pid }) => pid).sort());
      await Promise.all(all.map((held) => end(held)));
      expect(shapeOf(directory)).toEqual(shape.filter((name) => name.endsWith(".log")));
    }
  });

  test("a claim of a Python process is as one of a Node process", async () => {
    const before = Date.now();
    const held = await stay("python", makeTempFolder());
    const [claim = "", ...more] = claimsOn(held.directory, "app");
    expect(more).toEqual([]);
    expect(path.basename(claim)).toMatch(new RegExp(`^app\\.${held.pid}-[0-9a-f]{8}\\.lock$`));
    expect(fs.statSync(claim).mode & 0o7777).toBe(0o600);
    const [owner = "", ...stages] = fs.readFileSync(claim, "utf8").split("\n");
    expect(stages).toEqual(["held", ""]);
    const read = JSON.parse(owner);
    const { started: _, ...expected } = ownerHere(held.pid);
    expect(owner).toBe(JSON.stringify({ ...expected, started: read.started }));
    expect(new Date(read.started).toISOString()).toBe(read.started);
    expect(Date.parse(read.started)).toBeGreaterThanOrEqual(before - 1000);
    await end(held);
  });

  test("the second one does not start where a conflict is fatal", async () => {
    const directory = makeTempFolder();
    const first = await stay("node", directory);
    const before = fs.readdirSync(directory);
    const refused = await start(holder, ["fatal"], {
      directory,
      entry: "holder",
      node: python,
    }).ended();
    expect([refused.code, refused.stdout, fs.readdirSync(directory)]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(`^conflict: NAME_APP is 'app', a name that ${ofPid(first.pid)} holds\n$`),
      ),
      before,
    ]);
    await end(first);
    await end(await stay("python", directory, "fatal"));
    expect(shapeOf(directory)).toEqual(["app.log"]);
  });

  test("one that has lost its name can't have it again while another has it and a conflict is fatal", async () => {
    const directory = makeTempFolder();
    const held = await stay("python", directory, "fatal");
    for (const claim of claimsOn(directory, "app")) fs.rmSync(claim);
    const second = await stay("node", directory);
    held.send("log lost");
    await held.printed(`failed: NAME_APP is 'app', a name that pid ${second.pid}, started `);
    await end(second);
    await tell(held, "log free again");
    await end(held);
    expect([shapeOf(directory), messagesIn(directory, "app.log")]).toEqual([
      ["app.log"],
      [started, started, stopped, "free again", stopped],
    ]);
  });

  test("one whose claim is deleted takes the name anew, or the next where another has it", async () => {
    const directory = makeTempFolder();
    const held = await stay("python", directory);
    const [claim = ""] = claimsOn(directory, "app");
    fs.rmSync(claim);
    await tell(held, "log still here");
    const [anew = ""] = claimsOn(directory, "app");
    expect([anew === claim, fs.readFileSync(anew, "utf8")]).toEqual([
      false,
      expect.stringMatching(/\nheld\n$/),
    ]);
    fs.rmSync(anew);
    const second = await stay("node", directory);
    await tell(held, "log elsewhere");
    await end(held, second);
    expect(shapeOf(directory)).toEqual(["app.log", "app~2.log"]);
    expect(messagesIn(directory, "app~2.log")).toEqual([
      heldText(ofPid(second.pid), path.join(directory, "app~2.log")),
      "elsewhere",
      stopped,
    ]);
  });

  test("EXIT-7 what is logged after the stop record asks for a name, and is no run to look for", async () => {
    const directory = makeTempFolder();
    const first = await stay("python", directory);
    await tell(first, "stop");
    expect(shapeOf(directory)).toEqual(["app.log"]);
    await tell(first, "log late 1");
    expect(shapeOf(directory)).toEqual(["app.log"]);
    const second = await stay("node", directory);
    await tell(first, "log late 2");
    await tell(first, "look"); // it holds a name once more
    await kill(first);
    await end(second);
    expect(messagesIn(directory, "app.log")).toEqual([
      started,
      stopped,
      "late 1",
      started,
      stopped,
    ]);
    expect(messagesIn(directory, "app~2.log")).toEqual([
      heldText(ofPid(second.pid), path.join(directory, "app~2.log")),
      "late 2",
    ]);
    expect([shapeOf(directory).filter((name) => name.endsWith(".lock"))]).toEqual([["app~2.lock"]]);
    expect(await runOnce(directory)).toEqual([started, stopped]);
    expect(shapeOf(directory)).toEqual(["app.log", "app~2.log"]);
  });

  test("a forked child takes a name of its own and leaves its parent's alone", async () => {
    const directory = makeTempFolder();
    const held = await stay("python", directory);
    const [claim = ""] = claimsOn(directory, "app");
    const text = fs.readFileSync(claim, "utf8");
    await tell(held, "fork");
    expect([claimsOn(directory, "app"), fs.readFileSync(claim, "utf8")]).toEqual([[claim], text]);
    await end(held);
    expect([shapeOf(directory), messagesIn(directory, "app~2.log")]).toEqual([
      ["app.log", "app~2.log"],
      [heldText(ofPid(held.pid), path.join(directory, "app~2.log")), started, stopped],
    ]);
    expect(messagesIn(directory, "app.log")).toEqual([started, stopped]);
  });

  test("12 forked children that start at the same moment have 12 names", async () => {
    const directory = makeTempFolder();
    const held = await stay("python", directory);
    await tell(held, "forks 12");
    await end(held);
    const logs = fs.readdirSync(directory);
    expect(logs).toHaveLength(13);
    for (const log of logs.filter((name) => name !== "app.log"))
      expect(messagesIn(directory, log)).toEqual([expect.anything(), started, stopped]);
  });

  test("a process that goes on with another program keeps its name", async () => {
    const directory = makeTempFolder();
    const held = await stay("python", directory);
    const [claim] = claimsOn(directory, "app");
    held.send("exec");
    await held.printed("ready\nready");
    expect(claimsOn(directory, "app")).toEqual([claim]);
    await end(held);
    expect([shapeOf(directory), messagesIn(directory, "app.log")]).toEqual([
      ["app.log"],
      [started, started, stopped],
    ]);
  });

  test("EXIT-7 a system without /proc tells who lives by pid, and by its claim's age", async () => {
    const directory = makeTempFolder();
    const first = await stay("python", directory, "blind");
    const [claim = ""] = claimsOn(directory, "app");
    const [owner = ""] = fs.readFileSync(claim, "utf8").split("\n");
    expect(Object.keys(JSON.parse(owner))).toEqual(["pid", "host", "started"]);
    const second = await stay("python", directory, "blind");
    await end(second);
    await kill(first);
    await end(await stay("python", directory, "blind"));
    expect([shapeOf(directory), messagesIn(directory, "app.log")]).toEqual([
      ["app.log", "app~2.log"],
      [started, endedText(ofPid(first.pid), "app.log"), started, stopped],
    ]);
  });

  test("the owner writes into its claim from a thread, which does not keep it alive", async () => {
    const directory = makeTempFolder();
    const held = await stay("python", directory, "fast");
    const [claim = ""] = claimsOn(directory, "app");
    const text = fs.readFileSync(claim, "utf8");
    fs.utimesSync(claim, 1, 1);
    while (fs.statSync(claim).mtimeMs < 2000) await new Promise(setImmediate);
    expect(fs.readFileSync(claim, "utf8")).toBe(text);
    held.child.stdin?.end(); // its main thread ends, without giving the name back
    expect(await held.ended()).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("PROC-5, EXIT-7 a claim", () => {
  const here = ownerHere();
  const madeAt = "started 2026-01-02 03:04:05";
  const elsewhere = { ...here, host: "another-host" };
  const contained = { ...here, namespace: "pid:[1]" };
  const { startTime: _, boot: __, ...bare } = here;
  const own = `pid ${here.pid}, ${madeAt}`;

  test.concurrent.each([
    ["of a process that runs", heldBy(here), 9999, own],
    [
      "of another host, fresh",
      heldBy(elsewhere),
      200,
      `pid ${here.pid} on host 'another-host', ${madeAt}`,
    ],
    [
      "of another pid namespace, fresh",
      heldBy(contained),
      200,
      `pid ${here.pid} in another pid namespace, ${madeAt}`,
    ],
    [
      "of another machine with this one's host name, fresh",
      heldBy({ ...here, boot: "another" }),
      200,
      own,
    ],
    ["without a start time, fresh, of a pid that exists", heldBy(bare), 200, own],
    ["that is being made by a process that runs", `${JSON.stringify(here)}\n`, 9999, own],
    ["that can't be parsed, fresh", "garbage\nheld\n", 200, "the owner of 'FILE'"],
    ["that is nested without end, fresh", "[".repeat(9000), 200, "the owner of 'FILE'"],
    ["of no time, fresh", heldBy({ ...here, started: "+" }), 200, "the owner of 'FILE'"],
    ["that is empty, fresh", "", 200, "the owner of 'FILE'"],
  ])("%s is respected", async (_title, text, age, owner) => {
    const directory = makeTempFolder();
    const claim = putClaim(directory, "app", text, age);
    const said = heldText(
      owner.replace("FILE", path.basename(claim)).replace(/[.[\]]/g, "\\$&"),
      path.join(directory, "app~2.log"),
    );
    expect(await runOnce(directory, "app~2.log")).toEqual([said, started, stopped]);
    expect([shapeOf(directory), fs.readFileSync(claim, "utf8")]).toEqual([
      ["app.lock", "app~2.log"],
      text,
    ]);
  });

  const dead = { ...here, startTime: 1 };
  test.concurrent.each([
    ["of a pid that another process has now", heldBy(dead), own],
    ["of before the last boot", heldBy({ ...here, boot: "another" }), own, 10 ** 8],
    [
      "of another host, stale",
      heldBy(elsewhere),
      `pid ${here.pid} on host 'another-host', ${madeAt}`,
      360,
    ],
    ["without a start time, stale", heldBy(bare), own, 360],
    [
      "of a process that is no more",
      heldBy({ ...bare, pid: 2 ** 22 + 1 }),
      `pid ${2 ** 22 + 1}, ${madeAt}`,
    ],
    ["of a dead process that had written its stop record", heldBy(dead, "stopped"), undefined],
    ["of a dead process that never had the name", `${JSON.stringify(dead)}\n`, undefined],
    ["that can't be parsed, stale", "{", undefined, 360],
  ])("%s is removed", async (_title, text, owner, age = 0) => {
    const directory = makeTempFolder();
    putClaim(directory, "app", text, age);
    putClaim(directory, "app~7", text, age);
    const said = ["app.log", "app~7.log"].map((file) => endedText(owner ?? "", file));
    expect(await runOnce(directory)).toEqual([
      ...(owner === undefined ? [] : said),
      started,
      stopped,
    ]);
    expect(shapeOf(directory)).toEqual(["app.log"]);
  });

  test("of another host, stale, that can't be removed is respected: its owner may come back", async (context) => {
    const directory = makeTempFolder();
    const claim = putClaim(directory, "app", heldBy(elsewhere), 360);
    if (spawnSync("chattr", ["+i", claim]).status !== 0) return context.skip();
    try {
      expect(await runOnce(directory, "app~2.log")).toHaveLength(3);
      expect(shapeOf(directory)).toEqual(["app.lock", "app~2.log"]);
    } finally {
      spawnSync("chattr", ["-i", claim]);
    }
  });

  test.each([
    ["uncaughtException", 5, `it ended after an uncaught error at ${time}`],
    ["SIGTERM", 59, `it ended after it had received SIGTERM at ${time}`],
    ["SIGTERM", 61, "killed, out of memory or power lost"],
    ["SIGTERM", Number.NaN, "killed, out of memory or power lost"],
  ])("of a run that %s hit %d s before its last sign of life", async (danger, ago, how) => {
    const directory = makeTempFolder();
    const at = Number.isNaN(ago) ? "never" : new Date(Date.now() - ago * 1000).toISOString();
    putClaim(directory, "app", heldBy(dead, `signalled ${danger} ${at}`));
    expect(await runOnce(directory)).toEqual([endedText(own, "app.log", how), started, stopped]);
  });

  test("is a file that can be read: what else has such a name is in nobody's way", async () => {
    const directory = makeTempFolder();
    const named = (count: number) => path.join(directory, `app.7-0000000${count}.lock`);
    spawnSync("mkfifo", [named(1)]);
    fs.mkdirSync(named(2));
    fs.symlinkSync(named(3), named(3));
    fs.symlinkSync("/dev/zero", named(4));
    expect(await runOnce(directory)).toEqual([started, stopped]);
    expect(shapeOf(directory)).toEqual([...Array(4).fill("app.lock"), "app.log"]);
  });
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
    "app.worker.log",
    `application~2.${rotated}.log`,
  ];
  for (const name of [...old, ...kept]) put(name, name === "app~3.log" ? 1 : 3600);
  put(`app.${rotated}.log`, 60);
  putClaim(directory, "app~4", heldBy(ownerHere()));
  putClaim(directory, "app~5", "");
  const held = await stay("python", directory);
  await tell(held, "retain 1"); // nothing of its own is beyond that
  expect(fs.readdirSync(directory)).toEqual(expect.arrayContaining(old));
  await tell(held, "retain 0");
  await end(held);
  expect(shapeOf(directory)).toEqual(
    [...kept, "app.log", `app.${rotated}.log`, "app~4.lock", "app~5.lock"].sort(),
  );
});

describe("FAULT-1 a disk that is full at the start", () => {
  const disk = makeTempFolder();
  const filler = path.join(disk, "filler");
  const isMounted =
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", disk]).status === 0;
  afterAll(() => {
    if (isMounted) spawnSync("umount", [disk]);
  });

  function fill(): void {
    fs.writeFileSync(filler, "x".repeat(fs.statfsSync(disk).bavail * 4096));
  }

  function startWithoutClaim(): Started {
    return start(holder, [], { directory: disk, entry: "holder", node: python });
  }

  test.runIf(isMounted)("costs the claim, until there is room", async () => {
    fill();
    const held = startWithoutClaim();
    await held.printed(/reported: 'app' can't be claimed, .*: \[Errno 28\] .*\nlost: .*\nready/);
    expect(shapeOf(disk)).toEqual(["app.log", "filler"]);
    fs.rmSync(filler);
    await tell(held, "log there is room");
    expect(shapeOf(disk)).toEqual(["app.lock", "app.log"]);
    await end(held);
    expect([shapeOf(disk), messagesIn(disk, "app.log")]).toEqual([
      ["app.log"],
      ["there is room", stopped],
    ]);
  });

  test.runIf(isMounted)("leaves the file to the one that has the name", async () => {
    const first = await stay("node", disk);
    fill();
    const second = startWithoutClaim();
    await second.printed("ready");
    fs.rmSync(filler);
    await tell(second, "log there is room");
    await end(first, second);
    expect([shapeOf(disk), messagesIn(disk, "app~2.log")]).toEqual([
      ["app.log", "app~2.log"],
      ["there is room", stopped],
    ]);
  });
});
