import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  findPythonSpawnSites,
  makePythonSpawnRequest,
} from "../../../../generators/patch/python/spawn/find-python-spawn-sites.js";
import { patchPythonSpawnSites } from "../../../../generators/patch/python/spawn/patch-python-spawn-sites.js";
import type { SpawnSite } from "../../../../generators/patch/spawn/spawn.js";
import { python } from "../../../../scripts/prepare-python.js";
import {
  listCaseFiles,
  listPythonSpawnCases,
  openPythonSpawnCase,
  type PythonSpawnCase,
} from "../../../helpers/python-spawn-cases.js";

let open: PythonSpawnCase | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

describe("a Python file's spawn sites are judged, and the patchable ones patched once", () => {
  it.each(listPythonSpawnCases())("%s", async (name) => {
    open = openPythonSpawnCase(name);
    const { file, target, answers, input, output, expected } = open;
    const sites = await findPythonSpawnSites(target, answers);
    expect(sites.map((site) => describeSite(site, file))).toEqual(expected.sites);

    const own = sites.filter((site) => site.file === file && site.verdict === "patchable");
    const chosen = own.map(({ line, text, descriptor = "X" }) => ({ line, text, descriptor }));
    const request = makePythonSpawnRequest(target, answers, file);
    const first = await patchPythonSpawnSites(input, request, chosen);
    expect(first.refused).toEqual([]);
    expect(first.patched.map(({ line }) => line)).toEqual(own.map(({ line }) => line));
    expect(first.text ?? input).toBe(output);

    const second = await patchPythonSpawnSites(output, request, chosen);
    expect(second).toMatchObject({ patched: [], refused: [] });
    expect(second.text).toBeUndefined();
    expect(second.already).toHaveLength(chosen.length);

    writeFileSync(path.join(open.root, file), output);
    const later = (await findPythonSpawnSites(target, answers)).filter(
      (site) => site.file === file,
    );
    expect(later.map(({ verdict }) => verdict)).toEqual(
      sites
        .filter((site) => site.file === file)
        .map(({ verdict }) => (verdict === "patchable" ? "handled" : verdict)),
    );
  });
});

describe("every Python child that can be watched is watched, once (CHILD-3)", () => {
  it.each(listPythonSpawnCases())("%s", async (name) => {
    open = openPythonSpawnCase(name);
    const { file, target, answers, input, watched } = open;
    const find = async () =>
      (await findPythonSpawnSites(target, answers)).filter((site) => site.file === file);
    const sites = await find();
    const ours = sites.filter(({ verdict }) => verdict === "patchable" || verdict === "handled");
    const chosen = ours.map(({ line, text, descriptor = "X" }) => {
      return { line, text, descriptor, watch: true };
    });
    const request = makePythonSpawnRequest(target, answers, file);
    const first = await patchPythonSpawnSites(input, request, chosen);
    expect(first.refused).toEqual([]);
    const after = first.text ?? input;
    if (watched !== undefined) expect(after).toBe(watched);
    const calls = (text: string) => text.match(/watch_child\(/g)?.length ?? 0;
    const wanted = sites.filter(({ canWatch }) => canWatch).length;
    expect(calls(after) - calls(input)).toBe(wanted);

    const second = await patchPythonSpawnSites(after, request, chosen);
    expect(second).toMatchObject({ patched: [], refused: [] });
    expect(second.text).toBeUndefined();

    writeFileSync(path.join(open.root, file), after);
    expect((await find()).map(({ canWatch }) => canWatch)).toEqual(sites.map(() => false));
  });
});

it("Python compiles every case as it was and as it becomes", () => {
  const files = listPythonSpawnCases().flatMap(listCaseFiles);
  const program =
    "import sys\nfor name in sys.argv[1:]:\n    compile(open(name, 'rb').read(), name, 'exec')";
  expect(files.length).toBeGreaterThan(100);
  execFileSync(python, ["-c", program, ...files]);
});

describe("the rows have cases", () => {
  const rows = Array.from({ length: 7 }, (_, index) => `y${index + 1}`);
  it.each(rows)("%s has one", (row) => {
    expect(listPythonSpawnCases().filter((name) => name.startsWith(`${row}-`))).not.toEqual([]);
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
