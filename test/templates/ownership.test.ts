import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ownSelf } from "../../templates/node/owner.js";
import { keepName, ownName, sayNotes, takeName } from "../../templates/node/ownership.js";
import { releaseName } from "../../templates/node/release.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "create-logging-ownership-"));
  vi.useFakeTimers({ toFake: ["setInterval", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true });
});

/** The one file of the directory, made ten minutes old. */
function age(): string {
  const [name = "", ...more] = readdirSync(directory);
  expect(more).toEqual([]);
  const file = path.join(directory, name);
  utimesSync(file, Date.now() / 1000 - 600, Date.now() / 1000 - 600);
  return file;
}

function ageOf(file: string): number {
  return Math.round((Date.now() - statSync(file).mtimeMs) / 1000);
}

test("PROC-5 a claim is refreshed every 30 s, byte for byte, and given back", () => {
  expect(takeName({ name: "app", directory })).toBe(undefined);
  const claim = age();
  const text = readFileSync(claim, "utf8");
  vi.advanceTimersByTime(29_999);
  expect(ageOf(claim)).toBe(630);
  vi.advanceTimersByTime(1);
  // By the file system's clock, which goes on as ever.
  expect([ageOf(claim), readFileSync(claim, "utf8"), ownName()]).toEqual([30, text, "app"]);
  releaseName();
  expect(readdirSync(directory)).toEqual([]);
});

test("PROC-5 a look refreshes it as well, where no timer has a chance to", () => {
  takeName({ name: "app", directory });
  const claim = age();
  keepName();
  expect(ageOf(claim)).toBe(600);
  vi.setSystemTime(Date.now() + 30_001);
  keepName();
  expect(ageOf(claim)).toBe(30);
  releaseName();
});

test("EXIT-7 the claim of a dead run is removed as its end is about to be written, and not before", () => {
  const dead = { ...ownSelf(), pid: 2 ** 22 + 1, startTime: 1 };
  for (const name of ["app", "app~2"]) {
    const claim = path.join(directory, `${name}.1-00000000.lock`);
    writeFileSync(claim, `${JSON.stringify(dead)}\nheld\n`);
  }
  takeName({ name: "app", directory });
  expect(readdirSync(directory)).toHaveLength(3);
  const said: [string, number][] = [];
  sayNotes((note) => said.push([note, readdirSync(directory).length]));
  const note = expect.stringMatching(/^The run of pid 4194305, /);
  expect(said).toEqual([
    [note, 2],
    [note, 1],
  ]);
  releaseName();
});
