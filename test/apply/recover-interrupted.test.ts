import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { hashBytes, type Journal } from "../../generators/apply/journal.js";
import { recoverInterrupted } from "../../generators/apply/recover-interrupted.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";

const hash = (text: string) => hashBytes(Buffer.from(text, "latin1"));
const ended = spawnSync(process.execPath, ["-e", ""]).pid;

function leave(state: string, journal: object, tree: Tree): string {
  const root = makeDirectory();
  writeTree(root, { ...tree, [`.create-logging-journal.${state}`]: JSON.stringify(journal) });
  return root;
}

function journalOf(entries: Journal["entries"], owner: Partial<Journal["owner"]> = {}): Journal {
  return {
    journalVersion: 1,
    owner: { pid: ended, started: "1", host: os.hostname(), ...owner },
    directories: [],
    entries,
  };
}

const replaceA: Journal["entries"][number] = {
  kind: "replace",
  path: "a.ts",
  staged: ".create-logging-00000000-0.new",
  backup: ".create-logging-00000000-0.old",
  before: hash("old"),
  after: hash("new"),
};

test("a repo without a journal is left alone", () => {
  expect(recoverInterrupted(makeDirectory())).toEqual({ outcome: "nothing", kept: [] });
});

test("a file that its owner changed after the interruption is kept, the others are completed", () => {
  const createB = {
    kind: "create" as const,
    path: "b.ts",
    staged: ".create-logging-00000000-1.new",
    after: hash("b"),
  };
  const root = leave("committed", journalOf([replaceA, createB]), {
    "a.ts": "mine",
    ".create-logging-00000000-0.new": "new",
    ".create-logging-00000000-0.old": "old",
    ".create-logging-00000000-1.new": "b",
  });
  expect(recoverInterrupted(root)).toEqual({ outcome: "completed", kept: ["a.ts"] });
  expect(readTree(root)).toEqual({ "a.ts": "mine", "b.ts": "b" });
});

test("an old file that was written to while it was replaced is put back", () => {
  const root = leave("committed", journalOf([replaceA]), {
    "a.ts": "new",
    ".create-logging-00000000-0.old": "mine",
  });
  expect(recoverInterrupted(root)).toEqual({ outcome: "completed", kept: ["a.ts"] });
  expect(readTree(root)).toEqual({ "a.ts": "mine" });
});

test("a staged file that is not what the journal says is never put in place", () => {
  const root = leave("committed", journalOf([replaceA]), {
    "a.ts": "old",
    ".create-logging-00000000-0.new": "torn",
    ".create-logging-00000000-0.old": "old",
  });
  expect(recoverInterrupted(root).kept).toEqual(["a.ts"]);
  expect(readTree(root)).toEqual({ "a.ts": "old" });
});

test("a run that is still alive is not interfered with", () => {
  const alive = journalOf([replaceA], { pid: process.pid, started: "" });
  const root = leave("staging", alive, { "a.ts": "old", ".create-logging-00000000-0.new": "new" });
  const tree = readTree(root);
  expect(() => recoverInterrupted(root)).toThrow(
    `'${root}' is being written by another create-logging. Wait until it has ended, and run again.`,
  );
  expect(readTree(root)).toEqual(tree);
});

test.skipIf(!fs.existsSync("/proc/self/stat"))("a recycled pid does not pass for the run", () => {
  const root = leave("staging", journalOf([replaceA], { pid: process.pid, started: "1" }), {
    "a.ts": "old",
    ".create-logging-00000000-0.new": "new",
  });
  expect(recoverInterrupted(root).outcome).toBe("rolled back");
  expect(readTree(root)).toEqual({ "a.ts": "old" });
});

test("a run on another host is waited for, but not for ever", () => {
  const root = leave("staging", journalOf([replaceA], { host: "elsewhere" }), { "a.ts": "old" });
  expect(() => recoverInterrupted(root)).toThrow("another create-logging");
  const aMinuteAgo = Date.now() / 1000 - 61;
  fs.utimesSync(path.join(root, ".create-logging-journal.staging"), aMinuteAgo, aMinuteAgo);
  expect(recoverInterrupted(root).outcome).toBe("rolled back");
  expect(readTree(root)).toEqual({ "a.ts": "old" });
});

test("a journal cut off while it was written means that nothing had been staged", () => {
  const root = makeDirectory();
  writeTree(root, { "a.ts": "old", ".create-logging-journal.staging": '{ "journalVer' });
  expect(recoverInterrupted(root).outcome).toBe("rolled back");
  expect(readTree(root)).toEqual({ "a.ts": "old" });
});

test.each([
  ["a destination outside", { ...replaceA, path: "../victim" }],
  ["a staged file elsewhere", { ...replaceA, staged: "../victim" }],
  [
    "a staged file in another directory",
    { ...replaceA, staged: "sub/.create-logging-00000000-0.new" },
  ],
  ["a backup that is no temporary file", { ...replaceA, backup: "victim" }],
  ["an unknown kind", { ...replaceA, kind: "run" }],
  ["no entry at all", null],
])(
  "a journal with %s (it may have come with a clone) is refused and nothing is touched",
  (_what, entry) => {
    const root = leave("committed", journalOf([entry as never]), { "a.ts": "old", victim: "v" });
    const tree = readTree(root);
    expect(() => recoverInterrupted(root)).toThrow(
      "left from an interrupted run and can't be read",
    );
    expect(readTree(root)).toEqual(tree);
  },
);

test("a journal whose directories are symlinks out of the root deletes nothing there", () => {
  const outside = makeDirectory();
  writeTree(outside, { "a.ts": "old", ".create-logging-00000000-0.new": "theirs" });
  const entry = {
    ...replaceA,
    path: "out/a.ts",
    staged: "out/.create-logging-00000000-0.new",
    backup: "out/.create-logging-00000000-0.old",
  };
  for (const state of ["staging", "committed", "undoing"]) {
    const root = leave(state, journalOf([entry]), {});
    fs.symlinkSync(outside, path.join(root, "out"));
    if (state === "staging") expect(recoverInterrupted(root).outcome).toBe("rolled back");
    else expect(() => recoverInterrupted(root)).toThrow("can't be read");
  }
  expect(readTree(outside)).toEqual({ "a.ts": "old", ".create-logging-00000000-0.new": "theirs" });
});
