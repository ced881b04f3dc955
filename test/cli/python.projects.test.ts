import path from "node:path";
import { expect, test } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { parseLog } from "../helpers/conformance-log.js";
import {
  linesOf,
  messagesOf,
  namesOf,
  type Run,
  type Started,
} from "../helpers/conformance-run.js";
import {
  cronProject,
  djangoProject,
  fastapiProject,
  flaskProject,
  queuerProject,
  removePython,
  scaffoldPython,
  startIn,
} from "../helpers/python-projects.js";
import { ask, findFreePort } from "../helpers/python-service.js";

/** What a file says: the first line of each message, without the numbers that are of the moment. */
function saidIn(run: Run, name = "shop.log"): string[] {
  const numbers =
    /, pid \d+, python [\d.]+$|, up .*| ?[([](pid: )?\d+[\])]|127\.0\.0\.1\S*( - -)? (\[.*?\]|-) /g;
  return messagesOf(parseLog(run.files?.[name] ?? "", "file")).map(
    (text) => text.split("\n")[0]?.replaceAll(numbers, "") ?? "",
  );
}

async function stop(server: Started, signal: NodeJS.Signals): Promise<Run> {
  server.child.kill(signal);
  return server.ended();
}

test("a FastAPI app behind uvicorn: set up by one command, asked, rotated, ended, and taken out again", async () => {
  const root = await scaffoldPython(fastapiProject);
  const port = await findFreePort();
  const env = { LOG_MAX_SIZE: "50 KB", LOG_MAX_FILES: "2" };
  const server = startIn(root, ["uvicorn", "app.main:app", "--port", `${port}`], { env });
  expect(await ask(port, "/orders/1")).toBe('{"order":"order 1"}');
  expect(await ask(port, "/orders/13")).toBe("Internal Server Error");
  await ask(port, "/orders/14");
  const run = await stop(server, "SIGTERM");
  expect([run.signal, run.stdout, run.stderr, namesOf(run)]).toEqual([
    "SIGTERM",
    "",
    "",
    ["shop.log"],
  ]);
  expect(saidIn(run)).toEqual([
    "Started shop: production",
    "Started server process",
    "Waiting for application startup.",
    "Application startup complete.",
    `Uvicorn running on http://127.0.0.1:${port} (Press CTRL+C to quit)`,
    "looking for order 1",
    '"GET /orders/1 HTTP/1.1" 200',
    "looking for order 13",
    '"GET /orders/13 HTTP/1.1" 500',
    "Exception in ASGI application",
    "looking for order 14",
    "UserWarning: order 14 is old",
    '"GET /orders/14 HTTP/1.1" 200',
    "Received SIGTERM",
    "Shutting down",
    "Waiting for application shutdown.",
    "Application shutdown complete.",
    "Finished server process",
    "Stopped by SIGTERM",
  ]);
  expect(run.files?.["shop.log"]).toContain("\n    LookupError: no order 13\n");

  // On top of what is there: the record of one error is some 20 KB.
  const again = startIn(root, ["uvicorn", "app.main:app", "--port", `${port}`], {
    env,
    directory: run.directory,
  });
  for (let number = 0; number < 8; number++) await ask(port, "/orders/13");
  const rotated = await stop(again, "SIGINT");
  // uvicorn catches KeyboardInterrupt when it has shut down.
  expect(rotated.code).toBe(0);
  const names = namesOf(rotated);
  expect(names).toEqual([
    expect.stringMatching(/^shop\.[-\d]{10}_[-\d]{8}_\d{6}\.log$/),
    expect.stringMatching(/^shop\.[-\d]{10}_[-\d]{8}_\d{6}\.log$/),
    "shop.log",
  ]);
  for (const text of Object.values(rotated.files ?? {}))
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(50_000);
  const said = names.flatMap((name) => saidIn(rotated, name));
  expect(said.filter((text) => text === "Exception in ASGI application").length).toBeGreaterThan(1);
  expect(said.slice(-2)).toEqual(["Received SIGINT", "Stopped by sys.exit: exit code 0"]);

  const refused = await startIn(root, ["uvicorn", "app.main:app", "--port", `${port}`], {
    env: { NAME_APP: undefined, PATH_TO_LOGS: undefined },
  }).ended();
  expect([refused.code, refused.stdout, refused.files]).toEqual([1, "", undefined]);
  expect(messagesOf(refused.terminal)).toEqual([
    "Cannot start: NAME_APP is missing; PATH_TO_LOGS is missing (needed in testing and production)",
  ]);
  await removePython(root, fastapiProject);
});

test("a Flask app that its .flaskenv names, behind flask run", async () => {
  const root = await scaffoldPython(flaskProject);
  const port = await findFreePort();
  const server = startIn(root, ["flask", "run", "--port", `${port}`]);
  expect(await ask(port)).toBe("hello");
  await ask(port, "/fail");
  const run = await stop(server, "SIGTERM");
  expect([run.signal, run.stderr, namesOf(run)]).toEqual(["SIGTERM", "", ["shop.log"]]);
  const said = saidIn(run);
  expect(said[0]).toBe("Started shop, version 2.0.1: production");
  expect(said.slice(3)).toEqual([
    "asked",
    '"GET / HTTP/1.1" 200 -',
    "Exception on /fail [GET]",
    expect.stringMatching(/GET \/fail HTTP\/1\.1.*" 500 -$/),
    "Stopped by SIGTERM",
  ]);
  expect(run.files?.["shop.log"]).toContain("\n    RuntimeError: a view fails\n");
  await removePython(root, flaskProject);
});

test("a script that cron starts, in Latin-1 with CRLF: each run on top of the last, from anywhere", async () => {
  const root = await scaffoldPython(cronProject);
  const script = path.join(root, "tidy.py");
  const first = await startIn(root, ["python", script], { cwd: "/" }).ended();
  expect([first.code, first.stdout, first.stderr]).toEqual([0, "tidied tidy.py\n", ""]);
  const { directory } = first;
  const second = await startIn(root, ["python", "tidy.py", "no disk"], { directory }).ended();
  expect([second.code, second.stdout, second.stderr, namesOf(second)]).toEqual([
    1,
    "",
    "",
    ["shop.log"],
  ]);
  expect(saidIn(second)).toEqual([
    "Started shop: production",
    "Stopped by sys.exit: exit code 0",
    "Started shop: production",
    "Uncaught OSError: no disk",
    "Stopped by an uncaught error: exit code 1",
  ]);
  await removePython(root, cronProject);
});

test("a Django project: manage.py, wsgi.py and asgi.py, its own server, and gunicorn with 2 workers", async () => {
  const root = await scaffoldPython(djangoProject);
  const check = await startIn(root, ["python", "manage.py", "check"]).ended();
  expect([check.code, check.stderr]).toEqual([0, ""]);
  expect(check.stdout).toMatch(/no issues/);
  const { directory } = check;
  const port = await findFreePort();
  const server = startIn(root, ["python", "manage.py", "runserver", "--noreload", `${port}`], {
    directory,
  });
  expect(await ask(port)).toBe("hello");
  await ask(port, "/fail");
  const run = await stop(server, "SIGINT");
  expect([run.code, run.stderr, namesOf(run)]).toEqual([0, "", ["shop.log"]]);
  expect(saidIn(run)).toEqual([
    "Started shop: production",
    "Stopped by the end of the program: exit code 0",
    "Started shop: production",
    "asked",
    '"GET / HTTP/1.1" 200 5',
    "Internal Server Error: /fail",
    '"GET /fail HTTP/1.1" 500 145',
    "Received SIGINT",
    "Stopped by sys.exit: exit code 0",
  ]);
  expect(run.files?.["shop.log"]).toContain("\n    RuntimeError: a view fails\n");

  const other = await findFreePort();
  const gunicorn = startIn(
    root,
    ["gunicorn", "-w", "2", "-b", `127.0.0.1:${other}`, "--access-logfile", "-", "shop.wsgi"],
    { stderrIsFree: true },
  );
  expect(await ask(other)).toBe("hello");
  const workers = await stop(gunicorn, "SIGTERM");
  expect([workers.code, workers.stdout]).toEqual([0, ""]);
  const names = namesOf(workers);
  expect(names.filter((name) => !/^shop(~2)?\.log$/.test(name))).toEqual([]);
  const said = names.map((name) => saidIn(workers, name));
  expect(said.flat().filter((text) => text === "asked")).toHaveLength(1);
  // The second worker may come up when the first has ended: then it takes the name that is free again.
  const saidByAll = said.flat();
  const count = (what: string) => saidByAll.filter((text) => text === what).length;
  expect(count("Started shop: production")).toBeGreaterThan(0);
  expect(count("Stopped by sys.exit: exit code 0")).toBe(count("Started shop: production"));
  for (const each of said) expect(each.at(-1)).toBe("Stopped by sys.exit: exit code 0");
  await removePython(root, djangoProject);
});

test("a Flask app with a loader and a Loguru set-up of its own: the first record is ours, and a migration takes theirs out", async () => {
  const root = await scaffoldPython(queuerProject);
  const read = (file: string) => readTree(root)[file] ?? "";
  expect(read("src/app.py")).toBe(
    `from .app_logging import env_file as _env_file  # noqa: F401
from .app_logging import setup as _setup  # noqa: F401
${queuerProject["src/app.py"]}`,
  );
  expect(read("src/app_logging/env_file.py")).toMatch(
    /\nload_dotenv\(Path\(__file__\)\.resolve\(\)\.parents\[2\] \/ "\.env"\)\n$/,
  );
  const unset = { NAME_APP: undefined, RUN_ENVIRONMENT: undefined };
  const begin = () =>
    startIn(root, ["python", "-c", "import src.app"], { env: unset, stderrIsFree: true }).ended();
  const before = await begin();
  expect([before.code, namesOf(before)]).toEqual([0, ["queuer.log"]]);
  expect(saidIn(before, "queuer.log").slice(0, 2)).toEqual([
    "Started queuer: testing",
    "routes made",
  ]);
  expect(before.stderr).toContain("own: app by the library\nown: src.app application made\n");

  const migrated = await runCli(["migrate", "--yes"], { cwd: root });
  expect(migrated).toMatchObject({ code: 0, stderr: "" });
  expect(read("src/logging_config.py")).toBe('"""The logging of this application."""\n');
  expect(read("src/app.py")).not.toMatch(/Intercept|configure_logging/);
  const after = await begin();
  expect([after.code, namesOf(after)]).toEqual([0, ["queuer.log"]]);
  expect(saidIn(after, "queuer.log")).toEqual([
    "Started queuer: testing",
    "routes made",
    "by the library",
    "application made",
    "Stopped by the end of the program: exit code 0",
  ]);
  expect(linesOf(parseLog(after.stderr, "terminal"))).toEqual(linesOf(after.log));
  expect(await runCli(["upgrade", "--check"], { cwd: root })).toMatchObject({ code: 0 });
  await removePython(root, queuerProject);
});
