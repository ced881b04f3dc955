import { describe, expect, it } from "vitest";
import { lowestOf } from "../../../generators/target/python/find-minimum-python.js";
import { inspectPythonTarget } from "../../../generators/target/python/inspect-python-target.js";
import { inspectPythonTree } from "../../helpers/python-tree.js";
import { makeTargetTree, type TreeFiles } from "../../helpers/target-tree.js";

const pep621 =
  '[project]\nname = "x"\ndependencies = ["Flask[async]>=2", "ruamel.yaml ; python_version>\'3\'"]\n';
const poetry = '[tool.poetry.dependencies]\npython = "^3.10"\nFastAPI = "*"\n';

describe("dependencies are kept in", () => {
  it.each<[what: string, files: TreeFiles, kept: string[], names: string[]]>([
    ["nothing", { "pyproject.toml": "[tool.ruff]\n" }, [], []],
    [
      "requirements.txt",
      { "requirements.txt": "# a\nFlask==2 # x\n-e .\ngit+https://h/x.git#egg=My_Lib\n" },
      ["requirements requirements.txt pip"],
      ["flask", "my-lib"],
    ],
    [
      "requirements.in first",
      { "requirements.in": "flask\n", "requirements.txt": "flask==2\nclick==1\n" },
      ["requirements requirements.in pip-tools", "requirements requirements.txt pip-tools"],
      ["flask", "click"],
    ],
    [
      "a folder of them",
      { "requirements/base.txt": "django\n", "requirements/prod.txt": "-r base.txt\ngunicorn\n" },
      ["requirements requirements/base.txt pip", "requirements requirements/prod.txt pip"],
      ["django", "gunicorn"],
    ],
    [
      "what another file only includes",
      { "requirements.txt": "-r requirements/prod.txt\n", "requirements/prod.txt": "flask\n" },
      ["requirements requirements/prod.txt pip", "requirements requirements.txt pip"],
      ["flask"],
    ],
    [
      "what the image installs",
      {
        "requirements.txt": "a\n",
        "docker/requirements.txt": "b\n",
        Dockerfile: "FROM python:3.12\nRUN pip install --no-cache-dir -r docker/requirements.txt\n",
      },
      ["requirements docker/requirements.txt pip", "requirements requirements.txt pip"],
      ["b", "a"],
    ],
    ["PEP 621", { "pyproject.toml": pep621 }, ["pep621 pyproject.toml"], ["flask", "ruamel-yaml"]],
    [
      "uv",
      {
        "pyproject.toml": `${pep621}[dependency-groups]\ndev = ["pytest"]\n`,
        "uv.lock": "",
        "requirements.txt": "flask\n",
      },
      ["pep621 pyproject.toml uv", "requirements requirements.txt pip"],
      ["flask", "ruamel-yaml", "pytest"],
    ],
    [
      "pdm",
      { "pyproject.toml": pep621, "pdm.lock": "" },
      ["pep621 pyproject.toml pdm"],
      ["flask", "ruamel-yaml"],
    ],
    [
      "hatch",
      { "pyproject.toml": `${pep621}[tool.hatch.envs.default]\nx = 1\n` },
      ["pep621 pyproject.toml hatch"],
      ["flask", "ruamel-yaml"],
    ],
    [
      "Poetry",
      { "pyproject.toml": poetry, "poetry.lock": "" },
      ["poetry pyproject.toml poetry"],
      ["fastapi"],
    ],
    [
      "Poetry with PEP 621",
      { "pyproject.toml": pep621, "poetry.lock": "" },
      ["pep621 pyproject.toml poetry"],
      ["flask", "ruamel-yaml"],
    ],
    [
      "a dynamic list",
      {
        "pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]\n',
        "requirements.txt": "flask\n",
      },
      ["requirements requirements.txt pip"],
      ["flask"],
    ],
    [
      "a project without a list",
      { "pyproject.toml": '[project]\nname = "x"\n', "requirements.txt": "flask\n" },
      ["requirements requirements.txt pip", "pep621 pyproject.toml"],
      ["flask"],
    ],
    [
      "Pipfile",
      {
        Pipfile: '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n',
        "Pipfile.lock": "{}",
        "requirements.txt": "x\n",
      },
      ["pipfile Pipfile pipenv", "requirements requirements.txt pip"],
      ["flask", "pytest", "x"],
    ],
    [
      "setup.cfg",
      { "setup.cfg": "[options]\ninstall_requires =\n    flask>=2\n    click\n" },
      ["setup-cfg setup.cfg"],
      ["flask", "click"],
    ],
    [
      "setup.py",
      {
        "setup.py":
          'import setuptools\nsetuptools.setup(name="x", install_requires=["flask>=2"])\n',
      },
      ["setup-py setup.py"],
      ["flask"],
    ],
  ])("%s", async (_, files, kept, names) => {
    const target = await inspectPythonTree(files);
    const lines = target.dependencyFiles.map(({ kind, file, manager }) =>
      [kind, file, manager].filter(Boolean).join(" "),
    );
    expect(lines).toEqual(kept);
    expect(target.dependencies).toEqual(names);
  });

  it("the workspace's root, where the member has none, and its lock file tells the manager", async () => {
    const root = makeTargetTree({
      "pyproject.toml": `${pep621}[tool.uv.workspace]\nmembers = ["services/*"]\n`,
      "uv.lock": "",
      "services/api/main.py": "",
      "services/web/pyproject.toml": '[project]\nname = "web"\ndependencies = ["django"]\n',
    });
    const api = await inspectPythonTarget(`${root}/services/api`);
    expect(api.workspaceRoot).toBe(root);
    expect(api.dependencyFiles).toEqual([
      { kind: "pep621", file: "../../pyproject.toml", manager: "uv" },
    ]);
    const web = await inspectPythonTarget(`${root}/services/web`);
    expect(web.dependencyFiles).toEqual([
      { kind: "pep621", file: "pyproject.toml", manager: "uv" },
    ]);
    expect(web.frameworks).toEqual(["django"]);
  });
});

describe("the lowest Python", () => {
  it.each([
    [">=3.9", "3.9"],
    [">=3.9,<4", "3.9"],
    [">=3.8, !=3.9.1", "3.8"],
    [">=3.8, >=3.10", "3.10"],
    ["^3.10", "3.10"],
    ["~=3.8.1", "3.8"],
    ["3.11.*", "3.11"],
    ["==3.12.4", "3.12"],
    ["~3.9 || ^3.11", "3.9"],
    ["<4", undefined],
    ["*", undefined],
    ["3", "3.0"],
  ])("of %s is %s", (specifier, version) => {
    expect(lowestOf(specifier)).toBe(version);
  });

  it.each<[what: string, files: TreeFiles, version: string | undefined]>([
    [
      "PEP 621",
      { "pyproject.toml": '[project]\nrequires-python = ">=3.9"\n', ".python-version": "3.12\n" },
      "3.9",
    ],
    ["Poetry", { "pyproject.toml": poetry }, "3.10"],
    ["setup.cfg", { "setup.cfg": "[options]\npython_requires = >=3.9\n" }, "3.9"],
    [
      "setup.py",
      { "setup.py": 'from setuptools import setup\nsetup(python_requires=">=3.9")\n' },
      "3.9",
    ],
    ["Pipfile", { Pipfile: '[requires]\npython_version = "3.11"\n' }, "3.11"],
    [
      ".python-version",
      { ".python-version": "3.12.1\n", Dockerfile: "FROM python:3.13\n" },
      "3.12",
    ],
    [
      "an image",
      { Dockerfile: "FROM --platform=x docker.io/library/python:3.11-slim AS b\n" },
      "3.11",
    ],
    ["nothing", {}, undefined],
  ])("is told by %s", async (_, files, version) => {
    expect((await inspectPythonTree(files)).minimumPython).toBe(version);
  });

  it("is said where it is too low", async () => {
    const { notes } = await inspectPythonTree({
      "pyproject.toml": '[project]\nrequires-python = ">=3.7"\n',
    });
    expect(notes).toEqual([
      { text: "Python 3.7 is said to be supported: the logging package needs 3.9 or newer" },
    ]);
  });
});
