import { expect, test, vi } from "vitest";

// A system that is up for 100 s.
vi.mock("node:os", async (original) => ({ ...(await original<object>()), uptime: () => 100 }));
const { isRunning, isSelf, ownSelf, parseOwner } = await import("../../templates/node/owner.js");

test("PROC-5 an owner of another boot is dead at once only where it was last seen before this boot", () => {
  const other = { ...ownSelf(), boot: "of a machine with the same host name, perhaps" };
  expect(isRunning(other, 99_999)).toBe(undefined);
  expect(isRunning(other, 100_000)).toBe(false);
  expect(isRunning(ownSelf(), 100_000)).toBe(process.platform === "linux" ? true : undefined);
});

test("PROC-5 where no start time tells processes apart, the time of day does", () => {
  const self = { ...ownSelf(), startTime: undefined };
  const started = (ms: number) => new Date(Date.parse(self.started) + ms).toISOString();
  const real = ownSelf().startTime;
  ownSelf().startTime = undefined;
  expect([isSelf(self), isSelf({ ...self, started: started(500) })]).toEqual([true, true]);
  expect(isSelf({ ...self, started: started(-60_000) })).toBe(false);
  ownSelf().startTime = real;
});

test("PROC-5 what names no host and no time is no owner", () => {
  const owner = { pid: 7, host: "here", started: "2026-01-02T03:04:05.000Z" };
  expect(parseOwner(JSON.stringify(owner))).toMatchObject(owner);
  for (const fault of [{ started: 1 }, { started: "once" }, { started: undefined }, { host: 1 }]) {
    expect(parseOwner(JSON.stringify({ ...owner, ...fault }))).toBe(undefined);
  }
});
