import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  folder,
  listSetupsCases,
  migrateTree,
  openSetupsCase,
  readTree,
} from "../../../helpers/setups-cases.js";

describe("a set-up of winston, pino or log4js becomes our logger under its own names", () => {
  test.each(listSetupsCases())("%s: input gives output and notes, file by file", async (name) => {
    const opened = await openSetupsCase(name, "input");
    const { tree, notes } = await migrateTree(opened);
    opened.remove();
    const output = path.join(folder, name, "output");
    if (process.env["UPDATE_SETUPS"]) update(output, tree, notes);
    expect(tree).toEqual(readTree(output));
    expect(notes).toBe(readFileSync(path.join(folder, name, "notes.txt"), "utf8"));
  });

  test.each(listSetupsCases())("%s: a second run changes nothing", async (name) => {
    const opened = await openSetupsCase(name, "output");
    const { patched } = await migrateTree(opened);
    opened.remove();
    expect(patched).toEqual([]);
  });
});

function update(output: string, tree: Record<string, string>, notes: string): void {
  if (existsSync(output)) rmSync(output, { recursive: true });
  for (const [file, text] of Object.entries(tree)) {
    mkdirSync(path.dirname(path.join(output, file)), { recursive: true });
    writeFileSync(path.join(output, file), text, "latin1");
  }
  writeFileSync(path.join(output, "../notes.txt"), notes);
}
