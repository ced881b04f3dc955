import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { patchEntrypoints } from "../../generators/patch/patch-entrypoints.js";
import { listCases, openCase, type PatternCase } from "../helpers/patch-cases.js";

let open: PatternCase | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

describe("a pattern's input becomes its output, and stays so when run again", () => {
  it.each(listCases())("%s", async (name) => {
    open = openCase(name);
    const { root, target, answers } = open;
    const first = await patchEntrypoints(target, answers);
    expect(first.refused).toEqual([]);
    expect(first.patches.map(({ path: file, after }) => [file, text(after)])).toEqual([
      [open.file, open.output],
    ]);
    expect(first.envFile).toEqual(open.envFile);
    expect(first.notes).toHaveLength(open.notes.length);
    expect(first.notes.map(({ text }) => text)).toEqual(
      open.notes.map((part) => expect.stringContaining(part)),
    );
    expect(first.envFilesLoaded).toEqual(open.envFilesLoaded);

    for (const patch of first.patches) writeFileSync(path.join(root, patch.path), patch.after);
    const second = await patchEntrypoints(target, answers);
    expect(second.patches).toEqual([]);
    expect(second.unchanged.map(({ path: file }) => file)).toEqual([open.file]);
    expect(second.envFile).toEqual(open.envFile);
  });
});

describe("the patterns have cases", () => {
  it.each(Array.from({ length: 16 }, (_, index) => `n${index + 1}`))("%s has one", (row) => {
    expect(listCases().filter((name) => name.startsWith(`${row}-`))).not.toEqual([]);
  });
});
