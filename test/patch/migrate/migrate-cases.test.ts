import { describe, expect, it } from "vitest";
import { writeTree } from "../../helpers/apply-tree.js";
import { listMigrateCases, migratePackage, openMigrateCase } from "../../helpers/migrate-cases.js";

describe("a package's console calls and delayed exits go to its logger, and what is not certain is listed", () => {
  it.each(listMigrateCases())("%s", async (name) => {
    const { root, output, notes, remove } = openMigrateCase(name);
    try {
      const first = await migratePackage(root);
      expect(first.output).toEqual(output);
      expect(first.notes).toEqual(notes);

      writeTree(root, first.output);
      const second = await migratePackage(root);
      expect(second.output).toEqual({});
      // Lines may have moved, and what was only said of a change is said no more.
      const texts = (lines: string[]) =>
        lines
          .map((line) => line.replace(/:\d+:/, ":"))
          .filter((line) => !/any more$|one of them can go$/.test(line));
      expect(texts(second.notes).sort()).toEqual(texts(notes).sort());
    } finally {
      remove();
    }
  });
});
