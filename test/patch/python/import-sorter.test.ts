import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findImportSorter } from "../../../generators/patch/python/find-import-sorter.js";
import { patchEntrypoint } from "../../../generators/patch/python/patch-entrypoint.js";

const ruff = path.join(import.meta.dirname, "../../../.venv/bin/ruff");
const folder = mkdtempSync(path.join(tmpdir(), "sorted-"));
afterAll(() => rmSync(folder, { recursive: true }));

const request = {
  file: "main.py",
  dir: "app_logging",
  packageName: "app_logging",
  setup: "setup" as const,
  isOwnModule: ({ module }: { module: string }) => module === "mylib",
  needsPath: false,
  followsEnv: false,
};

describe("a sorter leaves the imports where they are", () => {
  it.each([
    ["at the top", "import zlib\nimport abc\nimport mylib\n\nprint(zlib, abc, mylib)\n", true],
    [
      "behind a call",
      "import os\nfrom dotenv import load_dotenv\nload_dotenv()\nimport zlib\nimport abc\n\nprint(os, zlib, abc)\n",
      false,
    ],
  ])("%s: ruff sorts the rest, and finds no fault with ours", async (_, text, envFile) => {
    const result = await patchEntrypoint(text, { ...request, envFile, keepFirst: true });
    expect(result.patched).toBe(true);
    const file = path.join(folder, "main.py");
    const before = "text" in result ? result.text : "";
    writeFileSync(file, before);
    const check = ["check", "--isolated", "--no-cache", "--quiet", "--output-format", "concise"];
    try {
      execFileSync(ruff, [...check, "--select", "I,E402,F401", "--fix", file], { stdio: "pipe" });
    } catch (error) {
      const { stdout } = error as { stdout: Buffer };
      expect(stdout.toString()).not.toContain("app_logging");
    }
    const after = readFileSync(file, "utf8");
    expect(after).not.toBe(before);
    const ours = (sorted: string) =>
      sorted.split("\n").filter((line) => line.includes("app_logging"));
    expect(ours(after)).toEqual(ours(before));
    const place = (sorted: string) =>
      sorted.slice(0, sorted.indexOf("from app_logging")).replace(/\s+/g, " ");
    expect(place(after)).toBe(place(before));
  });
});

describe("a project's import sorter", () => {
  it.each([
    ["isort", "pyproject.toml", '[tool.isort]\nprofile = "black"\n'],
    ["isort", ".isort.cfg", "[settings]\n"],
    ["isort", ".pre-commit-config.yaml", "repos:\n  - hooks:\n      - id: isort\n"],
    ["ruff", "pyproject.toml", '[tool.ruff.lint]\nselect = [\n  "E",\n  "I", # imports\n]\n'],
    ["ruff", "ruff.toml", 'extend-select = ["I001"]\n'],
    ["ruff", ".ruff.toml", '[lint]\nselect = ["ALL"]\n'],
    [undefined, "pyproject.toml", '[tool.ruff.lint]\nselect = ["E", "F"]\n'],
    [undefined, "setup.cfg", "[metadata]\nname = isort\n"],
  ])("is %s by %s", (sorter, name, text) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    expect(findImportSorter(folder, folder)).toBe(sorter);
    rmSync(file);
  });
});
