import { describe, expect, it } from "vitest";
import { inspectPythonTree, pythonEntriesOf } from "../../helpers/python-tree.js";
import type { TreeFiles } from "../../helpers/target-tree.js";

const sources = ["main.py", "app/__init__.py", "app/main.py", "src/svc/cli.py", "src/svc/web.py"];
const service = "app/main.py = app.main in .";
const script = "main.py = __main__ in .";
const packaged = "src/svc/cli.py = svc.cli in src";

describe("a start command is found in", () => {
  it.each<[source: string, files: TreeFiles, entry: string]>([
    [
      "pyproject.toml project.scripts.svc",
      { "pyproject.toml": '[project]\nname = "svc"\n[project.scripts]\nsvc = "svc.cli:main"\n' },
      packaged,
    ],
    [
      "pyproject.toml project.gui-scripts.svc",
      { "pyproject.toml": '[project.gui-scripts]\nsvc = "svc.cli:main"\n' },
      packaged,
    ],
    [
      "pyproject.toml tool.poetry.scripts.svc",
      {
        "pyproject.toml":
          '[tool.poetry]\npackages = [{ include = "svc", from = "src" }]\n[tool.poetry.scripts]\nsvc = { reference = "svc.cli:main", type = "console" }\n',
      },
      packaged,
    ],
    [
      "pyproject.toml tool.pdm.scripts.start",
      { "pyproject.toml": '[tool.pdm.scripts]\nstart = { cmd = ["python", "main.py"] }\n' },
      script,
    ],
    [
      "pyproject.toml tool.hatch scripts.serve",
      {
        "pyproject.toml":
          '[tool.hatch.envs.default.scripts]\nserve = ["base {args}"]\nbase = "uvicorn app.main:app"\n',
      },
      service,
    ],
    [
      "pyproject.toml tool.poe.tasks.start",
      { "pyproject.toml": '[tool.poe.tasks]\nstart = { script = "app.main:run(port=1)" }\n' },
      service,
    ],
    [
      "pyproject.toml tool.poe.tasks.serve",
      { "pyproject.toml": '[tool.poe.tasks]\nserve = [{ cmd = "uvicorn app.main:app" }]\n' },
      service,
    ],
    [
      "pyproject.toml tool.taskipy.tasks.start",
      { "pyproject.toml": '[tool.taskipy.tasks]\nstart = "uvicorn app.main:app"\n' },
      service,
    ],
    [
      "setup.cfg console_scripts.svc",
      {
        "setup.cfg":
          "[options]\npackage_dir =\n    =src\n[options.entry_points]\nconsole_scripts =\n    svc = svc.cli:main\n",
      },
      packaged,
    ],
    [
      "setup.py console_scripts.svc",
      {
        "setup.py":
          'from setuptools import setup\nsetup(package_dir={"": "src"}, entry_points={"console_scripts": ["svc = svc.cli:main"]})\n',
      },
      packaged,
    ],
    ["Pipfile scripts.start", { Pipfile: '[scripts]\nstart = "python main.py"\n' }, script],
    ["Procfile:2", { Procfile: "release: python x.py\nweb: uvicorn app.main:app\n" }, service],
    [
      "Dockerfile:3",
      { Dockerfile: 'FROM python:3.12\nWORKDIR /code\nCMD ["python", "main.py"]\n' },
      script,
    ],
    [
      "Dockerfile:4",
      {
        Dockerfile:
          "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD exec gunicorn --bind :$PORT main:app\n",
      },
      "main.py = main in .",
    ],
    [
      "Dockerfile:4",
      {
        Dockerfile:
          'FROM python:3.12\nWORKDIR /code\nCOPY ./app /code/app\nCMD ["fastapi", "run", "app/main.py"]\n',
      },
      service,
    ],
    [
      "Dockerfile:4",
      {
        Dockerfile:
          "FROM python:3.12\nENV PYTHONPATH=/code/src\nWORKDIR /code\nCMD uvicorn svc.web:app\n",
      },
      "src/svc/web.py = svc.web in src",
    ],
    [
      "Dockerfile:3",
      { Dockerfile: 'FROM python:3.12\nENTRYPOINT ["python"]\nCMD ["-m", "app.main"]\n' },
      service,
    ],
    [
      "Dockerfile:3",
      { Dockerfile: 'FROM gcr.io/distroless/python3\nCOPY . /app\nCMD ["/app/main.py"]\n' },
      script,
    ],
    [
      "Dockerfile:2",
      { Dockerfile: 'FROM gcr.io/distroless/python3\nCMD ["-m", "app.main"]\n' },
      service,
    ],
    [
      "Dockerfile:3",
      {
        Dockerfile: 'FROM python:3.12\nCOPY boot.sh /boot.sh\nCMD ["/boot.sh"]\n',
        "boot.sh": `#!/bin/bash\nset -e\nexport NAME=\${NAME:-app.main}\nexec uvicorn "$NAME:app"\n`,
      },
      service,
    ],
    [
      "docker-compose.yml:6",
      {
        "docker-compose.yml":
          "services:\n  api:\n    build: .\n    environment:\n      - FLASK_APP=app.main\n    command: flask run\n",
      },
      service,
    ],
    [
      "deploy/svc.service:4",
      {
        "deploy/svc.service":
          "[Service]\nWorkingDirectory=/srv/svc\nEnvironmentFile=/etc/svc.env\nExecStart=/srv/svc/.venv/bin/python -m app.main\n",
      },
      service,
    ],
    [
      "svc.service:3",
      {
        "svc.service":
          '[Service]\nWorkingDirectory=/srv/app\nExecStart=/srv/app/venv/bin/gunicorn main:app\nEnvironment="A=b c"\n',
      },
      "main.py = main in .",
    ],
    [
      "svc.service:2",
      { "svc.service": "[Service]\nExecStart=/usr/bin/python3 /opt/svc/src/svc/cli.py\n" },
      "src/svc/cli.py = __main__ in src/svc",
    ],
    [
      "svc.service:3",
      {
        "svc.service": "[Service]\nEnvironmentFile=deploy/svc.env\nExecStart=/usr/bin/flask run\n",
        "deploy/svc.env": 'FLASK_APP="app.main"\n',
      },
      service,
    ],
    [
      "crontab:2",
      { crontab: "A=1\n*/5 * * * * cd /srv/svc && .venv/bin/python main.py >> log 2>&1\n" },
      script,
    ],
    [
      "deploy/supervisord.conf:2",
      {
        "deploy/supervisord.conf":
          '[program:web]\ncommand=/srv/svc/venv/bin/flask run\ndirectory=/srv/svc\nenvironment=FLASK_APP="app.main",A="1"\n',
      },
      service,
    ],
    ["Makefile:4", { Makefile: "APP := app.main:app\n\nrun: build\n\t@uvicorn $(APP)\n" }, service],
    [
      "scripts/start.sh:1",
      { "scripts/start.sh": 'cd "$(dirname "$0")/.."\npython main.py\n' },
      script,
    ],
    ["bin/run:1", { "bin/run": "#!/bin/sh\nexec python main.py\n" }, script],
    [
      "package.json scripts.start",
      { "package.json": { scripts: { start: "python main.py" } } },
      script,
    ],
    [
      "ecosystem.config.js:1",
      {
        "ecosystem.config.js":
          "module.exports = { apps: [{ script: 'main.py', interpreter: '.venv/bin/python' }] };\n",
      },
      script,
    ],
    [
      "ecosystem.config.js:1",
      {
        "ecosystem.config.js":
          "module.exports = { apps: [{ script: '.venv/bin/uvicorn', args: 'app.main:app', interpreter: '.venv/bin/python' }] };\n",
      },
      service,
    ],
    [
      "ecosystem.config.js:1",
      { "ecosystem.config.js": "module.exports = { apps: [{ script: 'main.py' }] };\n" },
      script,
    ],
    [
      "render.yaml:2",
      { "render.yaml": "services:\n  - startCommand: uvicorn app.main:app\n" },
      service,
    ],
    ["nixpacks.toml:2", { "nixpacks.toml": '[start]\ncmd = "uvicorn app.main:app"\n' }, service],
  ])("%s", async (source, files, entry) => {
    const target = await inspectPythonTree(files, ...sources);
    expect(
      target.entrypoints.map(({ file, runs, sources: from }) => ({ file, runs, from })),
    ).toEqual([
      {
        file: entry.split(" = ")[0],
        runs: [
          {
            module: / = (\S+) in/.exec(entry)?.[1],
            searchPath: entry.replace(/.* in /, "").replace(/^\.$/, ""),
          },
        ],
        from: [source],
      },
    ]);
  });

  it("follows names of the project's own: a console script, a task, a make target", async () => {
    const pyproject =
      '[project.scripts]\nsvc = "svc.cli:main"\n[tool.poe.tasks]\ngo = "python main.py"\n';
    const files = {
      "pyproject.toml": pyproject,
      Procfile: "web: svc\nworker: poe go\nother: make go\n",
      Makefile: "go:\n\tuvicorn app.main:app\n",
    };
    const target = await inspectPythonTree(files, ...sources);
    expect(target.startCommands.map(({ source, entries }) => [source, ...entries])).toEqual([
      ["Procfile:1", "src/svc/cli.py"],
      ["Procfile:2", "main.py"],
      ["Procfile:3", "app/main.py"],
      ["pyproject.toml project.scripts.svc", "src/svc/cli.py"],
    ]);
  });

  it("knows a folder that the image calls otherwise by its name here", async () => {
    const files = {
      Dockerfile:
        "FROM python:3.12\nWORKDIR /code\nCOPY ./src /code/svc\nCMD uvicorn svc.api:app\n",
      "src/api.py": "",
    };
    expect(await pythonEntriesOf(files)).toEqual(["src/api.py = api in src"]);
  });

  it("ends where tasks run in a circle", async () => {
    const tasks =
      '[tool.poe.tasks]\nstart = { ref = "dev" }\ndev = ["start", { cmd = "make run" }]\n';
    const files = { "pyproject.toml": tasks, Makefile: "run:\n\tmake run\n\tpoe start\n" };
    expect((await inspectPythonTree(files)).startCommands).toEqual([]);
  });

  it("tells what loads an env file, and what is for work on it", async () => {
    const target = await inspectPythonTree(
      {
        "docker-compose.dev.yml":
          "services:\n  api:\n    build: .\n    env_file: .env\n    command: uvicorn app.main:app --reload\n",
        Procfile:
          "web: uvicorn app.main:app --env-file .env\nclock: python main.py\na: flask --app main run\nb: pipenv run python main.py\n",
        ".env": "A=1\n",
      },
      ...sources,
    );
    expect(
      target.startCommands.map(({ source, loadsEnv, stage }) => [source, loadsEnv, stage]),
    ).toEqual([
      ["Procfile:1", true, "production"],
      ["Procfile:2", false, "production"],
      ["Procfile:3", true, "production"],
      ["Procfile:4", true, "production"],
      ["docker-compose.dev.yml:5", true, "development"],
    ]);
    // What reloads is told of production alone.
    expect(target.notes).toEqual([]);
  });

  it("a file of the repository around the project", async () => {
    const root = {
      ".git/HEAD": "",
      "services/api/app/main.py": "",
      "services/api/pyproject.toml": '[project]\nname = "api"\n',
      "compose.yml":
        "services:\n  api:\n    build: ./services/api\n    command: uvicorn app.main:app\n",
    };
    const { makeTargetTree } = await import("../../helpers/target-tree.js");
    const { inspectPythonTarget } = await import(
      "../../../generators/target/python/inspect-python-target.js"
    );
    const dir = makeTargetTree(root);
    const target = await inspectPythonTarget(`${dir}/services/api`);
    expect(target.workspaceRoot).toBe(dir);
    expect(target.entrypoints).toEqual([
      {
        file: "app/main.py",
        sources: ["../../compose.yml:4"],
        runs: [{ searchPath: "", module: "app.main" }],
      },
    ]);
  });
});

describe("without a start command", () => {
  const guard = 'if __name__ == "__main__":\n    main()\n';
  const app = "app = FastAPI()\n";
  it.each<[what: string, files: TreeFiles, ...entries: string[]]>([
    ["main.py", { "main.py": guard, "other.py": guard }, "main.py = __main__ in ."],
    ["app.py", { "app.py": app }, "app.py = __main__ in ."],
    ["server.py", { "server.py": "run()\n" }, "server.py = __main__ in ."],
    [
      "src/main.py, a script",
      { "src/main.py": `import db\n${guard}`, "src/db.py": "" },
      "src/main.py = __main__ in src",
    ],
    [
      "src/main.py of a package src",
      { "src/main.py": `from src.db import x\n${app}`, "src/db.py": "" },
      "src/main.py = src.main in .",
    ],
    ["app/main.py with its own imports", { "app/main.py": `from .db import x\n${app}` }, service],
    [
      "app/main.py beside its modules",
      { "app/main.py": `import db\n${app}`, "app/db.py": "" },
      "app/main.py = __main__ in app",
    ],
    [
      "src/<pkg>/__main__.py",
      {
        "src/my_svc/__main__.py": "run()\n",
        "src/my_svc/__init__.py": "",
        "pyproject.toml": '[project]\nname = "my-svc"\n',
      },
      "src/my_svc/__main__.py = my_svc.__main__ in src",
    ],
    [
      "src/<pkg>/main.py of another name",
      { "src/svc/main.py": app, "src/svc/__init__.py": "" },
      "src/svc/main.py = svc.main in src",
    ],
    [
      "a factory in the package",
      {
        "flaskr/__init__.py": "def create_app():\n    pass\n",
        "pyproject.toml": '[project]\nname = "flaskr"\n',
      },
      "flaskr/__init__.py = flaskr in .",
    ],
    [
      "scripts at the root",
      {
        "nightly.py": guard,
        "hourly.py": guard,
        "helper.py": "x = 1\n",
        "setup.py": guard,
        "test_x.py": guard,
      },
      "hourly.py = __main__ in .",
      "nightly.py = __main__ in .",
    ],
    [
      "a library",
      {
        "pyproject.toml": '[project]\nname = "lib"\n',
        "src/lib/__init__.py": "x = 1\n",
        "src/lib/app.py": "class App: ...\n",
      },
    ],
    ["an empty folder", {}],
  ])("%s", async (_, files, ...entries) => {
    expect(await pythonEntriesOf(files)).toEqual(entries);
  });
});

describe("the folder that a start command is typed in", () => {
  it.each<[string | undefined, TreeFiles, ...string[]]>([
    [undefined, { Procfile: "web: uvicorn app.main:app\n" }, "app/main.py"],
    [
      "src",
      {
        Dockerfile: 'FROM python:3.12\nWORKDIR /app\nCOPY ./src /app\nCMD ["python", "./app.py"]\n',
      },
      "src/app.py",
    ],
    [
      undefined,
      {
        Dockerfile:
          'FROM python:3.12\nWORKDIR /app\nCOPY app /app/app\nCMD ["uvicorn", "app.main:app"]\n',
      },
      "app/main.py",
    ],
    [
      "app",
      {
        Dockerfile:
          'FROM python:3.12\nWORKDIR /usr/src/app\nCOPY ./app .\nENTRYPOINT ["bash", "./run.sh"]\n',
        "app/run.sh": "alembic upgrade head\npython manage.py\n",
      },
      "app/manage.py",
    ],
    [undefined, { Procfile: "web: cd src && python main.py\n" }, "src/main.py"],
    [undefined, { Procfile: "web: uvicorn --app-dir src main:app\n" }, "src/main.py"],
  ])("is %s: %j", async (dir, files, ...empty) => {
    const { startCommands, notes } = await inspectPythonTree(files, ...empty);
    expect(startCommands.map((command) => command.dir)).toEqual(startCommands.map(() => dir));
    expect(startCommands.length).toBeGreaterThan(0);
    expect(notes).toEqual([]);
  });
});
