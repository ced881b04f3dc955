import { describe, expect, it } from "vitest";
import { entriesOf, inspectPythonTree, pythonEntriesOf } from "../../helpers/python-tree.js";

const guarded = (body: string) => `import uvicorn\n\n\nif __name__ == "__main__":\n    ${body}\n`;

describe("P5: a script that has a server load an import string", () => {
  it.each<[what: string, text: string, ...entries: string[]]>([
    [
      "at the end of the file",
      guarded('uvicorn.run("src.app:app", reload=False)'),
      "src/app.py = src.app in .",
      "main.py = __main__ in .",
    ],
    [
      "inside a function",
      'import uvicorn\n\ndef main() -> None:\n    uvicorn.run(\n        "src.app:app",\n        port=80,\n    )\n\nmain()\n',
      "src/app.py = src.app in .",
      "main.py = __main__ in .",
    ],
    [
      "by its bare name",
      'from uvicorn import run\nrun(app="src.app:app")\n',
      "src/app.py = src.app in .",
      "main.py = __main__ in .",
    ],
    [
      "with a configuration",
      'import uvicorn\nuvicorn.Server(uvicorn.Config("src.app:create", factory=True)).run()\n',
      "src/app.py = src.app in .",
      "main.py = __main__ in .",
    ],
    [
      "with app_dir",
      guarded('uvicorn.run("app:app", app_dir="src")'),
      "src/app.py = app in src",
      "main.py = __main__ in .",
    ],
    [
      "that is the script itself",
      guarded('uvicorn.run("main:app")'),
      "main.py = main in ., __main__ in .",
    ],
    [
      "an object",
      `from src.app import app\n${guarded("uvicorn.run(app)")}`,
      "main.py = __main__ in .",
    ],
    ["a computed one", guarded('uvicorn.run(f"{name}:app")'), "main.py = __main__ in ."],
    ["another run()", 'from jobs import run\nrun("src.app:app")\n', "main.py = __main__ in ."],
    ["in a comment", '# uvicorn.run("src.app:app")\nx = 1\n', "main.py = __main__ in ."],
    ["broken syntax", 'uvicorn.run("src.app:app"\ndef (:\n', "main.py = __main__ in ."],
  ])("%s", async (_, text, ...entries) => {
    const files = { Procfile: "web: python main.py\n", "main.py": text, "src/app.py": "" };
    expect(await pythonEntriesOf(files)).toEqual(entries);
  });

  it("from a script in a folder, relative to that folder", async () => {
    const files = {
      Procfile: "web: python svc/main.py\n",
      "svc/main.py": guarded('uvicorn.run("app:app")'),
      "svc/app.py": "",
      "app.py": "",
    };
    expect(await pythonEntriesOf(files)).toEqual([
      "svc/app.py = app in svc",
      "svc/main.py = __main__ in svc",
    ]);
  });

  it("in a console script", async () => {
    const target = await inspectPythonTree({
      "pyproject.toml": '[project]\nname = "svc"\n[project.scripts]\nsvc = "svc.cli:main"\n',
      "src/svc/cli.py": 'import uvicorn\ndef main():\n    uvicorn.run("svc.app:app")\n',
      "src/svc/app.py": "",
    });
    expect(entriesOf(target)).toEqual([
      "src/svc/app.py = svc.app in src",
      "src/svc/cli.py = svc.cli in src",
    ]);
    expect(target.sourceRoot).toBe("src/svc");
  });

  it("P7: says what reloads, what has workers, and what is not here", async () => {
    const { notes } = await inspectPythonTree({
      Procfile: "web: python main.py\n",
      "main.py": `${guarded('uvicorn.run("nope:app", workers=2, reload=True)')}`,
    });
    expect(notes.map(({ file, line, text }) => `${file}:${line} ${text.slice(0, 40)}`)).toEqual([
      "main.py:5 starts several worker processes of one N",
      "main.py:5 reloads: the service runs in a child of ",
      "main.py:5 serves 'nope:app': there is no such modu",
    ]);
  });

  it("says that a script starts gunicorn by itself", async () => {
    const { notes } = await inspectPythonTree({
      Procfile: "web: python main.py\n",
      "main.py":
        "from gunicorn.app.base import BaseApplication\nclass App(BaseApplication):\n    pass\n",
    });
    expect(notes).toEqual([
      {
        file: "main.py",
        line: 2,
        text: "starts gunicorn by itself: its workers run this file's modules, forked",
      },
    ]);
  });
});

describe("P6: a factory", () => {
  it.each([
    "uvicorn --factory pkg:create_app",
    "gunicorn 'pkg:create_app()'",
    "FLASK_APP=pkg:create_app flask run",
    "flask --app 'pkg:create_app(\"dev\")' run",
  ])("%s is the module", async (line) => {
    const files = { Procfile: `web: ${line}\n`, "pkg/__init__.py": "" };
    expect(await pythonEntriesOf(files)).toEqual(["pkg/__init__.py = pkg in ."]);
  });
});

describe("P10: Django", () => {
  const manage = (settings: string) =>
    `#!/usr/bin/env python\nimport os\n\ndef main():\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n    from django.core.management import execute_from_command_line\n`;
  const plain = {
    "manage.py": manage("proj.settings"),
    "proj/__init__.py": "",
    "proj/settings.py": 'WSGI_APPLICATION = "proj.wsgi.application"\n',
    "proj/wsgi.py": "",
    "proj/asgi.py": "",
  };
  const all = [
    "manage.py = __main__ in .",
    "proj/wsgi.py = proj.wsgi in .",
    "proj/asgi.py = proj.asgi in .",
  ];

  it("is one service, and its image may run manage.py while it is built", async () => {
    const { entrypoints, notes } = await inspectPythonTree({
      "manage.py": manage("proj.settings"),
      "proj/settings.py": "",
      "proj/wsgi.py": "",
      "proj/celery.py": "",
      Procfile: "web: gunicorn proj.wsgi\nworker: python proj/celery.py\n",
      Dockerfile:
        "FROM x\nRUN a && \\\n  python manage.py collectstatic\nCMD python manage.py runserver\n",
    });
    expect(entrypoints.map(({ file, belongsTo }) => [file, belongsTo])).toEqual([
      ["manage.py", "manage.py"],
      ["proj/wsgi.py", "manage.py"],
      ["proj/celery.py", undefined],
    ]);
    expect(notes.map(({ file, line, text }) => [file, line, text.split(":")[0]])).toEqual([
      ["Dockerfile", 3, "runs 'manage.py collectstatic' while the image is built"],
    ]);
  });

  it("has manage.py, wsgi.py and asgi.py, and its logging at the top", async () => {
    const target = await inspectPythonTree(plain);
    expect(entriesOf(target)).toEqual(all);
    expect(target.sourceRoot).toBe("");
    expect(target.entrypoints.map(({ sources }) => sources)).toEqual([
      ["manage.py, Django's own"],
      ["manage.py, by its settings 'proj.settings'"],
      ["manage.py, by its settings 'proj.settings'"],
    ]);
    expect(new Set(target.entrypoints.map(({ belongsTo }) => belongsTo))).toEqual(
      new Set(["manage.py"]),
    );
  });

  it.each([
    ["gunicorn proj.wsgi:application", [all[1], all[0], all[2]]],
    ["daphne proj.asgi:application", [all[2], all[0], all[1]]],
    ["python manage.py runserver", all],
    ["./manage.py rundramatiq", all],
  ])("what is started comes first: %s", async (line, entries) => {
    const target = await inspectPythonTree({ ...plain, Procfile: `web: ${line}\n` });
    expect(entriesOf(target)).toEqual(entries);
    expect(target.sourceRoot).toBe("");
  });

  it("settings in a package, and by decouple", async () => {
    const text = manage("X").replace(
      '"X"',
      'config("DJANGO_SETTINGS_MODULE", "conf.settings.prod")',
    );
    const files = {
      "src/manage.py": text,
      "src/conf/settings/prod.py": "",
      "src/conf/wsgi.py": "",
    };
    const target = await inspectPythonTree(files);
    expect(entriesOf(target)).toEqual([
      "src/manage.py = __main__ in src",
      "src/conf/wsgi.py = conf.wsgi in src",
    ]);
    expect(target.sourceRoot).toBe("src");
  });

  it("an application that its settings name", async () => {
    const target = await inspectPythonTree({
      ...plain,
      "proj/settings.py": "WSGI_APPLICATION = 'server.entry.application'\n",
      "server/entry.py": "",
    });
    expect(entriesOf(target)).toContain("server/entry.py = server.entry in .");
  });

  it("django-admin is told to bring its own entrypoint", async () => {
    const { notes } = await inspectPythonTree({
      ...plain,
      Procfile: "web: django-admin runserver --settings proj.settings\n",
    });
    expect(notes.map(({ text }) => text)).toEqual([
      "starts django-admin, which brings its own entrypoint: manage.py is the one to patch",
    ]);
  });
});

describe("P11: a package that is run", () => {
  it.each<[what: string, init: string, ...notes: string[]]>([
    ["with an empty __init__.py", ""],
    ["with one of names alone", '"""Doc.\n\nMore.\n"""\n# c\n__version__ = "1"\n'],
    ["with code in it", "import os\nprint(1)\n", "app/__init__.py"],
  ])("%s", async (_, init, ...notes) => {
    const files = {
      Procfile: "web: python -m app\n",
      "app/__init__.py": init,
      "app/__main__.py": "",
    };
    const target = await inspectPythonTree(files);
    expect(entriesOf(target)).toEqual(["app/__main__.py = app.__main__ in ."]);
    expect(target.notes.map(({ file }) => file)).toEqual(notes);
    expect(target.sourceRoot).toBe("app");
  });
});

describe("workers of a queue", () => {
  it("are told, with what they load", async () => {
    const { notes, startCommands } = await inspectPythonTree(
      {
        Procfile:
          "a: celery -A proj worker\nb: rq worker high\nc: gunicorn -w 2 proj\nd: gunicorn -w 1 proj\n",
      },
      "proj/__init__.py",
      "proj/celery.py",
    );
    expect(startCommands.map(({ entries }) => entries)).toEqual([
      ["proj/celery.py"],
      ["proj/__init__.py"],
      ["proj/__init__.py"],
    ]);
    expect(notes.map(({ text }) => text.split(",")[0])).toEqual([
      "starts celery",
      "starts rq",
      "starts several worker processes of one NAME_APP: the first logs as itself",
    ]);
  });
});
