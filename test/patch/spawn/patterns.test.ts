import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  findSpawnSites,
  makeSpawnRequest,
} from "../../../generators/patch/spawn/find-spawn-sites.js";
import { patchSpawnSites } from "../../../generators/patch/spawn/patch-spawn-sites.js";
import type { SpawnSite } from "../../../generators/patch/spawn/spawn.js";
import { listSpawnCases, openSpawnCase, type SpawnCase } from "../../helpers/spawn-cases.js";

let open: SpawnCase | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

describe("a file's spawn sites are judged, and the patchable ones patched once", () => {
  it.each(listSpawnCases())("%s", async (name) => {
    open = openSpawnCase(name);
    const { file, target, answers, input, output, expected } = open;
    const sites = await findSpawnSites(target, answers);
    expect(sites.map((site) => describeSite(site, file))).toEqual(expected.sites);

    const own = sites.filter((site) => site.file === file && site.verdict === "patchable");
    const chosen = own.map(({ line, text, descriptor = "X" }) => ({ line, text, descriptor }));
    const request = makeSpawnRequest(target, answers, file);
    const first = await patchSpawnSites(input, request, chosen);
    expect(first.refused).toEqual([]);
    expect(first.patched.map(({ line }) => line)).toEqual(own.map(({ line }) => line));
    expect(first.text ?? input).toBe(output);

    const second = await patchSpawnSites(output, request, chosen);
    expect(second).toMatchObject({ patched: [], refused: [] });
    expect(second.text).toBeUndefined();
    expect(second.already).toHaveLength(chosen.length);

    writeFileSync(path.join(open.root, file), output);
    const later = (await findSpawnSites(target, answers)).filter((site) => site.file === file);
    expect(later.map(({ verdict }) => verdict)).toEqual(
      sites
        .filter((site) => site.file === file)
        .map(({ verdict }) => (verdict === "patchable" ? "handled" : verdict)),
    );
  });
});

describe("every child that can be watched is watched, once (CHILD-3)", () => {
  it.each(listSpawnCases())("%s", async (name) => {
    open = openSpawnCase(name);
    const { file, target, answers, input, watched } = open;
    const find = async () =>
      (await findSpawnSites(target, answers)).filter((site) => site.file === file);
    const sites = await find();
    const ours = sites.filter(({ verdict }) => verdict === "patchable" || verdict === "handled");
    const chosen = ours.map(({ line, text, descriptor = "X" }) => {
      return { line, text, descriptor, watch: true };
    });
    const request = makeSpawnRequest(target, answers, file);
    const first = await patchSpawnSites(input, request, chosen);
    expect(first.refused).toEqual([]);
    const after = first.text ?? input;
    if (watched !== undefined) expect(after).toBe(watched);
    const calls = (text: string) => text.match(/watchChild\(/gi)?.length ?? 0;
    const wanted = sites.filter(({ canWatch }) => canWatch).length;
    expect(calls(after) - calls(input)).toBe(wanted);

    const second = await patchSpawnSites(after, request, chosen);
    expect(second).toMatchObject({ patched: [], refused: [] });
    expect(second.text).toBeUndefined();

    writeFileSync(path.join(open.root, file), after);
    expect((await find()).map(({ canWatch }) => canWatch)).toEqual(sites.map(() => false));
  });
});

describe("the rows have cases", () => {
  const rows = Array.from({ length: 21 }, (_, index) => `c${index + 1}`);
  it.each(rows)("%s has one", (row) => {
    expect(listSpawnCases().filter((name) => name.startsWith(`${row}-`))).not.toEqual([]);
  });
});

function describeSite({ file, text: _, notes, canWatch, ...site }: SpawnSite, own: string) {
  return {
    ...(file === own ? {} : { file }),
    ...site,
    ...(notes.length > 0 ? { notes } : {}),
    ...(canWatch ? { canWatch } : {}),
  };
}
