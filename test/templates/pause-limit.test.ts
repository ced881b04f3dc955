import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limitPauses, type PauseLimit } from "../../templates/node/pause-limit.js";

let states: string[];
let limit: PauseLimit;

beforeEach(() => {
  vi.useFakeTimers();
  states = [];
  limit = limitPauses((state) => states.push(state));
});

afterEach(() => {
  vi.useRealTimers();
});

const pause = (count: number, isCaught: boolean): void => {
  for (let index = 0; index < count; index++) limit.spend(isCaught, () => {});
};

test("CRASH-4: from the start V8 pauses for every error, 50 times at most", () => {
  pause(49, true);
  expect(states).toEqual(["all"]);
  pause(1, true);
  expect(states).toEqual(["all", "uncaught"]);
});

test("CRASH-4: five caught errors in a second leave those that nobody catches, five of those leave none", () => {
  vi.runAllTimers();
  pause(5, true);
  pause(5, false);
  expect(states.slice(2)).toEqual([
    "uncaught",
    "uncaught",
    "uncaught",
    "uncaught",
    "uncaught",
    "off",
  ]);
  vi.advanceTimersByTime(999);
  expect(states.at(-1)).toBe("off");
  vi.advanceTimersByTime(1);
  expect(states.at(-1)).toBe("all");
});

test("CRASH-4: what takes long is paid for by a longer rest", () => {
  vi.runAllTimers();
  limit.spend(false, () => vi.advanceTimersByTime(101));
  expect(states.at(-1)).toBe("off");
  vi.advanceTimersByTime(5049);
  expect(states.at(-1)).toBe("off");
  vi.advanceTimersByTime(1);
  expect(states.at(-1)).toBe("all");
});

test("CRASH-4: once it is over nothing is set any more", () => {
  vi.runAllTimers();
  pause(5, false);
  limit.end();
  vi.runAllTimers();
  expect(states.at(-1)).toBe("off");
});
