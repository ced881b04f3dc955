import { describe, expect, it } from "vitest";
import type { SpawnSite } from "../../generators/patch/spawn/spawn.js";
import { noteSpawnSites } from "../../generators/plan/note-spawn-sites.js";
import { makeAnswers } from "../helpers/apply-fake-stages.js";

const site = (changes: Partial<SpawnSite>): SpawnSite => ({
  file: "src/index.ts",
  line: 3,
  kind: "fork",
  command: "node src/worker.js",
  text: 'fork("./worker.js")',
  verdict: "patchable",
  reason: "is one of ours",
  notes: [],
  canWatch: true,
  ...changes,
});

describe("places that start processes", () => {
  it("each with what a person does about it, other programs only counted", () => {
    const sites = [
      site({ descriptor: "SCORER" }),
      site({ line: 4 }),
      site({ line: 5, descriptor: "OLD", file: "src/it's.ts" }),
      site({ line: 6, verdict: "report", reason: "is a template: give it an env by hand" }),
      site({ line: 9, verdict: "handled" }),
      site({ line: 7, verdict: "external" }),
      site({ line: 8, verdict: "skipped" }),
    ];
    const answers = makeAnswers({ children: [{ descriptor: "OLD", name: "old" }] });
    expect(noteSpawnSites(sites, answers, 10)).toEqual([
      {
        file: "src/index.ts",
        line: 3,
        text: "starts a child process (node src/worker.js): declare it with create-logging add-child SCORER --site src/index.ts:3",
      },
      {
        file: "src/index.ts",
        line: 4,
        text: "starts a child process (node src/worker.js): declare it with create-logging add-child <X> --site src/index.ts:4",
      },
      {
        file: "src/it's.ts",
        line: 5,
        text: "starts child 'OLD' (node src/worker.js): create-logging add-child OLD --site 'src/it'\\''s.ts:5' gives it its name",
      },
      {
        file: "src/index.ts",
        line: 6,
        text: "is a template: give it an env by hand (node src/worker.js)",
      },
      {
        text: "2 other places start a program that is no such child, or lies in tests or scripts: left alone",
      },
    ]);
  });

  it("at most ten; none where nothing is started", () => {
    const sites = Array.from({ length: 13 }, (_, index) => site({ line: index + 1 }));
    const notes = noteSpawnSites(sites, makeAnswers(), 10);
    expect(notes).toHaveLength(11);
    expect(notes.at(-1)?.text).toBe(
      "and 3 more that start processes: create-logging add-child <X> --dry-run tells of all",
    );
    expect(noteSpawnSites([], makeAnswers(), 10)).toEqual([]);
  });
});
