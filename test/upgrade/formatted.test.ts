import { diffComm } from "node-diff3";
import { describe, expect, test } from "vitest";
import { mergeText } from "../../generators/merge/merge-text.js";
import { type Edit, edits, formatAsTeam, insertInside, mine } from "../helpers/upgrade-edits.js";
import {
  makeVersionRepo,
  planVersion,
  readFile,
  readVersions,
  writeFile,
  writePlan,
} from "../helpers/upgrade-repo.js";
import { upgradePaths } from "../helpers/upgrade-versions.js";

const cases = upgradePaths.flatMap(([from, to]) =>
  (["ts ./x.js", "commonjs .js"] as const).map((kind) => ({ from, to, kind })),
);
const untouched = edits["untouched"] as Edit;
const inserted = edits["a line inserted away from the changed ones"] as Edit;

describe.each(cases)("$from to $to, $kind, formatted by the team", ({ from, to, kind }) => {
  test.each([
    ["not edited", untouched],
    ["edited away from the changed lines", inserted],
  ])("%s: no conflict, and no code but that of the later release", async (_name, edit) => {
    const edited = await editCode(edit);
    const theirs = await format(edited, "theirs");
    const { root, conflicts } = await upgrade(theirs);
    expect(conflicts).toEqual([]);
    const written = edited.filter(({ ours }) => ours !== undefined);
    const found = new Map(written.map(({ path }) => [path, readFile(root, path) ?? ""]));
    expect(await formatAsTeam(found)).toEqual(await format(written, "expected"));
    for (const { path, ours = "", base } of written) {
      const [text, team] = [found.get(path) ?? "", theirs.get(path) ?? ""];
      if (ours === base) expect(text).toBe(team);
      const known = new Set([...team.split("\n"), ...ours.split("\n")]);
      expect(text.split("\n").filter((line) => !known.has(line))).toEqual([]);
    }
  });

  test("what did not change keeps the team's layout", async () => {
    const edited = (await editCode(untouched)).filter(({ ours }) => ours !== undefined);
    const theirs = await format(edited, "theirs");
    const later = await format(edited, "expected");
    const { root } = await upgrade(theirs);
    let [kept, all] = [0, 0];
    for (const { path } of edited) {
      const team = theirs.get(path) ?? "";
      all += countCommon(team, later.get(path) ?? "");
      kept += countCommon(team, readFile(root, path) ?? "");
    }
    expect(all).toBeGreaterThan(900);
    expect(kept / all).toBeGreaterThan(0.9);
  });

  test("edited inside the changed lines: in conflict there, and nowhere else", async () => {
    const edited = await editCode((file) => {
      const theirs = insertInside(file);
      return theirs === undefined ? undefined : { theirs, expected: undefined };
    });
    expect(edited.length).toBeGreaterThan(2);
    const { root, conflicts } = await upgrade(await format(edited, "theirs"));
    expect(conflicts).toEqual(edited.map(({ path }) => path));
    for (const { path } of edited) {
      const text = readFile(root, path) ?? "";
      expect(text.match(/^<{7} /gm)).toHaveLength(1);
      expect(text.slice(text.indexOf("<<<<<<<"), text.indexOf("======="))).toContain(mine);
    }
  });

  async function editCode(edit: Edit) {
    const files = (await readVersions(kind, from, to)).filter(({ path }) => !path.endsWith(".md"));
    return files.flatMap((file) => {
      const edited = edit(file, `create-logging ${to}`);
      return edited === undefined ? [] : [{ ...file, ...edited }];
    });
  }

  async function upgrade(theirs: Map<string, string>) {
    const root = await makeVersionRepo(kind, from);
    for (const [path, text] of theirs) writeFile(root, path, text);
    const plan = await planVersion(root, kind, to);
    writePlan(root, plan);
    return { root, conflicts: plan.conflicts };
  }
});

test("line by line, a formatter's work would be in conflict nearly wherever a release changed something", async () => {
  const files = await readVersions("ts ./x.js", "0.1.0", "0.2.0");
  const changed = files.filter(({ path, base, ours }) => ours !== base && !path.endsWith(".md"));
  const theirs = await formatAsTeam(new Map(changed.map(({ path, base }) => [path, base])));
  const labels = { theirs: "yours", ours: "create-logging 0.2.0" };
  const merged = changed.map(({ path, base, ours = "" }) =>
    mergeText({ base, theirs: theirs.get(path) ?? "", ours, labels }),
  );
  expect(merged.filter(({ conflicts }) => conflicts > 0).length).toBeGreaterThan(15);
});

function format(
  files: { path: string; theirs: string | undefined; expected: string | undefined }[],
  side: "theirs" | "expected",
): Promise<Map<string, string>> {
  return formatAsTeam(new Map(files.map((file) => [file.path, file[side] ?? ""])));
}

function countCommon(one: string, other: string): number {
  const parts = diffComm(one.split("\n"), other.split("\n"));
  return parts.reduce((sum, part) => sum + ("common" in part ? part.common.length : 0), 0);
}
