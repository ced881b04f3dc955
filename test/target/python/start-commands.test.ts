import { describe, expect, it } from "vitest";
import { entriesOf, inspectPythonTree, pythonEntriesOf } from "../../helpers/python-tree.js";

const sources = [
  "main.py",
  "app.py",
  "manage.py",
  "worker.py",
  "app/__init__.py",
  "app/main.py",
  "app/worker.py",
  "app/job/__main__.py",
  "space/service.py",
  "src/main.py",
  "src/svc/__init__.py",
  "src/svc/web.py",
  "proj/__init__.py",
  "proj/celery.py",
  "bin/serve",
];
const service = "app/main.py = app.main in .";
const script = "main.py = __main__ in .";

/** What a Procfile with this line starts, among these sources. */
const started = (line: string) =>
  inspectPythonTree(
    { Procfile: `web: ${line}\n`, "bin/serve": "#!/usr/bin/env python3\n" },
    ...sources,
  );

describe("a command line starts", () => {
  it.each<[line: string, ...entries: string[]]>([
    ["python main.py", script],
    ["python3.11 -u -X dev -W ignore main.py --port 80", script],
    ["/srv/app/.venv/bin/python main.py", script],
    ["python src/main.py", "src/main.py = __main__ in src"],
    ["cd src && exec python main.py", "src/main.py = __main__ in src"],
    ["python -m app.main", service],
    ["python -um app.main", service],
    ["python -m app.job", "app/job/__main__.py = app.job.__main__ in ."],
    ["python app/job", "app/job/__main__.py = __main__ in app/job"],
    ["./main.py", script],
    ["bin/serve", "bin/serve = __main__ in bin"],
    ["DEBUG=1 nohup python main.py > out.log 2>&1 &", script],
    ["env A=b xvfb-run -a python main.py", script],
    ["sh -c 'exec python main.py'", script],
    ["timeout 10 nice -n 5 python main.py", script],
    ["poetry run python main.py", script],
    ["poetry -C . run uvicorn app.main:app", service],
    ["uv run --with rich --env-file .env python main.py", script],
    ["uv run main.py", script],
    ["uv run -m app.main", service],
    ["uv run --no-dev --frozen uvicorn app.main:app", service],
    ["uvx --from uvicorn uvicorn app.main:app", service],
    ["pipenv run python main.py", script],
    ["pdm run python main.py", script],
    ["hatch run python main.py", script],
    ["hatch -e prod run python main.py", script],
    ["rye run python main.py", script],
    ["conda run --no-capture-output -n svc python main.py", script],
    ["opentelemetry-instrument --traces_exporter console python main.py", script],
    ["ddtrace-run uvicorn app.main:app", service],
    ["newrelic-admin run-program gunicorn app.main:app", service],
    ["watchmedo auto-restart -d . -p '*.py' -R -- python main.py", script],
    ["watchfiles 'python main.py' src", script],
    ["python -m debugpy --listen 0.0.0.0:5678 --wait-for-client -m uvicorn app.main:app", service],
    ["coverage run --source app -m app.main", service],
    ["uvicorn app.main:app --host 0.0.0.0 --port 80 --workers 4", service],
    ["uvicorn --factory app.main:create_app", service],
    ["python -m uvicorn app.main:app", service],
    ["uvicorn main:app --app-dir src", "src/main.py = main in src"],
    ["PYTHONPATH=src uvicorn svc.web:app", "src/svc/web.py = svc.web in src"],
    ["uvicorn svc.web:app", "src/svc/web.py = svc.web in src"],
    ["uvicorn src.svc.web:app", "src/svc/web.py = src.svc.web in ."],
    ["uvicorn space.service:app", "space/service.py = space.service in ."],
    ["uvicorn proj:app", "proj/__init__.py = proj in ."],
    ["gunicorn app.main:app", service],
    ["gunicorn -k uvicorn.workers.UvicornWorker -w 3 -b :80 'app.main:create_app()'", service],
    ["gunicorn --chdir src svc.web", "src/svc/web.py = svc.web in src"],
    ["gunicorn --pythonpath src svc.web:app", "src/svc/web.py = svc.web in src"],
    ["hypercorn -b :80 asgi:app.main:app", service],
    ["daphne -p 80 app.main:app", service],
    ["waitress-serve --port=80 --call app.main:create", service],
    ["granian --interface asgi app.main:app", service],
    ["uwsgi --http :80 --module app.main:app --processes 4", service],
    ["uwsgi --wsgi-file app/main.py", service],
    ["flask --app app.main run --debug", service],
    ["flask --app 'app.main:create_app(1)' run", service],
    ["flask -A src/main.py run", "src/main.py = main in src"],
    ["FLASK_APP=app.main flask run -h 0.0.0.0", service],
    ["python -m flask --app app.main run", service],
    ["fastapi run app/main.py --port 80", service],
    ["fastapi run", "main.py = main in ."],
    ["fastapi dev src/main.py", "src/main.py = main in src"],
    ["litestar --app app.main:app run", service],
    ["streamlit run src/main.py --server.port 80", "src/main.py = __main__ in src"],
    ["celery -A proj worker -l info", "proj/celery.py = proj.celery in ."],
    ["celery --app=app.worker:celery beat", "app/worker.py = app.worker in ."],
    ["celery -A app.worker.celery worker", "app/worker.py = app.worker in ."],
    ["dramatiq -p 2 -f app.main:start app.worker", "app/worker.py = app.worker in ."],
    ["arq app.worker.WorkerSettings", "app/worker.py = app.worker in ."],
    ["taskiq worker app.worker:broker", "app/worker.py = app.worker in ."],
    ["python main.py & python worker.py; wait", script, "worker.py = __main__ in ."],
  ])("%s", async (line, ...entries) => {
    const target = await started(line);
    const lines = target.entrypoints.map(
      ({ file, runs }) =>
        `${file} = ${runs.map((run) => `${run.module} in ${run.searchPath || "."}`).join(", ")}`,
    );
    expect(lines).toEqual(entries);
    expect(target.startCommands.map(({ source, stage }) => ({ source, stage }))).toEqual([
      { source: "Procfile:1", stage: "production" },
    ]);
  });

  it.each([
    "python -c 'import app'",
    "python -c proj.celery",
    "python -Ic proj.celery",
    "python -m pip install -r requirements.txt",
    "python -m http.server",
    "flask db upgrade",
    "echo python main.py",
    "pytest",
    "celery -A proj inspect ping",
    "poetry install",
  ])("nothing of the project: %s", async (line) => {
    const target = await inspectPythonTree(
      { Procfile: `web: ${line}\n` },
      "lib/x.py",
      "proj/celery.py",
    );
    expect(target.startCommands).toEqual([]);
    expect(target.entrypoints).toEqual([]);
    expect(target.notes).toEqual([]);
  });

  it("flask run, where a .flaskenv alone says what", async () => {
    const files = { ".flaskenv": "FLASK_APP=shop.web:create_app\n", "shop/web.py": "" };
    const target = await inspectPythonTree(files);
    expect(entriesOf(target)).toEqual(["shop/web.py = shop.web in ."]);
    expect(target.startCommands.map(({ command }) => command)).toEqual(["flask run"]);
    const deployed = { ...files, Procfile: "web: python main.py\n", "main.py": "" };
    expect(await pythonEntriesOf(deployed)).toEqual(["main.py = __main__ in ."]);
  });

  it("what is not here, and that is said", async () => {
    const target = await inspectPythonTree({ Procfile: "web: uvicorn api.main:app\n" }, "main.py");
    expect(target.notes).toEqual([
      {
        file: "Procfile",
        line: 1,
        text: "has uvicorn load 'api.main': there is no such module here",
      },
    ]);
  });
});

describe("a tool's own settings name what it loads", () => {
  it.each<[what: string, files: Record<string, string>, entry: string]>([
    [
      "gunicorn.conf.py",
      {
        Procfile: "web: gunicorn\n",
        "gunicorn.conf.py": 'wsgi_app = "svc.web:app"\nchdir = "src"\n',
      },
      "src/svc/web.py = svc.web in src",
    ],
    [
      "gunicorn -c python:app.conf",
      { Procfile: "web: gunicorn -c python:app.conf\n", "app/conf.py": "wsgi_app = 'app.main'\n" },
      service,
    ],
    [
      "GUNICORN_CMD_ARGS",
      { Procfile: "web: GUNICORN_CMD_ARGS='--chdir src' gunicorn svc.web\n" },
      "src/svc/web.py = svc.web in src",
    ],
    [
      "uwsgi.ini",
      {
        Procfile: "web: uwsgi --ini uwsgi.ini\n",
        "uwsgi.ini": "[uwsgi]\nmodule = svc.web:app\npythonpath = src\n",
      },
      "src/svc/web.py = svc.web in src",
    ],
    [".flaskenv", { Procfile: "web: flask run\n", ".flaskenv": "FLASK_APP=app.main\n" }, service],
    [
      ".env",
      { Procfile: "web: flask run\n", ".env": "export FLASK_APP='app.main:create' # here\n" },
      service,
    ],
    ["flask's own names", { Procfile: "web: flask run\n", "wsgi.py": "" }, "wsgi.py = wsgi in ."],
    [
      "[tool.fastapi]",
      {
        Procfile: "web: fastapi run\n",
        "pyproject.toml": '[tool.fastapi]\nentrypoint = "app.main:app"\n',
      },
      service,
    ],
  ])("%s", async (_, files, entry) => {
    expect((await pythonEntriesOf(files, ...sources))[0]).toBe(entry);
  });
});
