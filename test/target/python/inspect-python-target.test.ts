import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RefusedError } from "../../../generators/errors.js";
import { findPythonLoggers } from "../../../generators/target/python/find-python-loggers.js";
import { inspectPythonTarget } from "../../../generators/target/python/inspect-python-target.js";
import { readTree } from "../../helpers/apply-tree.js";
import { inspectPythonTree } from "../../helpers/python-tree.js";
import { makeTargetTree } from "../../helpers/target-tree.js";

describe("inspectPythonTarget", () => {
  it("tells everything about a plain service", async () => {
    const root = makeTargetTree({
      "pyproject.toml":
        '[project]\nname = "orders"\nrequires-python = ">=3.10"\ndependencies = ["fastapi", "Uvicorn[standard]"]\n',
      "uv.lock": "",
      Dockerfile:
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "app.main:app", "--workers", "1"]\n',
      "app/__init__.py": "",
      "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
      "app/log.py": "import logging\n\nlogging.basicConfig()\n",
      "tests/test_main.py": "import os\nfrom app.main import app\n",
    });
    const before = readTree(root);
    expect(await inspectPythonTarget(root)).toEqual({
      root,
      language: "python",
      workspaceRoot: root,
      projectName: "orders",
      sourceRoot: "app",
      entrypoints: [
        {
          file: "app/main.py",
          sources: ["Dockerfile:4"],
          runs: [{ searchPath: "", module: "app.main" }],
        },
      ],
      startCommands: [
        {
          source: "Dockerfile:4",
          command: "uvicorn app.main:app --workers 1",
          entries: ["app/main.py"],
          loadsEnv: false,
          stage: "production",
        },
      ],
      dependencyFiles: [{ kind: "pep621", file: "pyproject.toml", manager: "uv" }],
      dependencies: ["fastapi", "uvicorn"],
      minimumPython: "3.10",
      frameworks: ["fastapi", "uvicorn"],
      notes: [],
    });
    expect(readTree(root)).toEqual(before);
  });

  it("sees uncommitted changes, and the root of the repository", async () => {
    const root = makeTargetTree({ "svc/main.py": "" });
    execFileSync("git", ["init", "-q"], { cwd: root });
    const target = await inspectPythonTarget(join(root, "svc"));
    expect([target.gitDirty, target.workspaceRoot]).toEqual([true, root]);
  });

  it("refuses what is no folder", async () => {
    const root = makeTargetTree({ "a.py": "" });
    await expect(inspectPythonTarget(join(root, "nope"))).rejects.toThrow(
      new RefusedError(`'${root}/nope' does not exist. Pass the folder of a Python service.`),
    );
    await expect(inspectPythonTarget(join(root, "a.py"))).rejects.toThrow(
      new RefusedError(`'${root}/a.py' is not a folder. Pass the folder that holds its sources.`),
    );
  });

  it("looks into no virtual environment, whatever its name", async () => {
    const { notes } = await inspectPythonTree({
      "myenv/pyvenv.cfg": "",
      "myenv/Procfile": "web: python x.py\n",
      "myenv/lib/x/log.py": "import logging\nlogging.basicConfig()\n",
    });
    expect(notes).toEqual([]);
  });

  it("looks into no other project and no built output", async () => {
    const guard = 'if __name__ == "__main__":\n    x()\n';
    const { entrypoints, notes } = await inspectPythonTree({
      "lib/pyproject.toml": '[project]\nname = "lib"\n',
      "lib/Procfile": "web: python nope.py\n",
      "lib/log.py": "import logging\nlogging.basicConfig()\n",
      "build/lib/Procfile": "web: python nope.py\n",
      "run.py": guard,
    });
    expect(entrypoints.map(({ file }) => file)).toEqual(["run.py"]);
    expect(notes).toEqual([]);
  });

  it("follows no link out of the target", async () => {
    const outside = makeTargetTree({ "main.py": "" });
    const target = await inspectPythonTree({
      Procfile: "web: python main.py\n",
      "main.py": { link: join(outside, "main.py") },
    });
    expect(target.entrypoints).toEqual([]);
  });

  it("names an entrypoint that can't reach the logging package", async () => {
    const { notes } = await inspectPythonTree(
      { Procfile: "a: python a/x.py\nb: python b/y.py\n" },
      "a/x.py",
      "b/y.py",
    );
    expect(notes).toEqual([
      {
        file: "b/y.py",
        text: "can't import a package in 'a' the way it is started: no folder is in reach of all entrypoints. Pass --dir, or start it as a module",
      },
    ]);
  });

  const files = [
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "Pipfile",
    "Procfile",
    "Dockerfile",
    "docker-compose.yml",
    "app.service",
    "supervisord.conf",
    "crontab",
    "Makefile",
    "requirements.txt",
    "manage.py",
    "main.py",
    "gunicorn.conf.py",
    "package.json",
    "render.yaml",
  ];
  const nonsense = [
    "",
    "\0\0",
    "{",
    "[[[",
    "[a]\nb",
    "=",
    '"',
    "x: [",
    "- -",
    "\\",
    "run:\n\t\\",
    "é\u2028",
  ];
  it.each(files)("does not break on nonsense in %s", async (file) => {
    for (const text of nonsense) {
      const target = await inspectPythonTree({ [file]: text });
      expect(target.startCommands).toEqual([]);
    }
  });
});

describe("other loggers", () => {
  it.each<[text: string, name: string | undefined]>([
    ["from loguru import logger\nlogger.add('x.log')\n", "Loguru"],
    ["from loguru import logger\nlogger.configure(handlers=[])\n", "Loguru"],
    ["import logging\nlogging.basicConfig(level=1)\n", "logging"],
    ["from logging.config import dictConfig\ndictConfig({})\n", "logging"],
    ["LOGGING = {\n}\n# logging\n", "logging"],
    ["import structlog\nstructlog.configure()\n", "structlog"],
    ["import logging\nlogger = logging.getLogger(__name__)\n", undefined],
    ["from loguru import logger\nlogger.info('x')\n", undefined],
    ["import logging\n# logging.basicConfig()\n", undefined],
    [
      "from alembic import context\nfrom logging.config import fileConfig\nfileConfig(1)\n",
      undefined,
    ],
  ])("%j", (text, name) => {
    const file = text.includes("alembic") ? "migrations/env.py" : "app/log.py";
    const notes = findPythonLoggers(makeTargetTree({ [file]: text }), [file]);
    expect(notes.map((note) => note.text.split(":")[0])).toEqual(name ? [`sets up ${name}`] : []);
  });
});
