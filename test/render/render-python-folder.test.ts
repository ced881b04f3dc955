import path from "node:path";
import { describe, expect, test } from "vitest";
import { listPythonModules } from "../../generators/plan/python/list-python-modules.js";
import { renderPythonFolder } from "../../generators/render/render-python-folder.js";
import { features } from "../../generators/standard.js";
import { plainAnswers } from "../helpers/render-answers.js";

const loaded = ["__init__", "setup", "setup_child"];

describe.each([
  ["everything on", {}],
  ["no ownership", { ownership: false }],
  ["no diagnose", { diagnose: false }],
  ["neither", { ownership: false, diagnose: false }],
])("a Python logging package with %s", async (_name, off) => {
  const files = await renderPythonFolder({
    ...plainAnswers,
    target: "python",
    dir: "app_logging",
    children: [{ descriptor: "WORKER", name: "worker" }],
    features: { ...features, ...off },
  });
  const modules = new Map(
    files
      .filter((file) => file.path.endsWith(".py"))
      .map((file) => [path.parse(file.path).name, file]),
  );
  const imports = [...modules.values()].map(({ path: file, text }) => {
    const found = [...listPythonModules(file, text)].map((each) => path.posix.parse(each));
    return found.filter(({ dir, name }) => dir === "app_logging" && /^[a-z_]+$/.test(name));
  });
  const imported = new Set(imports.flat().map(({ name }) => name));

  test("holds every module that another imports", () => {
    const sources = [...modules.values()].map(({ text }) => text).join("\n");
    const named = [...sources.matchAll(/^ *from \.(\w+) import/gm)].map(([, name = ""]) => name);
    expect(named.filter((name) => !modules.has(name))).toEqual([]);
  });

  test("holds no module that nothing imports", () => {
    expect(
      [...modules.keys()].filter((name) => !imported.has(name) && !loaded.includes(name)),
    ).toEqual([]);
  });

  test("has no tag left in it", () => {
    for (const { text } of files) expect(text).not.toMatch(/# %|<%/);
  });
});
