import { describe, expect, test } from "vitest";
import { planDependency } from "../../../generators/plan/python/plan-dependency.js";
import { recordPatch } from "../../../generators/plan/record-patch.js";
import { showNote } from "../../../generators/plan/show-plan.js";
import { takeBack } from "../../../generators/plan/take-back.js";
import type {
  DependencyFile,
  PythonTarget,
} from "../../../generators/target/python/python-target.js";
import { makeDirectory } from "../../helpers/apply-directory.js";
import { readTree, type Tree, writeTree } from "../../helpers/apply-tree.js";
import { makePythonTarget } from "../../helpers/python-target.js";

/** The plan for a project of these files, the first of which keeps the dependencies. */
async function plan(tree: Tree, keeper: Partial<DependencyFile>, changes?: Partial<PythonTarget>) {
  const root = makeDirectory();
  writeTree(root, tree);
  const [file = ""] = Object.keys(tree);
  const kind = keeper.kind ?? "requirements";
  const dependencyFiles = [{ file, ...keeper, kind }];
  const made = await planDependency(makePythonTarget(root, { dependencyFiles, ...changes }));
  expect(readTree(root)).toEqual(tree);
  const after: Tree = {};
  for (const step of made.steps) {
    if (step.kind !== "patch") throw new Error(step.kind);
    after[step.path] = Buffer.from(step.after).toString("latin1");
    expect(Buffer.from(step.before).toString("latin1")).toBe(tree[step.path]);
    const patch = recordPatch(step.before, step.after, undefined);
    expect(takeBack(step.after, patch)).toMatchObject({ bytes: step.before, missing: [] });
  }
  expect(made.install !== undefined).toBe(made.needsInstall);
  return { after, notes: made.notes.map(showNote), install: made.install };
}

/** The same for one file: what becomes of it, or what is said. */
async function edit(file: string, before: string, keeper: Partial<DependencyFile>) {
  const { after, notes } = await plan({ [file]: before }, keeper);
  return after[file] ?? notes.join("\n");
}

describe("requirements.txt", () => {
  test.each([
    ["in order", "flask>=3\nrequests\nuvicorn\n", "flask>=3\nloguru>=0.7\nrequests\nuvicorn\n"],
    ["in order, all ahead of it", "celery\nflask\n", "celery\nflask\nloguru>=0.7\n"],
    ["in order, all behind it", "requests\nuvicorn\n", "loguru>=0.7\nrequests\nuvicorn\n"],
    ["in order but for case", "Flask\nPillow\nrequests", "Flask\nloguru>=0.7\nPillow\nrequests"],
    ["without order", "uvicorn\nflask\n", "uvicorn\nflask\nloguru>=0.7\n"],
    ["of one line", "uvicorn\n", "uvicorn\nloguru>=0.7\n"],
    ["empty", "", "loguru>=0.7\n"],
    ["without a last line ending", "uvicorn\nflask", "uvicorn\nflask\nloguru>=0.7"],
    ["in CRLF", "uvicorn\r\nflask\r\n", "uvicorn\r\nflask\r\nloguru>=0.7\r\n"],
    [
      "with a BOM",
      "\u00ef\u00bb\u00bfflask\nuvicorn\n",
      "\u00ef\u00bb\u00bfflask\nloguru>=0.7\nuvicorn\n",
    ],
    ["in Latin-1", "# f\u00fcr uns\nflask\n", "# f\u00fcr uns\nflask\nloguru>=0.7\n"],
    [
      "of exact versions",
      "flask==3.0.0\nrequests==2.31.0\n",
      "flask==3.0.0\nloguru==0.7.3\nrequests==2.31.0\n",
    ],
    ["of some exact versions", "flask==3.0.0\nrequests\n", "flask==3.0.0\nloguru>=0.7\nrequests\n"],
    [
      "with spaces",
      "flask >= 3\nrequests ~= 2.0\n",
      "flask >= 3\nloguru >= 0.7\nrequests ~= 2.0\n",
    ],
    [
      "with inline comments",
      "flask # web\nuvicorn  # server\n",
      "flask # web\nloguru>=0.7\nuvicorn  # server\n",
    ],
    [
      "with comments above",
      "# all\nflask\n\n# the server\nuvicorn\n",
      "# all\nflask\n\nloguru>=0.7\n# the server\nuvicorn\n",
    ],
    [
      "with a comment for the whole file",
      "# ours\nuvicorn\nwheel\n",
      "# ours\nloguru>=0.7\nuvicorn\nwheel\n",
    ],
    [
      "with a comment below a line",
      "flask==1\n    # via us\nuvicorn==2\n",
      "flask==1\n    # via us\nloguru==0.7.3\nuvicorn==2\n",
    ],
    [
      "with extras and markers",
      'flask[async]>=3; python_version > "3.8"\nuvicorn[standard]\n',
      'flask[async]>=3; python_version > "3.8"\nloguru>=0.7\nuvicorn[standard]\n',
    ],
    [
      "with continuation lines",
      "flask \\\n  >= 3\nuvicorn\n",
      "flask \\\n  >= 3\nloguru>=0.7\nuvicorn\n",
    ],
    [
      "with options and editables",
      "--index-url https://x/y\n-e ./lib\n-c constraints.txt\nflask\n",
      "--index-url https://x/y\n-e ./lib\n-c constraints.txt\nflask\nloguru>=0.7\n",
    ],
    [
      "with a URL",
      "a @ https://x/a.whl\n./b.whl\nz\n",
      "a @ https://x/a.whl\n./b.whl\nz\nloguru>=0.7\n",
    ],
    ["with blank lines at its end", "b\na\n\n", "b\na\n\nloguru>=0.7\n"],
    [
      "that has it for another package alone",
      "loguru-mypy\naiologuru\n",
      "loguru-mypy\naiologuru\nloguru>=0.7\n",
    ],
    [
      "that has it in a comment alone",
      "flask # not loguru\n# loguru\n",
      "flask # not loguru\n# loguru\nloguru>=0.7\n",
    ],
  ])("%s", async (_what, before, after) => {
    expect(await edit("requirements.txt", before, {})).toBe(after);
  });

  test.each([
    ["loguru"],
    ["Loguru>=0.7"],
    ["loguru==0.7.2  # ours"],
    ["loguru>=0.6,<1"],
    ["loguru~=0.7.0"],
    ["loguru @ https://x/loguru.whl"],
    ["-e git+https://github.com/Delgan/loguru.git#egg=loguru"],
    ["loguru==0.9.1 --hash=sha256:abc"],
  ])("that has %j already stays", async (line) => {
    expect(await edit("requirements.txt", `a==1\n${line}\n`, {})).toBe("");
  });

  test.each([
    ["loguru==0.6.0", "asks for 'loguru ==0.6.0', and the logging needs 0.7 or newer"],
    ["loguru<0.7", "asks for 'loguru <0.7', and the logging needs 0.7 or newer"],
    ["loguru>=0.5,<=0.6.1", "asks for 'loguru >=0.5,<=0.6.1', and the logging needs 0.7 or newer"],
    ["loguru~=0.6.0", "asks for 'loguru ~=0.6.0', and the logging needs 0.7 or newer"],
    ["loguru==0.6.*", "asks for 'loguru ==0.6.*', and the logging needs 0.7 or newer"],
    [
      'loguru; python_version < "3.9"',
      `asks for 'loguru' under a condition alone ('python_version < "3.9"'), and the logging needs it always`,
    ],
    [
      "b==1 --hash=sha256:abc",
      "asks for a hash of every package, and none is known here: add 'loguru' with the tool that wrote them",
    ],
    [
      "--require-hashes",
      "asks for a hash of every package, and none is known here: add 'loguru' with the tool that wrote them",
    ],
  ])("with %j is left, and it is said why", async (line, reason) => {
    expect(await edit("requirements.txt", `a\n${line}\n`, {})).toBe(
      `requirements.txt:2: ${reason}. Put 'loguru>=0.7' there yourself, then: pip install -r requirements.txt`,
    );
  });

  test("that only reads another one leaves it to that", async () => {
    const tree = {
      "requirements.txt": "-r requirements/prod.txt\n",
      "requirements/prod.txt": "-r base.txt\n",
      "requirements/base.txt": "b\na\n",
    };
    expect(await plan(tree, {})).toEqual({
      after: { "requirements/base.txt": "b\na\nloguru>=0.7\n" },
      notes: [],
      install: "pip install -r requirements.txt",
    });
  });

  test("that reads another one and has lines of its own gets the line", async () => {
    const tree = { "requirements.txt": "-r base.txt\nflask\n", "base.txt": "b\na\n" };
    expect((await plan(tree, {})).after).toEqual({
      "requirements.txt": "-r base.txt\nflask\nloguru>=0.7\n",
    });
  });

  test("that reads one with Loguru in it stays", async () => {
    const tree = { "requirements.txt": "-r base.txt\nflask\n", "base.txt": "loguru\n" };
    expect(await plan(tree, {})).toEqual({ after: {}, notes: [], install: undefined });
  });

  test("whose constraints hold an old Loguru is left", async () => {
    const tree = { "requirements.txt": "-c c.txt\nflask\n", "c.txt": "loguru==0.5.3\n" };
    expect(await plan(tree, {})).toEqual({
      after: {},
      notes: [
        "requirements.txt: reads 'c.txt', which asks for 'loguru ==0.5.3', and the logging needs 0.7 or newer. Put 'loguru>=0.7' there yourself, then: pip install -r requirements.txt",
      ],
      install: undefined,
    });
  });

  test("whose constraints hold a new Loguru gets the line", async () => {
    const tree = { "requirements.txt": "-c c.txt\nflask\n", "c.txt": "loguru==0.7.2\n" };
    expect((await plan(tree, {})).after).toEqual({
      "requirements.txt": "-c c.txt\nflask\nloguru>=0.7\n",
    });
  });

  test("in UTF-16 is left", async () => {
    expect(await edit("requirements.txt", "\u00ff\u00fea\u0000\n\u0000", {})).toBe(
      "requirements.txt: could not be read as text: add 'loguru>=0.7' to it, then: pip install -r requirements.txt",
    );
  });

  test("for uv alone is installed by uv", async () => {
    expect((await plan({ "requirements.txt": "a\n" }, { manager: "uv" })).install).toBe(
      "uv pip install -r requirements.txt",
    );
  });
});

describe("requirements that are compiled", () => {
  const header = (command: string) =>
    `#\n# This file is autogenerated by pip-compile with Python 3.11\n# by the following command:\n#\n#    ${command}\n#\nflask==3.0.0\n`;

  test.each([
    "pip-compile --generate-hashes --output-file=requirements.txt requirements.in",
    "pip-compile",
  ])("are added to their source, and the same command compiles them: %s", async (command) => {
    const tree = { "requirements.in": "flask\n", "requirements.txt": header(command) };
    expect(await plan(tree, { manager: "pip-tools" })).toEqual({
      after: { "requirements.in": "flask\nloguru>=0.7\n" },
      notes: [],
      install: `${command} && pip install -r requirements.txt`,
    });
  });

  test("are found out where the compiled file is the one that is known", async () => {
    const command = "uv pip compile requirements.in -o requirements.txt";
    const text = `# This file was autogenerated by uv via the following command:\n#    ${command}\nflask==3.0.0\n`;
    expect(await plan({ "requirements.txt": text, "requirements.in": "flask" }, {})).toEqual({
      after: { "requirements.in": "flask\nloguru>=0.7" },
      notes: [],
      install: `${command} && uv pip install -r requirements.txt`,
    });
  });

  test("come from a pyproject.toml as well", async () => {
    const tree = {
      "requirements.txt": header("pip-compile pyproject.toml"),
      "pyproject.toml": '[project]\nname = "x"\ndependencies = ["flask"]\n',
    };
    expect((await plan(tree, {})).after).toEqual({
      "pyproject.toml": '[project]\nname = "x"\ndependencies = ["flask", "loguru>=0.7"]\n',
    });
  });

  test("are left where their source is not there", async () => {
    expect(await edit("requirements.txt", header("pip-compile other.in"), {})).toContain(
      "is compiled, and what it is compiled from was not found",
    );
  });
});

describe("pyproject.toml, PEP 621", () => {
  const project = (list: string) => `[project]\nname = "x"\n${list}\n\n[tool.x]\na = 1\n`;

  test.each([
    [
      "on one line",
      'dependencies = ["flask", "uvicorn"]',
      'dependencies = ["flask", "loguru>=0.7", "uvicorn"]',
    ],
    [
      "on one line, out of order",
      'dependencies = [ "z", "a" ] # ours',
      'dependencies = [ "z", "a", "loguru>=0.7" ] # ours',
    ],
    [
      "on one line with a comma behind",
      'dependencies = ["z", "a",]',
      'dependencies = ["z", "a", "loguru>=0.7",]',
    ],
    [
      "on one line, ahead of all",
      'dependencies = ["m", "n"]',
      'dependencies = ["loguru>=0.7", "m", "n"]',
    ],
    ["in single quotes", "dependencies = ['z']", "dependencies = ['z', 'loguru>=0.7']"],
    ["that is empty", "dependencies = []", 'dependencies = ["loguru>=0.7"]'],
    [
      "that is empty, on two lines",
      "dependencies = [\n]",
      'dependencies = [\n    "loguru>=0.7",\n]',
    ],
    [
      "that has comments alone",
      "dependencies = [ # none\n    # yet\n]",
      'dependencies = [ # none\n    "loguru>=0.7",\n    # yet\n]',
    ],
    [
      "on lines",
      'dependencies = [\n  "a",\n  "z",\n]',
      'dependencies = [\n  "a",\n  "loguru>=0.7",\n  "z",\n]',
    ],
    [
      "on lines, out of order",
      'dependencies = [\n  "z",\n  "a",\n]',
      'dependencies = [\n  "z",\n  "a",\n  "loguru>=0.7",\n]',
    ],
    [
      "on lines, ahead of all",
      'dependencies = [\n  # m\n  "m",\n  "n",\n]',
      'dependencies = [\n  "loguru>=0.7",\n  # m\n  "m",\n  "n",\n]',
    ],
    [
      "on lines without a comma behind",
      'dependencies = [\n\t"z",\n\t"a"\n]',
      'dependencies = [\n\t"z",\n\t"a",\n\t"loguru>=0.7"\n]',
    ],
    [
      "on lines with comments",
      'dependencies = [\n  "z",  # one\n  "a"   # two\n  # end\n]',
      'dependencies = [\n  "z",  # one\n  "a",   # two\n  "loguru>=0.7"\n  # end\n]',
    ],
    [
      "on lines with the commas ahead",
      'dependencies = [\n  "a"\n, "z"\n]',
      'dependencies = [\n  "a", "loguru>=0.7"\n, "z"\n]',
    ],
    [
      "with several to a line",
      'dependencies = [\n  "z", "a",\n  "b", "c",\n]',
      'dependencies = [\n  "z", "a",\n  "b", "c", "loguru>=0.7",\n]',
    ],
    [
      "of exact versions",
      'dependencies = ["z==1", "a==2"]',
      'dependencies = ["z==1", "a==2", "loguru==0.7.3"]',
    ],
    [
      "that is not there",
      'version = "1"  # now',
      'version = "1"  # now\ndependencies = ["loguru>=0.7"]',
    ],
    [
      "that is not there, with a comment below",
      'version="1"\n# end',
      'version="1"\ndependencies = ["loguru>=0.7"]\n# end',
    ],
    ["beside a group that has it", '[dependency-groups]\ndev = ["loguru"]', undefined],
  ])("a list %s", async (_what, list, after) => {
    if (after !== undefined)
      expect(await edit("pyproject.toml", project(list), { kind: "pep621" })).toBe(project(after));
    else
      expect(await edit("pyproject.toml", project(list), { kind: "pep621" })).toBe(
        project(list).replace('"x"\n', '"x"\ndependencies = ["loguru>=0.7"]\n'),
      );
  });

  test("in CRLF, without a last line ending, as a dotted key", async () => {
    const before = 'project.name = "x" \r\nproject.dependencies = [\r\n  "z",\r\n]\r\n[t]\r\na=1';
    expect(await edit("pyproject.toml", before, { kind: "pep621" })).toBe(
      before.replace('"z",', '"z",\r\n  "loguru>=0.7",'),
    );
  });

  test("in an inline table", async () => {
    const before = 'project = { name = "x", dependencies = ["z"] }\n';
    expect(await edit("pyproject.toml", before, { kind: "pep621" })).toBe(
      before.replace('"z"', '"z", "loguru>=0.7"'),
    );
  });

  test.each([
    ["uv", "uv sync"],
    ["pdm", "pdm install"],
    ["hatch", "hatch run python --version"],
    ["poetry", "poetry lock && poetry install"],
    ["pip", "pip install -e ."],
    [undefined, "pip install -e ."],
  ] as const)("with %s is installed by '%s'", async (manager, install) => {
    const keeper = { kind: "pep621", ...(manager ? { manager } : {}) } as const;
    expect((await plan({ "pyproject.toml": project("dependencies = []") }, keeper)).install).toBe(
      install,
    );
  });

  const dynamic = 'dynamic = ["version", "dependencies"]';

  test("that setuptools reads from a requirements file", async () => {
    const tree = {
      "pyproject.toml": `${project(dynamic)}[tool.setuptools.dynamic]\ndependencies = { file = ["requirements.txt"] }\n`,
      "requirements.txt": "a\n",
    };
    expect(await plan(tree, { kind: "pep621" })).toEqual({
      after: { "requirements.txt": "a\nloguru>=0.7\n" },
      notes: [],
      install: "pip install -e .",
    });
  });

  test("that setup.cfg lists", async () => {
    const tree = {
      "pyproject.toml": project(dynamic),
      "setup.cfg": "[options]\ninstall_requires =\n  a\n",
    };
    expect((await plan(tree, { kind: "pep621" })).after).toEqual({
      "setup.cfg": "[options]\ninstall_requires =\n  a\n  loguru>=0.7\n",
    });
  });

  test.each([
    [
      "that nothing known lists",
      project(dynamic),
      ":3: leaves its dependencies to the build, which takes them from nowhere that is known",
    ],
    [
      "that asks for an old one",
      project('dependencies = [\n"loguru==0.5"]'),
      ":4: asks for 'loguru ==0.5', and the logging needs 0.7 or newer",
    ],
    [
      "that is no list",
      project('dependencies = "flask"'),
      ":3: has a list of dependencies that could not be read",
    ],
    ["without a project", "[tool.x]\na = 1\n", ": has no [project] that could list it"],
    ["that is no TOML", "[project\n", ":1: is not valid TOML"],
  ])("%s is left, and it is said why", async (_what, before, reason) => {
    expect(await edit("pyproject.toml", before, { kind: "pep621" })).toBe(
      `pyproject.toml${reason}. Put 'loguru>=0.7' there yourself, then: pip install -e .`,
    );
  });

  test("that has it stays, and a lock file that holds an old one is named", async () => {
    const lock = 'version = 1\n\n[[package]]\nname = "loguru"\nversion = "0.6.0"\n';
    const tree = { "pyproject.toml": project('dependencies = ["loguru"]'), "uv.lock": lock };
    expect(await plan(tree, { kind: "pep621", manager: "uv" })).toEqual({
      after: {},
      notes: [
        "uv.lock:4: holds 'loguru 0.6.0', and the logging needs 0.7 or newer: bring it up to date.",
      ],
      install: undefined,
    });
    const young = { ...tree, "uv.lock": lock.replace("0.6.0", "0.7.2") };
    expect((await plan(young, { kind: "pep621", manager: "uv" })).notes).toEqual([]);
  });
});

describe("pyproject.toml, Poetry's own table", () => {
  const table = "[tool.poetry.dependencies]\n";

  test.each([
    [
      "carets",
      'python = "^3.9"\nflask = "^3.0"\nuvicorn = "^0.30"\n',
      'python = "^3.9"\nflask = "^3.0"\nloguru = "^0.7"\nuvicorn = "^0.30"\n',
    ],
    [
      "carets, out of order",
      'python = "^3.9"\nz = "^3.0"\na = "^1"\n\n[x]\n',
      'python = "^3.9"\nz = "^3.0"\na = "^1"\nloguru = "^0.7"\n\n[x]\n',
    ],
    [
      "lower bounds",
      'python = "^3.9"\nflask = ">=3.0"\n',
      'python = "^3.9"\nflask = ">=3.0"\nloguru = ">=0.7"\n',
    ],
    [
      "exact versions",
      'python = "^3.9"\nflask = "3.0.1"\n',
      'python = "^3.9"\nflask = "3.0.1"\nloguru = "0.7.3"\n',
    ],
    ["any version", 'python = "*"\nflask = "*"\n', 'python = "*"\nflask = "*"\nloguru = ">=0.7"\n'],
    ["Python alone", 'python = "^3.9"\n', 'python = "^3.9"\nloguru = "^0.7"\n'],
    [
      "tables",
      'python = "^3.9"\nflask = { version = "^3", extras = ["async"] } # web\n',
      'python = "^3.9"\nflask = { version = "^3", extras = ["async"] } # web\nloguru = "^0.7"\n',
    ],
    [
      "equals signs in a column",
      'python   = "^3.9"\nuvicorn  = "^0.3"\naiofiles = "^1"\n',
      'python   = "^3.9"\nuvicorn  = "^0.3"\naiofiles = "^1"\nloguru   = "^0.7"\n',
    ],
    ["no spaces", 'python="^3.9"\n', 'python="^3.9"\nloguru="^0.7"\n'],
  ])("%s", async (_what, before, after) => {
    expect(await edit("pyproject.toml", table + before, { kind: "poetry" })).toBe(table + after);
  });

  test("as an inline table, and as dotted keys", async () => {
    expect(
      await edit("pyproject.toml", '[tool.poetry]\ndependencies = { python = "^3.9" }\n', {
        kind: "poetry",
      }),
    ).toBe('[tool.poetry]\ndependencies = { python = "^3.9", loguru = "^0.7" }\n');
    expect(
      await edit(
        "pyproject.toml",
        '[tool.poetry]\r\nname = "x"\ndependencies.python = "^3.9"\r\na = 1\r\n',
        { kind: "poetry" },
      ),
    ).toBe(
      '[tool.poetry]\r\nname = "x"\ndependencies.python = "^3.9"\r\ndependencies.loguru = "^0.7"\r\na = 1\r\n',
    );
  });

  test("gives way to the list of [project], where Poetry 2 has one", async () => {
    const before = `[project]\nname = "x"\ndependencies = ["z (>=1)"]\n${table}z = { source = "s" }\n`;
    expect(await edit("pyproject.toml", before, { kind: "poetry" })).toBe(
      before.replace('(>=1)"', '(>=1)", "loguru>=0.7"'),
    );
  });

  test.each([
    ["loguru = '^0.7.2'"],
    ['loguru = "*"'],
    ['Loguru = { version = ">=0.6" }'],
    ['loguru = { git = "x" }'],
    ['loguru = "^0.6 || ^0.7"'],
    ['loguru = "0.7.3"'],
  ])("%s stays", async (line) => {
    expect(await edit("pyproject.toml", `${table}${line}\n`, { kind: "poetry" })).toBe("");
  });

  test.each([
    ['loguru = "^0.6"', "asks for 'loguru ^0.6', and the logging needs 0.7 or newer"],
    ['loguru = "0.6.0"', "asks for 'loguru 0.6.0', and the logging needs 0.7 or newer"],
    ['loguru = "~0.5"', "asks for 'loguru ~0.5', and the logging needs 0.7 or newer"],
    [
      'loguru = { version = "^0.7", optional = true }',
      "asks for 'loguru' under a condition alone ('optional = true'), and the logging needs it always",
    ],
  ])("%s is left, and it is said why", async (line, reason) => {
    expect(await edit("pyproject.toml", `${table}${line}\n`, { kind: "poetry" })).toBe(
      `pyproject.toml:2: ${reason}. Put 'loguru>=0.7' there yourself, then: poetry lock && poetry install`,
    );
  });
});

describe("the others", () => {
  test("a Pipfile", async () => {
    const before =
      '[[source]]\nurl = "x"\n\n[packages]\nflask = "*"\n\n[dev-packages]\nloguru = "*"\n';
    const made = await plan({ Pipfile: before }, { kind: "pipfile" });
    expect(made).toEqual({
      after: { Pipfile: before.replace('flask = "*"', 'flask = "*"\nloguru = ">=0.7"') },
      notes: [],
      install: "pipenv install",
    });
    expect(await edit("Pipfile", '[packages]\nflask = "==3.0"\n', { kind: "pipfile" })).toBe(
      '[packages]\nflask = "==3.0"\nloguru = "==0.7.3"\n',
    );
    expect(await edit("Pipfile", "[packages]\n", { kind: "pipfile" })).toBe(
      '[packages]\nloguru = ">=0.7"\n',
    );
    expect(await edit("Pipfile", "[dev-packages]\n", { kind: "pipfile" })).toContain(
      "Pipfile: has no [packages]. Put",
    );
  });

  test.each([
    [
      "a list",
      "[options]\ninstall_requires =\n    a\n    z>=1 # z\n\n[x]\n",
      "[options]\ninstall_requires =\n    a\n    loguru>=0.7\n    z>=1 # z\n\n[x]\n",
    ],
    [
      "a list, out of order",
      "[options]\r\ninstall_requires =\r\n\tz\r\n\r\n\t# a\r\n\ta\r\nzip_safe = no",
      "[options]\r\ninstall_requires =\r\n\tz\r\n\r\n\t# a\r\n\ta\r\n\tloguru>=0.7\r\nzip_safe = no",
    ],
    [
      "an empty list",
      "[options]\ninstall_requires =",
      "[options]\ninstall_requires =\n    loguru>=0.7",
    ],
    [
      "a list that begins on the line of its key",
      "[options]\ninstall_requires = z\npackages = find:\n",
      "[options]\ninstall_requires = z\n    loguru>=0.7\npackages = find:\n",
    ],
    [
      "no list",
      "[options]\npackages = find:\n\n[options.extras_require]\ndev = loguru\n",
      "[options]\npackages = find:\ninstall_requires =\n    loguru>=0.7\n\n[options.extras_require]\ndev = loguru\n",
    ],
    ["it already, on one line", "[options]\ninstall_requires = flask; loguru\n", ""],
    [
      "one line",
      "[options]\ninstall_requires = flask; uvicorn\n",
      "setup.cfg:2: lists its dependencies on one line. Put 'loguru>=0.7' there yourself, then: pip install -e .",
    ],
    ["it already, in a list", "[options]\ninstall_requires =\n  loguru\n", ""],
    [
      "an old one",
      "[options]\ninstall_requires =\n  loguru<0.7\n",
      "setup.cfg:3: asks for 'loguru <0.7', and the logging needs 0.7 or newer. Put 'loguru>=0.7' there yourself, then: pip install -e .",
    ],
    [
      "no [options]",
      "[metadata]\nname = x\n",
      "setup.cfg: has no [options] that could list it. Put 'loguru>=0.7' there yourself, then: pip install -e .",
    ],
  ])("a setup.cfg with %s", async (_what, before, after) => {
    expect(await edit("setup.cfg", before, { kind: "setup-cfg" })).toBe(after);
  });

  test("a setup.py is left, with its line", async () => {
    const before = 'setup(\n    install_requires=["flask"],\n)\n';
    expect(await edit("setup.py", before, { kind: "setup-py" })).toBe(
      "setup.py:2: is a program, and is left as it is. Put 'loguru>=0.7' there yourself, then: pip install -e .",
    );
    expect(
      await edit("setup.py", before.replace("flask", "loguru>=0.7"), { kind: "setup-py" }),
    ).toBe("");
  });

  test("nothing that keeps them: the command alone", async () => {
    expect(await planDependency(makePythonTarget("/nowhere"))).toEqual({
      steps: [],
      needsInstall: true,
      install: 'pip install "loguru>=0.7"',
      notes: [],
    });
  });

  test("a file of the workspace's root is not written, and named", async () => {
    const root = makeDirectory();
    writeTree(root, { "requirements.txt": "flask\n", "app/main.py": "" });
    const changes = {
      workspaceRoot: root,
      dependencyFiles: [{ kind: "requirements", file: "../requirements.txt" }],
    } as const;
    const target = makePythonTarget(`${root}/app`, {
      ...changes,
      dependencyFiles: [...changes.dependencyFiles],
    });
    expect(await planDependency(target)).toMatchObject({
      steps: [],
      needsInstall: false,
      notes: [
        {
          file: "../requirements.txt",
          text: "keeps the dependencies, outside of this project: add 'loguru>=0.7', then: pip install -r ../requirements.txt",
        },
      ],
    });
    writeTree(root, { "requirements.txt": "loguru\n" });
    expect((await planDependency(target)).notes).toEqual([]);
  });
});
