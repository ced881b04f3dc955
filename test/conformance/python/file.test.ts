import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseLog } from "../../helpers/conformance-log.js";
import { makeTempFolder, messagesOf, namesOf, type Run } from "../../helpers/conformance-run.js";
import { makeReadOnly } from "../../helpers/make-read-only.js";
import { runPython, startPython } from "../../helpers/python-service.js";

const rotated = /^app\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}(?:\.\d+)?\.log$/;

function numbersOf(run: Run): number[] {
  return namesOf(run)
    .flatMap((name) => messagesOf(parseLog(run.files?.[name] ?? "", "file")))
    .flatMap((text) => (text.startsWith("record ") ? [Number(text.slice(7))] : []))
    .sort((a, b) => a - b);
}

test("FILE-1…6: rotates within the limit, loses nothing, and leaves another service's files alone", async () => {
  const directory = makeTempFolder();
  const others = [
    "app.worker.log",
    "app.2020-01-01_00-00-00_000000.old.log",
    "app2.2020-01-01_00-00-00_000000.log",
  ];
  for (const name of others) writeFileSync(path.join(directory, name), "theirs\n");
  const run = await runPython(["many", "2000"], {
    directory,
    filesAreFree: true,
    env: { LOG_MAX_SIZE: "20 KB", LOG_MAX_FILES: "20" },
  });
  const own = namesOf(run).filter((name) => !others.includes(name));
  expect(own.filter((name) => name !== "app.log" && !rotated.test(name))).toEqual([]);
  expect(own.length).toBeGreaterThan(5);
  for (const name of own)
    expect(Buffer.byteLength(run.files?.[name] ?? "")).toBeLessThanOrEqual(20_000);
  for (const name of others) expect(run.files?.[name]).toBe("theirs\n");
  const all = { files: Object.fromEntries(own.map((name) => [name, run.files?.[name] ?? ""])) };
  expect(numbersOf(all as Run)).toEqual(Array.from({ length: 2000 }, (_, number) => number));
});

test.each(["0", "2"])("FILE-5: %s rotated files are kept", async (count) => {
  const run = await runPython(["many"], { env: { LOG_MAX_SIZE: "5 KB", LOG_MAX_FILES: count } });
  expect(namesOf(run)).toHaveLength(Number(count) + 1);
  expect(run.log.at(-1)?.message).toMatch(/^Stopped by/);
});

test("FILE-3: counted in bytes; one record alone may be larger", async () => {
  const run = await runPython(["wide"], { env: { LOG_MAX_SIZE: "2 KB" } });
  const sizes = namesOf(run).map((name) => Buffer.byteLength(run.files?.[name] ?? ""));
  expect(sizes.filter((size) => size > 2000)).toHaveLength(1);
  expect(Math.max(...sizes)).toBeGreaterThan(6000);
});

test("FILE-6: braces in the name and the path are nobody's format", async () => {
  const directory = path.join(makeTempFolder(), "{time} {}");
  const run = await runPython(["many", "100"], {
    directory,
    env: { NAME_APP: "a{}p{time}", LOG_MAX_SIZE: "3 KB" },
  });
  expect(namesOf(run).every((name) => name.startsWith("a{}p{time}."))).toBe(true);
  expect(numbersOf(run)).toHaveLength(100);
});

test("FILE-7: a file that is moved away or deleted is made anew", async () => {
  const service = startPython(["serve"]);
  await service.printed("ready");
  const file = path.join(service.directory, "app.log");
  renameSync(file, path.join(service.directory, "moved.log"));
  service.send("pause 0.11");
  await service.printed("done pause");
  service.send("log after the move");
  await service.printed("done log");
  expect(messagesOf(parseLog(readFileSync(file), "file"))).toEqual(["after the move"]);
  rmSync(file);
  service.send("pause 0.11");
  await service.printed(/done pause[\s\S]*done pause/);
  service.send("log after the deletion");
  service.child.stdin?.end();
  const run = await service.ended();
  expect(messagesOf(run.log)[0]).toBe("after the deletion");
  expect(namesOf(run)).toEqual(["app.log", "moved.log"]);
});

test("FILE-8: log files are made 0640", async () => {
  const run = await runPython(["hello"], { shell: 'umask 0; exec "$@"' });
  expect(statSync(path.join(run.directory, "app.log")).mode & 0o777).toBe(0o640);
});

test("FILE-1: a torn last line is ended before the next record", async () => {
  const directory = makeTempFolder();
  writeFileSync(path.join(directory, "app.log"), "2026-01-01 00:00:00.000 | INFO | a:b:1 | torn");
  const run = await runPython(["hello"], { directory });
  expect(run.log[0]?.message).toBe("torn");
});

test("FAULT-1: a directory that goes away and comes back: one line on stderr, then the count", async () => {
  const service = startPython(["serve"]);
  await service.printed("ready");
  rmSync(service.directory, { recursive: true });
  writeFileSync(service.directory, "");
  service.send("pause 0.11");
  service.send("many 50");
  await service.printed("done many");
  rmSync(service.directory);
  mkdirSync(service.directory);
  service.send("log again");
  service.child.stdin?.end();
  const run = await service.ended();
  expect(run.terminal).toHaveLength(1);
  expect(run.terminal[0]?.message).toMatch(
    /app\.log' can't be written, records are dropped until it can: /,
  );
  expect(messagesOf(run.log)[0]).toMatch(/^50 records were dropped before this one: /);
  expect(messagesOf(run.log)[1]).toBe("again");
});

test("FAULT-1: a full disk costs what does not fit, and no torn line", async () => {
  const run = await runPython(["many", "200"], {
    shell: 'ulimit -f 8; exec "$@"',
    stderrIsFree: true,
  });
  expect(run.code).toBe(0);
  expect(run.log.length).toBeGreaterThan(20);
  expect(run.stderr).toMatch(/can't be written[\s\S]*lacks the last \d+ records/);
});

test("FAULT-1: too many open files", async () => {
  const service = startPython(["serve"], { env: { LOG_MAX_SIZE: "2 KB" } });
  await service.printed("ready");
  service.send("limit 5");
  service.send("many 100");
  await service.printed("done many");
  service.send("limit 100");
  service.send("log again");
  service.child.stdin?.end();
  const run = await service.ended();
  expect(run.code).toBe(0);
  expect(messagesOf(run.log)).toContain("again");
});

test("FAULT-2: a rotation that fails goes on in the current file, and is made up for", async (context) => {
  const directory = makeTempFolder();
  const service = startPython(["serve"], { directory, env: { LOG_MAX_SIZE: "2 KB" } });
  await service.printed("ready");
  const restore = makeReadOnly(directory);
  if (restore === undefined) {
    service.child.stdin?.end();
    await service.ended();
    return context.skip();
  }
  service.send("many 100");
  await service.printed("done many");
  restore();
  service.send("pause 1");
  service.send("log rotated again");
  service.child.stdin?.end();
  const run = await service.ended();
  expect([run.code, run.stderr, namesOf(run).length]).toEqual([0, "", 2]);
  expect(messagesOf(run.log)[0]).toBe("rotated again");
  expect(numbersOf(run)).toHaveLength(100);
});

test.each([
  ["closed", 'exec "$@" 2>&-'],
  ["without a reader", '( exec "$@" ) 2>&1 >/dev/null | true'],
])("FAULT-4: stderr %s: no crash", async (_, shell) => {
  const run = await runPython(["many", "300"], { shell, env: { RUN_ENVIRONMENT: "testing" } });
  expect(numbersOf(run)).toHaveLength(300);
  expect(namesOf(run)).toEqual(["app.log"]);
});

test("FAULT-4: a stderr that is non-blocking and full: the service goes on", async () => {
  const env = { RUN_ENVIRONMENT: "testing" };
  const service = startPython(["unread"], { stderrIsUnread: true, env });
  await service.printed("logged");
  service.child.stderr?.destroy();
  expect(numbersOf(await service.ended())).toHaveLength(3000);
});

test("FAULT-1, FILE-1: no record goes to the file that has got the log's number", async () => {
  const run = await runPython(["close_all"]);
  expect([run.code, run.stdout.includes("data: 0 bytes")]).toEqual([0, true]);
  expect(namesOf(run)).toEqual(["app.log"]);
  expect(messagesOf(run.log).slice(1, 3)).toEqual(["before", "after"]);
});
