import { describe, expect, it } from "vitest";
import { inspectPythonTarget } from "../../../generators/target/python/inspect-python-target.js";
import { judgePythonTarget } from "../../../generators/target/python/judge-python-target.js";
import { listPythonProjects } from "../../../generators/target/python/list-python-projects.js";
import { makeTargetTree, type TreeFiles } from "../../helpers/target-tree.js";

describe("the Python projects of a folder", () => {
  it.each<[what: string, files: TreeFiles, ...projects: string[]]>([
    ["none", { "package.json": {}, "scripts/a.py": "" }],
    [
      "services side by side",
      {
        "a/pyproject.toml": "",
        "b/requirements.txt": "",
        "c/manage.py": "",
        "d/x.py": "",
        "e/Pipfile": "",
        "f/package.json": {},
      },
      "a pyproject.toml",
      "b requirements.txt",
      "c manage.py",
      "e Pipfile",
    ],
    [
      "a module that is called setup",
      { "a/setup.py": "x = 1\n", "b/setup.py": "import setuptools\n" },
      "b setup.py",
    ],
    ["the root itself", { "requirements.txt": "" }, " requirements.txt"],
    [
      "parts of one project",
      { "a/pyproject.toml": "", "a/src/requirements.txt": "", "a/src/manage.py": "" },
      "a pyproject.toml",
    ],
    [
      "a project in a project",
      { "a/pyproject.toml": "", "a/lib/pyproject.toml": "" },
      "a pyproject.toml",
      "a/lib pyproject.toml",
    ],
    [
      "a root that is a project",
      { "pyproject.toml": "[project]\n", "src/manage.py": "" },
      " pyproject.toml",
    ],
    [
      "a workspace's root",
      { "pyproject.toml": "[tool.uv.workspace]\n", "api/requirements.txt": "" },
      " pyproject.toml",
      "api requirements.txt",
    ],
    [
      "what is installed or built",
      {
        "venv2/pyvenv.cfg": "",
        "venv2/lib/x/setup.py": "setuptools",
        ".venv/setup.py": "setuptools",
        "node_modules/x/setup.py": "setuptools",
        "build/lib/setup.py": "setuptools",
        "dist/setup.py": "setuptools",
      },
    ],
  ])("%s", (_, files, ...projects) => {
    const found = listPythonProjects(makeTargetTree(files));
    expect(found.map(({ dir, marker }) => `${dir} ${marker}`)).toEqual(projects);
  });
});

describe("a Python project is", () => {
  const scripts = '[project]\nname = "svc"\n[project.scripts]\nsvc = "svc:main"\n';
  it.each<[verdict: string, files: TreeFiles]>([
    ["service: Procfile:1 runs 'main.py'", { "main.py": "", Procfile: "web: python main.py\n" }],
    [
      "service: Procfile.dev:1 runs 'main.py'",
      { "main.py": "", "Procfile.dev": "web: python main.py\n" },
    ],
    ["service: has 'manage.py'", { "manage.py": 'DJANGO_SETTINGS_MODULE = "x"\n' }],
    ["service: has 'main.py'", { "main.py": 'if __name__ == "__main__":\n    x()\n' }],
    [
      "tool: pyproject.toml project.scripts.svc runs 'svc/__init__.py', and nothing starts it",
      { "pyproject.toml": scripts, "svc/__init__.py": "" },
    ],
    [
      "service: pyproject.toml project.scripts.svc runs 'svc/__init__.py'",
      { "pyproject.toml": scripts, "svc/__init__.py": "", "requirements.txt": "fastapi\n" },
    ],
    [
      "tool: crontab:1 runs 'scripts/a.py', and nothing starts it",
      { "scripts/a.py": "", crontab: "0 0 * * * python scripts/a.py\n" },
    ],
    [
      "library: nothing starts a file of it",
      { "pyproject.toml": '[project]\nname = "lib"\n', "lib/__init__.py": "" },
    ],
  ])("%s", async (verdict, files) => {
    const { role, reason } = judgePythonTarget(
      await inspectPythonTarget(makeTargetTree(files)),
      false,
    );
    expect(`${role}: ${reason}`).toBe(verdict);
  });

  it("a service where it was set up before", async () => {
    const target = await inspectPythonTarget(makeTargetTree({}));
    expect(judgePythonTarget(target, true).role).toBe("service");
  });
});
