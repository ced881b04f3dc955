import { describe, expect, it } from "vitest";
import {
  chooseLanguage,
  decideLanguage,
  type Side,
} from "../../../generators/target/python/choose-language.js";
import { makeTargetTree, type TreeFiles } from "../../helpers/target-tree.js";

const started = (stage: "production" | "bin" | "development", file: string): Side => ({
  startCommands: [{ source: "x", stage, entries: [file] }],
  entrypoints: [{ file }],
  hasDependencies: true,
});
const named = (file: string): Side => ({
  startCommands: [],
  entrypoints: [{ file }],
  hasDependencies: true,
});
const nothing: Side = { startCommands: [], entrypoints: [], hasDependencies: true };

describe("decideLanguage", () => {
  it.each<[node: Side | undefined, python: Side | undefined, choice: string]>([
    [undefined, undefined, "node: nothing of Python is started or installed here"],
    [undefined, nothing, "python: there is Python here, and no package.json"],
    [nothing, undefined, "node: nothing of Python is started or installed here"],
    [started("production", "a.js"), started("development", "a.py"), "node: x runs 'a.js'"],
    [started("development", "a.js"), started("production", "a.py"), "python: x runs 'a.py'"],
    [named("index.js"), started("bin", "a.py"), "python: x runs 'a.py'"],
    [nothing, named("main.py"), "python: there is 'main.py'"],
    [
      started("production", "a.js"),
      { ...started("production", "a.py"), hasDependencies: false },
      "node: x runs 'a.js'",
    ],
    [
      named("a.js"),
      { ...started("production", "scripts/a.py"), hasDependencies: false },
      "ambiguous: there is 'a.js' | there is 'scripts/a.py'",
    ],
    [
      started("production", "a.js"),
      started("production", "a.py"),
      "ambiguous: x runs 'a.js' | x runs 'a.py'",
    ],
    [nothing, nothing, "ambiguous: nothing starts a file of it | nothing starts a file of it"],
  ])("%# %j", (node, python, expected) => {
    const choice = decideLanguage({ ...(node && { node }), ...(python && { python }) });
    const line =
      "language" in choice
        ? `${choice.language}: ${choice.reason}`
        : `ambiguous: ${choice.ambiguous.node} | ${choice.ambiguous.python}`;
    expect(line).toBe(expected);
  });
});

describe("chooseLanguage", () => {
  const api = {
    "main.py": "",
    "requirements.txt": "flask\n",
    Procfile: "web: gunicorn main:app\n",
  };
  it.each<[what: string, files: TreeFiles, language: string]>([
    ["a Node service", { "package.json": { scripts: { start: "node a.js" } }, "a.js": "" }, "node"],
    ["an empty folder", {}, "node"],
    ["a Python service", api, "python"],
    [
      "with tailwind's package.json",
      {
        ...api,
        "package.json": {
          devDependencies: { tailwindcss: "4" },
          scripts: { "build:css": "tailwindcss -o x.css" },
        },
      },
      "python",
    ],
    [
      "with a package.json for pm2",
      {
        "package.json": { scripts: { start: "pm2 start ecosystem.config.js" } },
        "ecosystem.config.js":
          "module.exports = { apps: [{ script: 'main.py', interpreter: 'python3' }] };\n",
        "main.py": "",
        "requirements.txt": "flask\n",
      },
      "python",
    ],
    [
      "a Node service with a script in Python",
      {
        "package.json": { scripts: { start: "node a.js" } },
        "a.js": "",
        "scripts/report.py": 'if __name__ == "__main__":\n    main()\n',
        "scripts/requirements.txt": "pandas\n",
      },
      "node",
    ],
    [
      "a Node service whose cron runs a script in Python",
      {
        "package.json": { scripts: { start: "node a.js" } },
        "a.js": "",
        "scripts/report.py": "",
        crontab: "0 0 * * * cd /srv/x && python3 scripts/report.py\n",
      },
      "node",
    ],
    [
      "a Next.js app with a tool in Python",
      {
        "package.json": { scripts: { start: "next start" } },
        "requirements.txt": "x\n",
        "tool.py": 'if __name__ == "__main__":\n    x()\n',
      },
      "node",
    ],
    [
      "both, each with a start",
      { ...api, "package.json": { scripts: { start: "node a.js" } }, "a.js": "" },
      "ambiguous",
    ],
    ["a package.json that is broken", { ...api, "package.json": "{" }, "python"],
  ])("%s", async (_, files, language) => {
    const choice = await chooseLanguage(makeTargetTree(files));
    expect("language" in choice ? choice.language : "ambiguous").toBe(language);
  });
});
