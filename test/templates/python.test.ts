import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const repo = path.resolve(import.meta.dirname, "../..");
const folder = path.join(repo, "templates/python");
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".py"))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), "utf8") }));
const isTag = (line: string) => /^ *# %/.test(line);

function tool(name: string, args: string[]): string {
  const command = path.join(repo, ".venv/bin", name);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  return status === 0 ? "clean" : stdout + stderr;
}

test("the Python templates are clean under ruff", () => {
  const args = [
    "check",
    "--isolated",
    "--no-cache",
    "--target-version",
    "py39",
    "--extend-select",
    "I,B,UP",
  ];
  expect(tool("ruff", [...args, "."])).toBe("clean");
});

test("the Python templates are in black's format", () => {
  expect(tool("black", ["--check", "--target-version", "py39", "."])).toBe("clean");
});

test.each(["3.10", "3.13"])(
  "the Python templates are clean under mypy --strict for %s",
  (version) => {
    const args = ["--strict", "--cache-dir", "/dev/null", "--python-version", version];
    expect(tool("mypy", [...args, "."])).toBe("clean");
  },
);

test.each(sources)(
  "templates/python/$name is short, and its tags are lines of their own",
  ({ name, text }) => {
    const lines = text.split("\n");
    const tags = lines.filter(isTag);
    expect(lines.length - tags.length).toBeLessThanOrEqual(150);
    expect(tags.filter((tag) => !/^ *# %(?:[=~+]? )(?!.*(?:'|\belse\b)).*\S$/.test(tag))).toEqual(
      [],
    );
    expect(name === "settings.py" || tags.every((tag) => /^ *# % /.test(tag))).toBe(true);
    let depth = 0;
    for (const tag of tags.filter((line) => /# % /.test(line))) {
      expect(tag.trim()).toMatch(/^# % (?:if \(.+\) \{|\})$/);
      depth += tag.trim() === "# % }" ? -1 : 1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect(text).toMatch(/^"""[\s\S]*[^\n]\n$/);
  },
);
