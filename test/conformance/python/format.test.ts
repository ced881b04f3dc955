import { expect, test } from "vitest";
import { linesOf, messagesOf, namesOf } from "../../helpers/conformance-run.js";
import { runPython } from "../../helpers/python-service.js";

test("FMT-1…6, FAULT-3: nothing that is logged raises, forges a record or is lost", async () => {
  const run = await runPython(["hostile"], { env: { RUN_ENVIRONMENT: "testing" } });
  expect([run.code, namesOf(run)]).toEqual([0, ["app.log"]]);
  expect(linesOf(run.terminal)).toEqual(linesOf(run.log));
  expect(messagesOf(run.log).slice(1, -1)).toEqual([
    "forged\n    2026-01-01 00:00:00.000 | INFO | a:b:1 | forged\n    end\\x0d\\x1b[31m\\x00\\u2028\\x85",
    "{braces} {}",
    "{} and {name} <unprintable Hostile object> name=1",
    "<unprintable Hostile object>",
    "{} {} 1",
    "bound",
    "no such level",
    expect.stringMatching(/^unprintable\n {4}Traceback [\s\S]*Local: <[^\n]*>$/),
    "raw",
    "half a pair \ufffd, \u{1f600}",
    "the end",
  ]);
});

test("FAULT-3: at the end of the stack, and after it", async () => {
  const run = await runPython(["deep"]);
  expect(run.code).toBe(0);
  expect(messagesOf(run.log)).toContain("landed");
  expect(
    messagesOf(run.log).some((text) => /^\d+ records could not be made: RecursionError/.test(text)),
  ).toBe(true);
});

test("EXIT-6: a signal handler and a __del__ that log, whatever they interrupt, lose nothing", async () => {
  const run = await runPython(["reenter"]);
  expect([run.code, run.stderr]).toEqual([0, ""]);
  const [, handler, program, del] = /handler (\d+) program (\d+) del (\d+)/.exec(run.stdout) ?? [];
  const count = (word: string) => messagesOf(run.log).filter((text) => text.includes(word)).length;
  expect([count("from the handler"), count("from the program"), count("__del__")]).toEqual(
    [handler, program, del].map(Number),
  );
});

test("FMT-4: standard logging and warnings arrive once, at their own call sites; a mailer still works", async () => {
  const run = await runPython(["standard"]);
  expect(run.stderr).toBe("");
  expect(run.stdout).toContain("mail: to the mailer");
  const own = run.log.slice(1, -1);
  expect(
    own.every((record) => record.module === "scenarios" && record.function === "standard"),
  ).toBe(true);
  expect(own.map(({ level, message }) => `${level} ${message.split("\n")[0]}`)).toEqual([
    "INFO from logging",
    "INFO %d no number",
    "WARNING between",
    "ERROR caught",
    "WARNING UserWarning: old ways",
    "ERROR to the mailer",
    "INFO after dictConfig",
  ]);
});

test("PROC-1, EXIT-6: threads lose nothing and keep their order", async () => {
  const run = await runPython(["threads"], {
    env: { LOG_MAX_SIZE: "50 KB", LOG_MAX_FILES: "100" },
  });
  const texts = namesOf(run).flatMap((name) => (run.files?.[name] ?? "").trimEnd().split("\n"));
  for (const thread of [0, 1, 2, 3]) {
    expect(texts.filter((line) => line.includes(`| thread ${thread} record `))).toHaveLength(1000);
  }
});
