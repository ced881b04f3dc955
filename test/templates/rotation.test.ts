import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { activePath, deleteOldest, takeRotatedPath } from "../../templates/node/rotation.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "create-logging-rotation-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const zone = process.env["TZ"];
process.env["TZ"] = "UTC";
afterAll(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

/** Writes a file that was last written to at a second. */
function put(name: string, second: number): void {
  writeFileSync(path.join(folder, name), "");
  utimesSync(path.join(folder, name), second, second);
}

describe("FILE-4 the rotated name", () => {
  test("is the creation time with six digits below the second", () => {
    const rotated = (time: number) => path.basename(takeRotatedPath(folder, "app", time));
    expect(rotated(0)).toBe("app.1970-01-01_00-00-00_000000.log");
    expect(rotated(1_767_323_045_006.5)).toBe("app.2026-01-02_03-04-05_006500.log");
    expect(rotated(1_767_323_045_999.999)).toMatch(/^app\.2026-01-02_03-04-05_99999[89]\.log$/);
  });

  test("is counted on from `.2` where it is taken", () => {
    const names = Array.from({ length: 4 }, () => {
      const rotated = takeRotatedPath(folder, "app", 0);
      writeFileSync(rotated, "");
      return path.basename(rotated);
    });
    const stem = "app.1970-01-01_00-00-00_000000";
    expect(names).toEqual(["", ".2", ".3", ".4"].map((count) => `${stem}${count}.log`));
  });

  test("belongs to the name, whatever is in it", () => {
    for (const name of ["a.b", "{time}", "[x]*", "$&", "my app", "🚀"]) {
      expect(path.basename(activePath(folder, name))).toBe(`${name}.log`);
      const rotated = path.basename(takeRotatedPath(folder, name, 0));
      expect(rotated).toBe(`${name}.1970-01-01_00-00-00_000000.log`);
    }
  });
});

describe("FILE-5, FILE-6 deleteOldest", () => {
  test("keeps the newest by the time of writing, then of creation, then by number", () => {
    put("app.2026-01-01_00-00-00_000000.log", 50); // written last, though made first
    put("app.2026-01-02_00-00-00_000000.log", 40);
    put("app.2026-01-02_00-00-00_000000.2.log", 40);
    put("app.2026-01-02_00-00-00_000000.10.log", 40);
    put("app.2026-01-03_00-00-00_000000.log", 40);
    const left: string[][] = [];
    for (let keep = 4; keep >= 0; keep--) {
      deleteOldest(folder, "app", keep);
      left.push(
        readdirSync(folder)
          .map((name) => name.slice(13).replace("_00-00-00_000000", ""))
          .sort(),
      );
    }
    expect(left).toEqual([
      ["1.log", "2.10.log", "2.2.log", "3.log"],
      ["1.log", "2.10.log", "3.log"],
      ["1.log", "3.log"],
      ["1.log"],
      [],
    ]);
  });

  test("leaves files of every other name alone", () => {
    const others = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.replace(/[/\\\0]/g, "_")),
      fc
        .constantFrom(
          ".worker.log",
          ".log",
          ".2026-01-01_00-00-00_000000.txt",
          ".2026-01-01.log",
          "~2.2026-01-01_00-00-00_000000.log",
          ".2026-01-01_00-00-00_000000.x.log",
          ".2026-01-01_00-00-00_000000.2.3.log",
          ".2026-01-01_00-00-00_0000000.log",
        )
        .map((ending) => `app${ending}`),
    );
    const own = "app.2026-01-01_00-00-00_000000.log";
    fc.assert(
      fc.property(fc.array(others, { maxLength: 8 }), (names) => {
        const kept = [...new Set(names)].filter((name) => ![".", "..", own].includes(name));
        for (const name of kept) put(name, 10);
        put(own, 5);
        deleteOldest(folder, "app", 0);
        const left = readdirSync(folder).sort();
        for (const name of left) rmSync(path.join(folder, name));
        expect(left).toEqual(kept.sort());
      }),
      { numRuns: 100 },
    );
  });

  test("does not care that the directory is gone", () => {
    expect(() => deleteOldest(path.join(folder, "none"), "app", 1)).not.toThrow();
  });
});
