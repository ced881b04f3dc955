import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepName, ownName, releaseName, takeName } from "../../templates/node/ownership.js";

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
