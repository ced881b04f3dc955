import { expect, test } from "vitest";
import { linesOf, messagesOf, namesOf } from "../../helpers/conformance-run.js";
import { runPython } from "../../helpers/python-service.js";

test("CRASH-1, CRASH-3, CRASH-4: the whole chain and its values, to the file and the terminal", async () => {
  const run = await runPython(["crash"], { env: { RUN_ENVIRONMENT: "testing" } });
  expect(run.code).toBe(1);
  const crash = run.log.find(({ level }) => level === "CRITICAL");
  expect(crash?.function).toBe("crash");
  expect(crash?.message).toContain("Uncaught ValueError: bad 1\n");
  expect(crash?.message).toContain("KeyError: 'missing'");
  expect(crash?.message).toMatch(/└ \['.*', 'crash'\]\n/);
  expect(crash?.message).toContain("direct cause of the following exception");
  expect(linesOf(run.terminal)).toEqual(linesOf(run.log));
});

test("CRASH-5: no secret is in the log", async () => {
  const run = await runPython(["crash"]);
  expect(JSON.stringify(run.files)).not.toContain("s3cret-value");
});

test("CRASH-1, FMT-6: a traceback with line feeds and escapes stays inside its record", async () => {
  const run = await runPython(["crash_bytes"]);
  expect(run.log.map(({ level }) => level)).toEqual(["INFO", "CRITICAL", "ERROR"]);
  expect(run.log[1]?.message).toMatch(
    /^Uncaught ValueError: with\n {4}lines\\x1b and \{braces\}\n/,
  );
});

test("CRASH-1: errors of threads, of __del__ and of tasks", async () => {
  const run = await runPython(["crash_everywhere"]);
  expect([run.code, run.stderr]).toEqual([0, ""]);
  const crashes = run.log.filter(({ level }) => level === "CRITICAL");
  expect(crashes.map(({ function: name, message }) => [name, message.split("\n")[0]])).toEqual([
    ["fail", "Uncaught RuntimeError: in a thread (in thread worker)"],
    [
      "__del__",
      expect.stringMatching(/^Uncaught RuntimeError: in __del__ \(Exception ignored in: <function/),
    ],
    ["task", "Uncaught RuntimeError: in a task (Task exception was never retrieved)"],
  ]);
  for (const { message } of crashes) expect(message).toContain("Traceback (most recent call last)");
});

test.each(["earlier", "later"])(
  "CRASH-6: a hook of the program's own, set %s, runs once",
  async (when) => {
    const entry = when === "earlier" ? "hooked" : "main";
    const run = await runPython(["hooks"], { entry });
    expect(run.code).toBe(1);
    expect(run.stdout.match(/own hook not ours/g)).toHaveLength(1);
    expect(run.stderr).toBe("");
    const isOurs = messagesOf(run.log).some((text) =>
      text.startsWith("Uncaught RuntimeError: not ours"),
    );
    expect(isOurs).toBe(when === "earlier");
  },
);

test("CRASH-1: what could not be written is left for Python to report", async () => {
  const run = await runPython(["crash_unwritten"], { stderrIsFree: true });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("can't be written");
  expect(run.stderr).toContain("\nTraceback (most recent call last):\n");
  expect(run.stderr).toContain("Stopped by an uncaught error: exit code 1");
  expect(namesOf(run)).toEqual([]);
});

test.each([
  ["remove", 1],
  ["configure", 1],
  ["disable", 0],
])(
  "CRASH-1, EXIT-3: a program that has this log taken away from Loguru (%s) still says why it died",
  async (way, notes) => {
    const run = await runPython(["take_away", way], { stderrIsFree: true });
    const said = linesOf(run.log).slice(1);
    expect(said.map((line) => line.split("\n")[0]?.replace(/:\d+ |, up.*/g, " "))).toEqual([
      ...Array(notes).fill(
        "WARNING | scenarios:take_away | This log was removed from Loguru: what follows may not be in it",
      ),
      "CRITICAL | scenarios:take_away | Uncaught RuntimeError: boom",
      "ERROR | scenarios:take_away | Stopped by an uncaught error: exit code 1 ",
    ]);
    expect(said.at(-2)).toMatch(/\n {4}Traceback [\s\S]*\n {4}RuntimeError: boom$/);
  },
);

test("what standard logging says after basicConfig(force=True) is in the log", async () => {
  const run = await runPython(["reconfigure"]);
  expect(messagesOf(run.log)[1]).toBe("after basicConfig");
});
