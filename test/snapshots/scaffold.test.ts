import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  copyBefore,
  listCases,
  readScaffolded,
  readTree,
  scaffoldCase,
  snapshotsFolder,
  updateAfter,
} from "../helpers/snapshot-case.js";

const isUpdate = process.env["UPDATE_SNAPSHOTS"] === "1";
const roots: string[] = [];

afterEach(async () => {
  await Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true })));
});

describe.each(await listCases())("snapshots/%s", (name) => {
  test("before and answers.json give after, path by path and text by text", async () => {
    const root = await copyBefore(name);
    roots.push(root);
    await scaffoldCase(name, root);
    const scaffolded = await readScaffolded(root);
    if (isUpdate) await updateAfter(name, scaffolded);
    const after = await readTree(path.join(snapshotsFolder, name, "after"));
    expect(Object.fromEntries(scaffolded)).toEqual(Object.fromEntries(after));
  });

  test("run a second time, nothing is left to do and nothing changes", async () => {
    const root = await copyBefore(name);
    roots.push(root);
    await scaffoldCase(name, root);
    const once = await readTree(root);
    const plan = await scaffoldCase(name, root);
    expect(plan.steps.filter(({ kind }) => kind !== "leave")).toEqual([]);
    expect(await readTree(root)).toEqual(once);
  });
});
