import { describe, expect, test } from "vitest";
import { parseLog } from "../../helpers/conformance-log.js";
import { messagesOf, namesOf, type Run, type Started } from "../../helpers/conformance-run.js";
import { ask, findFreePort, startPython, startTool } from "../../helpers/python-service.js";

async function stop(server: Started, signal: NodeJS.Signals): Promise<Run> {
  server.child.kill(signal);
  return server.ended();
}

const withoutTime = (text: string) => text.split("\n")[0]?.replace(/, up .*/, "") ?? "";
const saidIn = (run: Run, name: string) =>
  messagesOf(parseLog(run.files?.[name] ?? "", "file")).map(withoutTime);
const count = (said: string[], text: string | RegExp) =>
  said.filter((one) => (typeof text === "string" ? one === text : text.test(one))).length;

describe("EXIT-5, EXIT-6: real servers keep their last records, theirs and ours, once", () => {
  test.each([
    [
      "by its command",
      (port: number) => startTool("uvicorn", ["asgi_app:app", "--port", `${port}`]),
    ],
    ["called by the program", (port: number) => startPython([`${port}`], { entry: "asgi_app" })],
  ])("uvicorn, %s", async (_, begin) => {
    const port = await findFreePort();
    const server = begin(port);
    expect(await ask(port, "/first")).toBe("hello");
    const run = await stop(server, "SIGTERM");
    expect([run.signal, run.stdout, run.stderr, namesOf(run)]).toEqual([
      "SIGTERM",
      "",
      "",
      ["app.log"],
    ]);
    const said = saidIn(run, "app.log");
    for (const once of [
      "starts up",
      "asked for /first",
      "Application startup complete.",
      "shuts down",
    ]) {
      expect(count(said, once)).toBe(1);
    }
    expect(count(said, /"GET \/first HTTP\/1.1" 200$/)).toBe(1);
    expect(said.indexOf("Received SIGTERM")).toBeGreaterThan(0);
    expect(said.slice(-2)).toEqual([`Finished server process [${run.pid}]`, "Stopped by SIGTERM"]);
  });

  test("gunicorn with 2 workers", async () => {
    const port = await findFreePort();
    const server = startTool(
      "gunicorn",
      ["-w", "2", "-b", `127.0.0.1:${port}`, "--access-logfile", "-", "wsgi_app:app"],
      { stderrIsFree: true },
    );
    expect(await ask(port, "/first")).toBe("hello");
    const run = await stop(server, "SIGTERM");
    expect(run.code).toBe(0);
    expect(namesOf(run).filter((name) => !/^app(~2)?\.log$/.test(name))).toEqual([]);
    const said = namesOf(run).flatMap((name) => saidIn(run, name));
    expect(count(said, "asked for /first")).toBe(1);
    expect(count(said, /"GET \/first HTTP\/1.1" 200/)).toBe(1);
    expect(run.stdout + run.stderr).not.toContain("/first");
    const starts = count(said, /^Started app/);
    expect(starts).toBeGreaterThan(0);
    expect(count(said, "Stopped by sys.exit: exit code 0")).toBe(starts);
  });

  test("gunicorn with 2 workers and --preload: the forked workers take names of their own", async () => {
    const port = await findFreePort();
    const server = startTool("gunicorn", [
      "--preload",
      "-w",
      "2",
      "-b",
      `127.0.0.1:${port}`,
      "wsgi_app:app",
    ]);
    await ask(port, "/first");
    const run = await stop(server, "SIGTERM");
    expect(run.code).toBe(0);
    expect(namesOf(run)).toEqual(["app.log", "app~2.log", "app~3.log"]);
    for (const name of namesOf(run)) {
      const said = saidIn(run, name);
      expect(count(said, /^Started app/)).toBe(1);
      expect(count(said, "Received SIGTERM")).toBe(1);
      expect(said.at(-1)).toBe("Stopped by sys.exit: exit code 0");
    }
  });

  test("ENV-4 gunicorn, whose workers the guard does not let start, ends and starts none for ever", async () => {
    const port = await findFreePort();
    const options = { stderrIsFree: true, env: { NAME_APP: undefined } };
    const run = await startTool(
      "gunicorn",
      ["-w", "2", "-b", `127.0.0.1:${port}`, "wsgi_app:app"],
      options,
    ).ended();
    expect([run.code === 0, run.signal, run.files]).toEqual([false, null, {}]);
    expect(
      run.stderr.match(/CRITICAL \| .*Cannot start: NAME_APP is missing/g)?.length,
    ).toBeLessThan(3);
  });

  test("flask", async () => {
    const port = await findFreePort();
    const server = startTool("flask", ["--app", "flask_app", "run", "--port", `${port}`]);
    expect(await ask(port)).toBe("hello");
    await ask(port, "/fail");
    const run = await stop(server, "SIGTERM");
    expect([run.signal, run.stderr, namesOf(run)]).toEqual(["SIGTERM", "", ["app.log"]]);
    const said = saidIn(run, "app.log");
    for (const once of ["asked", "by the app's own logger", "Exception on /fail [GET]"]) {
      expect(count(said, once)).toBe(1);
    }
    expect(run.files?.["app.log"]).toContain("RuntimeError: a view fails");
    expect(said.at(-1)).toBe("Stopped by SIGTERM");
  });

  test("Django", async () => {
    const port = await findFreePort();
    const server = startPython(["runserver", "--noreload", `${port}`], { entry: "manage" });
    expect(await ask(port)).toBe("hello");
    await ask(port, "/fail");
    const run = await stop(server, "SIGTERM");
    expect([run.signal, run.stderr, namesOf(run)]).toEqual(["SIGTERM", "", ["app.log"]]);
    const said = saidIn(run, "app.log");
    for (const once of ["asked", "Internal Server Error: /fail", '"GET / HTTP/1.1" 200 5']) {
      expect(count(said, once)).toBe(1);
    }
    expect(run.files?.["app.log"]).toContain("RuntimeError: a view fails");
    expect(said.at(-1)).toBe("Stopped by SIGTERM");
  });
});
