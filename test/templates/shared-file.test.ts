import { setEnvironmentData } from "node:worker_threads";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type * as sharedFile from "../../templates/node/shared-file.js";
import type * as sharedMemory from "../../templates/node/shared-memory.js";

type Module = typeof sharedFile & typeof sharedMemory;

// As many threads as a test needs: each has a module of its own and the memory of all.
let a: Module;
let b: Module;
beforeEach(async () => {
  setEnvironmentData("create-logging-files", undefined as never);
  [a, b] = [await loadThread(), await loadThread()];
});

async function loadThread(): Promise<Module> {
  vi.resetModules();
  const memory = await import("../../templates/node/shared-memory.js");
  return { ...memory, ...(await import("../../templates/node/shared-file.js")) };
}

/** Opens the file in a thread that finds so many bytes in it, where it has to count them. */
function open(thread: Module, bytes: number, maxBytes = 1000): sharedFile.Share {
  const share = thread.openShare("/logs/app.log", maxBytes);
  if (thread.beginCount(share)) thread.endCount(share, bytes);
  return share;
}

/** How many bytes were taken before; undefined where the file is another one by now. */
function reserve(thread: Module, share: sharedFile.Share, bytes: number): number | undefined {
  const file = { share, bytes: 0 };
  return thread.takeRoom(file, bytes) ? file.bytes : undefined;
}

describe("PROC-2 the threads of a process", () => {
  test("count a file together, from what the first of them found", () => {
    const first = open(a, 100);
    const second = open(b, 999);
    expect([reserve(a, first, 10), reserve(b, second, 20), reserve(a, first, 1)]).toEqual([
      100, 110, 130,
    ]);
    b.giveBack(second, 20);
    expect(reserve(a, first, 1)).toBe(111);
  });

  test("count the files of two paths apart, and of a hundred, too", () => {
    for (let index = 0; index < 100; index++) {
      const share = a.openShare(`/logs/${index}.log`, 1000);
      expect(a.beginCount(share)).toBe(true);
      a.endCount(share, index);
      expect(reserve(a, share, 7)).toBe(index);
    }
  });

  test("rotate once, whoever comes first, and then count the next file", () => {
    const first = open(a, 990);
    const second = open(b, 990);
    expect(a.beginRotation(first)).toBe(true);
    a.endRotation(first, true);
    expect([b.beginRotation(second), reserve(b, second, 20), reserve(a, first, 20)]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    b.giveBack(second, 1000);
    const next = open(b, 0);
    expect([reserve(b, next, 20), reserve(a, open(a, 500), 1)]).toEqual([0, 20]);
  });

  test("do not wait for ever for one that was terminated while it rotated", () => {
    const dead = open(a, 990);
    expect(a.beginRotation(dead)).toBe(true);
    const living = open(b, 990);
    const before = performance.now();
    expect(b.beginRotation(living)).toBe(true);
    expect(performance.now() - before).toBeGreaterThan(150);
    b.endRotation(living, true);
    // Where it was only slow, it finds that others have gone on: its end changes nothing.
    const next = open(b, 0);
    reserve(b, next, 20);
    a.endRotation(dead, true);
    expect(reserve(b, next, 1)).toBe(20);
    expect(b.beginRotation(next)).toBe(true);
  });

  test("do not wait for ever for one that was terminated while it counted", () => {
    const dead = a.openShare("/logs/app.log", 1000);
    expect(a.beginCount(dead)).toBe(true);
    const living = open(b, 300);
    a.endCount(dead, 0);
    expect(reserve(b, living, 1)).toBe(300);
  });

  test("leave the count to the next where it failed", () => {
    const failed = a.openShare("/logs/app.log", 1000);
    expect(a.beginCount(failed)).toBe(true);
    a.cancelCount(failed);
    expect(reserve(b, open(b, 300), 1)).toBe(300);
  });

  test("follow what another program appends, and count anew what it cut short", () => {
    const share = open(a, 100);
    expect([a.followSize(share, 100), a.followSize(share, 150)]).toEqual([true, true]);
    expect(reserve(b, open(b, 0), 1)).toBe(150);
    share.leastBytes += 20; // written since
    expect(a.followSize(share, 160)).toBe(false);
    a.outdate(share);
    expect(reserve(a, open(a, 10), 1)).toBe(10);
  });

  test.each([
    [2 ** 30, 1],
    [5_000_000_000, 5],
    [2 ** 40, 1024],
    [Infinity, 2 ** 23],
  ])("count in a word a file of up to %d bytes, in steps of %d", (maxBytes, step) => {
    const most = Math.min(maxBytes, Number.MAX_SAFE_INTEGER);
    const share = open(a, most - step, maxBytes);
    const before = reserve(a, share, 1) ?? 0;
    expect(before).toBeLessThanOrEqual(most);
    expect(before).toBeGreaterThanOrEqual(most - step);
    expect(reserve(a, share, 1)).toBe(before + step);
    // One that was too big when it was found is full, and no more.
    a.outdate(share);
    expect(reserve(a, open(a, most * 10, maxBytes), 1)).toBeGreaterThanOrEqual(most);
  });

  test("are strangers where the main thread has not set up the memory", async () => {
    expect(a.isUnrelated()).toBe(false);
    vi.doMock("node:worker_threads", async (original) => ({
      ...(await original<object>()),
      isMainThread: false,
    }));
    setEnvironmentData("create-logging-files", undefined as never);
    const worker = await loadThread();
    vi.doUnmock("node:worker_threads");
    expect([worker.isUnrelated(), (await loadThread()).isUnrelated()]).toEqual([true, true]);
  });
});
