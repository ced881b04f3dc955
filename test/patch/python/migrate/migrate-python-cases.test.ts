import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { recordPatch } from "../../../../generators/plan/record-patch.js";
import { takeBack } from "../../../../generators/plan/take-back.js";
import { readTree } from "../../../helpers/apply-tree.js";
import {
  listMigratePythonCases,
  migratePythonProject,
  openMigratePythonCase,
} from "../../../helpers/migrate-python-cases.js";

const python = path.join(import.meta.dirname, "../../../../.venv/bin/python");

describe("a Python project is migrated as test/fixtures/migrate-python has it", () => {
  const sources: Record<string, string> = {};
  afterAll(() => {
    const check =
      "import json, sys\nfor name, text in json.load(sys.stdin).items():\n    compile(text.encode('latin-1'), name, 'exec')\n";
    const input = JSON.stringify(sources);
    const { status, stderr } = spawnSync(python, ["-c", check], { input, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it.each(listMigratePythonCases())("%s", async (name) => {
    const opened = openMigratePythonCase(name);
    try {
      const before = readTree(opened.root);
      const { output, notes } = await migratePythonProject(opened.root);
      expect(output).toEqual(opened.output);
      expect(notes).toEqual(opened.notes);
      expect(readTree(opened.root)).toEqual(before);
      for (const [file, text] of Object.entries(output)) {
        sources[`${name}/${file}`] = text;
        const [old, young] = [before[file] ?? "", text].map((each) => Buffer.from(each, "latin1"));
        const patch = recordPatch(old, young as Uint8Array, undefined);
        const { bytes, missing } = takeBack(young as Uint8Array, patch);
        expect(Buffer.from(bytes).toString("latin1"), "taken back").toBe(before[file]);
        expect(missing).toEqual([]);
      }
      await migratePythonProject(opened.root, { writes: true });
      expect((await migratePythonProject(opened.root)).output, "run twice").toEqual({});
    } finally {
      opened.remove();
    }
  });
});
