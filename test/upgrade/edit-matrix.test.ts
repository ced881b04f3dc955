import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDirectory } from "../helpers/apply-directory.js";
import { type Edit, edits, type Versioned } from "../helpers/upgrade-edits.js";
import { renderVersion } from "../helpers/upgrade-render.js";
import {
  makeVersionRepo,
  planVersion,
  readFile,
  readVersions,
  writeFile,
  writePlan,
} from "../helpers/upgrade-repo.js";
import { upgradePaths, versions } from "../helpers/upgrade-versions.js";

const paths = [...upgradePaths, ...versions.map((version) => [version, version] as const)];
const cases = paths.flatMap(([from, to]) =>
  (["ts ./x.js", "commonjs .js"] as const).map((kind) => ({ from, to, kind })),
);
/** Cells that had a place for the edit. */
const cells: Record<string, number> = {};

describe.each(cases)("$from to $to, $kind", ({ from, to, kind }) => {
  let files: Versioned[] = [];
  let repo = "";
  beforeAll(async () => {
    files = await readVersions(kind, from, to);
    repo = await makeVersionRepo(kind, from);
  });

  const editFiles = (edit: Edit, isChosen: (index: number) => boolean) =>
    files.flatMap((file, index) => {
      const edited = edit(file, `create-logging ${to}`);
      return edited === undefined || !isChosen(index) ? [] : [{ ...file, ...edited }];
    });

  test.each(Object.entries(edits))("every file, %s", async (name, edit) => {
    // Half of the files at a time: a folder of which nothing is left is written anew.
    for (const half of [0, 1]) {
      const edited = editFiles(edit, (index) => index % 2 === half);
      const root = makeDirectory();
      fs.cpSync(repo, root, { recursive: true });
      for (const { path: file, theirs } of edited)
        if (theirs === undefined) fs.rmSync(path.join(root, file));
        else writeFile(root, file, theirs);
      const plan = await planVersion(root, kind, to);
      writePlan(root, plan);
      expect(edited.map(({ path }) => ({ path, text: readFile(root, path) }))).toEqual(
        edited.map(({ path, expected }) => ({ path, text: expected })),
      );
      const conflicted = edited.filter(({ isConflicted }) => isConflicted).map(({ path }) => path);
      expect(plan.conflicts).toEqual(conflicted);
      const untouched = await listOthers(edited);
      expect(untouched.map(({ path }) => ({ path, text: readFile(root, path) }))).toEqual(
        untouched,
      );
      // Once more: nothing is left to do, and what is in conflict is said again.
      const again = await planVersion(root, kind, to);
      expect(again.steps.filter(({ kind }) => kind !== "leave")).toEqual([]);
      expect(again.conflicts).toEqual(conflicted);
      cells[name] = (cells[name] ?? 0) + edited.length;
    }
  });

  async function listOthers(edited: { path: string }[]) {
    const names = new Set(edited.map(({ path }) => path));
    const written = await renderVersion(to, kind);
    return written.filter(({ path }) => !names.has(path)).map(({ path, text }) => ({ path, text }));
  }
});

test("the matrix has a cell for nearly every file and edit", () => {
  console.log(cells);
});
