import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { mergeFile } from "../../generators/merge/merge-file.js";
import { type MergedText, mergeText } from "../../generators/merge/merge-text.js";
import type { Versioned } from "../helpers/upgrade-edits.js";
import { editRandomly, randomEdits } from "../helpers/upgrade-random.js";
import { readVersions } from "../helpers/upgrade-repo.js";
import { upgradePaths } from "../helpers/upgrade-versions.js";

vi.setConfig({ testTimeout: 300_000 });

const labels = { theirs: "yours", ours: "create-logging 0.3.0" };
const kinds = ["ts ./x.js", "commonjs .js"] as const;
let files: Versioned[] = [];
beforeAll(async () => {
  for (const [from, to] of upgradePaths)
    for (const kind of kinds) files.push(...(await readVersions(kind, from, to)));
  files = files.filter(({ base, ours }) => ours !== undefined && ours !== base);
});

test("10,000 random edits and upgrades: no line that the user wrote is missing, nor one that the release brings", async () => {
  const seen = { clean: 0, conflicts: 0 };
  const pair = fc.tuple(fc.nat(), randomEdits);
  await fc.assert(
    fc.asyncProperty(pair, async ([index, edits]) => {
      const { path, base, ours = "" } = files[index % files.length] as Versioned;
      const theirs = editRandomly(base, edits);
      const byLine = mergeText({ base, theirs, ours, labels });
      expectAll({ base, theirs, ours }, byLine, keep);
      expectStable(byLine, { theirs, ours });
      const merged = await mergeFile(path, { base, theirs, ours, labels });
      // What only a formatter does to a line that the release changed is not kept.
      expectAll({ base, theirs, ours }, merged, squeeze);
      expectStable(merged, { theirs, ours });
      seen[merged.conflicts === 0 ? "clean" : "conflicts"] += 1;
    }),
    { numRuns: 10_000 },
  );
  expect(Math.min(seen.clean, seen.conflicts)).toBeGreaterThan(2000);
});

test("property: what a user wrote outlives two upgrades, each side of every conflict kept", async () => {
  const first = await readVersions("ts ./x.js", "0.1.0", "0.2.0");
  const second = await readVersions("ts ./x.js", "0.2.0", "0.3.0");
  const latest = new Map(second.map(({ path, ours }) => [path, ours]));
  const chain = first.filter(({ path, ours }) => ours !== undefined && latest.get(path));
  await fc.assert(
    fc.asyncProperty(fc.nat(), randomEdits, async (index, edits) => {
      const { path, base, ours = "" } = chain[index % chain.length] as Versioned;
      const theirs = editRandomly(base, edits);
      const once = await mergeFile(path, { base, theirs, ours, labels });
      const own = count(theirs, squeeze);
      const resolved = once.text.replace(
        /^(?:<{7} yours|={7}|>{7} create-logging 0.3.0)\r?\n/gm,
        "",
      );
      const twice = await mergeFile(path, {
        base: ours,
        theirs: resolved,
        ours: latest.get(path) ?? "",
        labels,
      });
      const [before, after] = [count(base, squeeze), count(twice.text, squeeze)];
      const lost = [...own.keys()].filter((line) => !before.has(line) && !after.has(line));
      expect(lost.filter((line) => line !== "=======")).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

interface Sides {
  base: string;
  theirs: string;
  ours: string;
}

function expectAll(sides: Sides, merged: MergedText, normalise: Normalise): void {
  const base = countOnce(sides.base, normalise);
  const result = count(merged.text, normalise);
  for (const side of [count(sides.theirs, normalise), countOnce(sides.ours, normalise)])
    for (const [line, times] of side)
      if ((result.get(line) ?? 0) < times - (base.get(line) ?? 0))
        throw new Error(`'${line}' is missing`);
}

// Whatever a person takes of a conflict stays as it is, and the next run has nothing to say.
function expectStable({ text, conflicts }: MergedText, { ours }: Pick<Sides, "theirs" | "ours">) {
  if (conflicts === 0) return;
  expect(mergeText({ base: ours, theirs: text, ours, labels })).toEqual({ text, conflicts: 0 });
}

function keep(line: string): string {
  return line;
}

function squeeze(line: string): string {
  return line.replace(/\s+/g, "");
}

type Normalise = (line: string) => string;
type Counts = Map<string, number>;

// The texts of the releases come again and again.
const counted = new Map<Normalise, Map<string, Counts>>();

function countOnce(text: string, normalise: Normalise): Counts {
  const known = counted.get(normalise) ?? new Map<string, Counts>();
  counted.set(normalise, known);
  const counts = known.get(text) ?? count(text, normalise);
  known.set(text, counts);
  return counts;
}

function count(text: string, normalise: Normalise): Counts {
  const counts: Counts = new Map();
  for (const line of text.split("\n")) {
    const shown = normalise(line.replace(/\r+$/, ""));
    if (shown !== "") counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return counts;
}
