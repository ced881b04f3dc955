import { expect, test } from "vitest";
import { linesOf, messagesOf, namesOf, type Run } from "../../helpers/conformance-run.js";
import { runPython, startPython } from "../../helpers/python-service.js";

const numbered = Array.from({ length: 1000 }, (_, number) => `record ${number}`);

/** What follows the thousand records; every one of them is there, in order, and nothing else is left. */
function endOf(run: Run): string[] {
  expect(namesOf(run)).toEqual(["app.log"]);
  const [, ...rest] = linesOf(run.log);
  expect(messagesOf(run.log).slice(1, 1001)).toEqual(numbered);
  return rest
    .slice(1000)
    .map((line) => line.replace(/up \d+\.\d s/, "up").replace(/:\d+ \|/, " |"));
}

test.each([
  [
    "returns",
    0,
    ["INFO | ending:_end_of_program | Stopped by the end of the program: exit code 0, up"],
  ],
  ["exit", 3, ["ERROR | scenarios:end | Stopped by sys.exit: exit code 3, up"]],
  ["quit", 2, ["ERROR | scenarios:end | Stopped by quit(): exit code 2, up"]],
  ["text", 1, ["ERROR | scenarios:end | Stopped by sys.exit: exit code 1, up"]],
  ["raise", 4, ["INFO | ending:_end_of_program | Stopped by SystemExit: exit code not known, up"]],
  [
    "caught",
    0,
    ["INFO | ending:_end_of_program | Stopped by the end of the program: exit code 0, up"],
  ],
  [
    "helper",
    5,
    [
      "ERROR | scenarios:end | enough",
      "ERROR | scenarios:end | Stopped by exit_with_reason: exit code 5, up",
    ],
  ],
  [
    "deliberate",
    0,
    [
      "INFO | scenarios:end | all done",
      "INFO | scenarios:end | Stopped by exit_with_reason: exit code 0, up",
    ],
  ],
])(
  "EXIT-1…4, EXIT-6: a program that ends by %s, exit code %i, leaves all and why",
  async (way, code, last) => {
    const run = await runPython(["end", way], { stderrIsFree: true });
    expect(run.code).toBe(code);
    expect(endOf(run)).toEqual(last);
  },
);

test("EXIT-1: in another thread it ends the process too", async () => {
  const run = await runPython(["end", "thread"]);
  expect(run.code).toBe(6);
  expect(endOf(run).map((line) => line.slice(line.lastIndexOf("| ") + 2))).toEqual([
    "from a thread",
    "Stopped by exit_with_reason: exit code 6, up",
  ]);
});

test("CRASH-1, EXIT-6: an uncaught error leaves all, a traceback and the place that threw", async () => {
  const run = await runPython(["end", "throw"]);
  expect([run.code, run.stderr]).toEqual([1, ""]);
  const [crash = "", stop] = endOf(run);
  expect(crash).toMatch(
    /^CRITICAL \| scenarios:end \| Uncaught RuntimeError: boom\n {4}Traceback [\s\S]*\n {4}RuntimeError: boom$/,
  );
  expect(stop).toBe("ERROR | scenarios:end | Stopped by an uncaught error: exit code 1, up");
});

test.each(["SIGTERM", "SIGHUP"] as const)(
  "EXIT-5, EXIT-6: %s leaves all and its name, and kills as it would without us",
  async (signal) => {
    const service = startPython(["end", "wait"]);
    await service.printed("waits");
    service.child.kill(signal);
    const run = await service.ended();
    expect([run.code, run.signal, run.stderr]).toEqual([null, signal, ""]);
    expect(endOf(run)).toEqual([`INFO | signals:_log_signal | Stopped by ${signal}, up`]);
  },
);

test("EXIT-5, EXIT-6, CRASH-2: Ctrl+C leaves all, no CRITICAL, and Python's own end", async () => {
  const service = startPython(["end", "wait"], { stderrIsFree: true });
  await service.printed("waits");
  service.child.kill("SIGINT");
  const run = await service.ended();
  expect([run.code, run.signal]).toEqual([null, "SIGINT"]);
  expect(run.stderr).toMatch(/KeyboardInterrupt\n$/);
  expect(endOf(run)).toEqual([
    "INFO | signals:_log_signal | Received SIGINT, up",
    "INFO | excepthook:_on_error | Stopped by SIGINT, up",
  ]);
});

test("CRASH-2: a program that catches KeyboardInterrupt goes on", async () => {
  const service = startPython(["interrupt"]);
  await service.printed("waits");
  service.child.kill("SIGINT");
  const run = await service.ended();
  expect(run.code).toBe(0);
  expect(
    messagesOf(run.log)
      .slice(1)
      .map((text) => text.replace(/, up.*/, "")),
  ).toEqual(["Received SIGINT", "caught", "Stopped by the end of the program: exit code 0"]);
});

test.each([1, 2, 3])("EXIT-5: a service that logs all the time ends at once, try %i", async () => {
  const service = startPython(["busy"]);
  await service.printed("waits");
  service.child.kill("SIGTERM");
  const run = await service.ended();
  expect(run.signal).toBe("SIGTERM");
  expect(messagesOf(run.log).filter((text) => text.startsWith("Stopped by SIGTERM"))).toHaveLength(
    1,
  );
  expect(namesOf(run)).toEqual(["app.log"]);
});

test.each([1, 2, 3])(
  "EXIT-5, EXIT-6: signals that follow the first cut nothing short, try %i",
  async () => {
    const service = startPython(["busy"]);
    await service.printed("waits");
    for (const signal of ["SIGTERM", "SIGTERM", "SIGINT", "SIGTERM"] as const) {
      service.child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const run = await service.ended();
    expect([run.signal, run.stderr]).toEqual(["SIGTERM", ""]);
    expect(run.log.at(-1)?.message).toMatch(/^Stopped by SIGTERM/);
    expect(namesOf(run)).toEqual(["app.log"]);
  },
);

test.each([1, 2, 3])("EXIT-5, EXIT-6: a signal at the end cuts nothing short, try %i", async () => {
  const service = startPython(["end_while_asked"]);
  await service.printed("waits");
  service.child.kill("SIGTERM");
  const run = await service.ended();
  expect(messagesOf(run.log).slice(1, -1)).toEqual(numbered.slice(0, 200));
  expect(run.log.at(-1)?.message).toMatch(/^Stopped by (?:SIGTERM|the end of the program)/);
});

test("EXIT-5, EXIT-6: what a handler raises reaches the program, and costs no record", async () => {
  const run = await runPython(["time_out"], { stderrIsFree: true });
  const [, armed, raised, returned] =
    /armed (\d+) raised (\d+) returned (\d+)/.exec(run.stdout)?.map(Number) ?? [];
  expect(armed).toBeGreaterThan(50);
  expect(raised).toBe(armed);
  // The call that was interrupted may have written its record, and did not return.
  const numbers = messagesOf(run.log).filter((text) => text.startsWith("record "));
  const found = new Set(numbers.map((text) => Number(text.slice("record ".length))));
  for (let number = 0; number < (returned ?? 0); number++) expect(found.has(number)).toBe(true);
});

test("EXIT-5: the program's own handler decides, sees itself, and is heard of", async () => {
  const service = startPython(["handle", "SIGTERM", "kept"]);
  await service.printed("waits");
  service.child.kill("SIGTERM");
  const run = await service.ended();
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("was <Handlers.SIG_DFL: 0> is True");
  expect(
    messagesOf(run.log)
      .slice(1)
      .map((text) => text.replace(/, up.*/, "")),
  ).toEqual(["Received SIGTERM", "handled SIGTERM", "Stopped by sys.exit: exit code 0"]);
});

test("EXIT-5: a program that puts back what it found is killed again", async () => {
  const service = startPython(["handle", "SIGTERM", "restored"]);
  await service.printed("waits");
  service.child.kill("SIGTERM");
  const run = await service.ended();
  expect(run.signal).toBe("SIGTERM");
  expect(run.log.at(-1)?.message).toMatch(/^Stopped by SIGTERM/);
});

test.each([1, 2, 3])(
  "EXIT-5: a signal that is the program's last deed kills it all the same, try %i",
  async () => {
    const run = await runPython(["raise_at_the_end"]);
    expect([run.code, run.signal]).toEqual([null, "SIGTERM"]);
    expect(endOf(run)).toEqual(["INFO | signals:_log_signal | Stopped by SIGTERM, up"]);
  },
);

test("EXIT-5: a handler of an event loop decides", async () => {
  const service = startPython(["handle_in_loop"]);
  await service.printed("waits");
  service.child.kill("SIGTERM");
  const run = await service.ended();
  expect(run.code).toBe(0);
  expect(
    messagesOf(run.log)
      .slice(1)
      .map((text) => text.replace(/, up.*/, "")),
  ).toEqual([
    "Received SIGTERM",
    "the loop has stopped",
    "Stopped by the end of the program: exit code 0",
  ]);
});

test("EXIT-5: a SIGHUP that is ignored at the start, as by nohup, stays ignored", async () => {
  const service = startPython(["end", "wait"], { shell: 'trap "" HUP; exec "$@"' });
  await service.printed("waits");
  service.child.kill("SIGHUP");
  service.child.kill("SIGTERM");
  const run = await service.ended();
  expect(run.signal).toBe("SIGTERM");
  expect(endOf(run)).toEqual(["INFO | signals:_log_signal | Stopped by SIGTERM, up"]);
});

test("EXIT-6, EXIT-7: SIGKILL loses at most what is queued, and the next start names the run", async () => {
  const service = startPython(["end", "wait"]);
  await service.printed("waits");
  service.child.kill("SIGKILL");
  const killed = await service.ended();
  expect(killed.log.length).toBeGreaterThan(900);
  const next = await runPython(["hello"], { directory: service.directory });
  const note = next.log[killed.log.length];
  expect(note?.level).toBe("WARNING");
  expect(note?.message).toMatch(
    new RegExp(`^The run of pid ${service.pid}, .* left no stop record in 'app.log': killed,`),
  );
  expect(namesOf(next)).toEqual(["app.log"]);
});

test("EXIT-3: what atexit functions of the program say is in the log", async () => {
  const run = await runPython(["goodbye"]);
  expect(messagesOf(run.log).slice(1, 3)).toEqual(["registered", "from atexit"]);
  expect(run.log.at(-1)?.message).toMatch(/^Stopped by/);
});

test("EXIT-1: in a task of asyncio it ends the process, and that is no uncaught error", async () => {
  const run = await runPython(["exit_in_task"], { stderrIsFree: true });
  expect(run.code).toBe(4);
  expect(messagesOf(run.log).slice(1)).toEqual([
    "from a task",
    expect.stringMatching(/^Stopped by exit_with_reason: exit code 4/),
  ]);
});

test.each(["execv", "execvp"])(
  "EXIT-6: a program that goes on as another one (%s) leaves all behind",
  async (way) => {
    const run = await runPython(["become", way]);
    expect(run.code).toBe(0);
    expect(messagesOf(run.log).slice(1)).toEqual(numbered.slice(0, 350));
  },
);
