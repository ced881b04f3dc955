import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { placeOf } from "../helpers/conformance-log.js";
import { linesOf, messagesOf, namesOf, type Run, run, start } from "../helpers/conformance-run.js";

const up = String.raw`up \d+\.\d s`;

/** The last record of a run, as level, place and message. */
function lastLine(ended: Run): string {
  return linesOf(ended.log).at(-1) ?? "";
}

/** A stop record's whole line, for a place and a level. */
function stopLine(level: string, place: string, said: string): RegExp {
  return new RegExp(`^${quote(`${level} | ${place} | Stopped by ${said}`)}, ${up}$`);
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The records that the scenario `burst` is to leave, in order. */
const burstMessages = Array.from({ length: 1000 }, (_, index) => `record ${index}`);

function burstOf(ended: Run): string[] {
  return messagesOf(ended.log).filter((message) => message.startsWith("record "));
}

describeFlavours((service) => {
  test("EXIT-1 exitWithReason leaves the reason at the caller's place, then the stop record, and its code", async () => {
    for (const [args, code, level, marker] of [
      [["no work today", "0"], 0, "INFO", "exit-code"],
      [["bad config", "3"], 3, "ERROR", "exit-code"],
      [["bad luck"], 1, "ERROR", "exit-default"],
    ] as const) {
      const ended = await run(service, ["exit", ...args]);
      const place = service.place(marker, "exit");
      const [started, reason, stopped, ...more] = linesOf(ended.log);
      expect([ended.code, ended.signal, more, ended.stderr]).toEqual([code, null, [], ""]);
      expect(started).toContain("Started app");
      expect(reason).toBe(`${level} | ${place} | ${args[0]}`);
      expect(stopped).toMatch(stopLine(level, place, `exitWithReason: exit code ${code}`));
    }
  });

  test("EXIT-1 the reason is on the terminal too, where there is one", async () => {
    const ended = await run(service, ["exit", "bad luck"], { env: { RUN_ENVIRONMENT: "testing" } });
    expect(linesOf(ended.terminal)).toEqual(linesOf(ended.log));
    const atHome = await run(service, ["exit", "bad luck", "2"], {
      env: { RUN_ENVIRONMENT: "development" },
    });
    expect([atHome.code, messagesOf(atHome.terminal)[1], atHome.files]).toEqual([
      2,
      "bad luck",
      undefined,
    ]);
  });

  test("EXIT-3 the first record says what started, the last why it stopped", async () => {
    const ended = await run(service, ["nothing"]);
    const [started, stopped, ...more] = ended.log;
    expect([more, namesOf(ended), started?.level]).toEqual([[], ["app.log"], "INFO"]);
    expect(started?.message).toBe(
      `Started app, version 1.2.3: production, pid ${ended.pid}, node ${process.versions.node}`,
    );
    expect(started && placeOf(started)).toMatch(/^setup:<module>:\d+$/);
    expect(stopped?.message).toMatch(
      new RegExp(`^Stopped by the end of the program: exit code 0, ${up}$`),
    );
  });

  describe("EXIT-2, EXIT-4 an exit that bypasses the helper", () => {
    test("by process.exit is recorded at the place that called it", async () => {
      for (const code of [0, 4]) {
        const ended = await run(service, ["leave", "process.exit", String(code)]);
        const level = code === 0 ? "INFO" : "ERROR";
        const place = service.place("leave-exit", "leave");
        expect([ended.code, ended.log.length]).toEqual([code, 2]);
        expect(lastLine(ended)).toMatch(stopLine(level, place, `process.exit: exit code ${code}`));
      }
      const later = await run(service, ["leave", "process.exit in a timer", "5"]);
      const place = service.place("leave-timer", "<anonymous>");
      expect(later.code).toBe(5);
      expect(lastLine(later)).toMatch(stopLine("ERROR", place, "process.exit: exit code 5"));
    });

    test("by process.exitCode or by the end of the program is recorded with its code", async () => {
      const ended = await run(service, ["leave", "exitCode", "6"]);
      expect([ended.code, ended.log.at(-1)?.level]).toEqual([6, "ERROR"]);
      expect(ended.log.at(-1)?.message).toMatch(
        /^Stopped by the end of the program: exit code 6, /,
      );
    });

    test("leaves what the program's own exit listeners log", async () => {
      const ended = await run(service, ["leave", "own exit listener"]);
      expect(ended.code).toBe(0);
      expect(messagesOf(ended.log)).toContain("own exit listener");
    });

    test("from within an exit listener keeps its code, and its reason", async () => {
      for (const how of [
        "process.exit in an exit listener",
        "exitWithReason in an exit listener",
      ]) {
        const ended = await run(service, ["leave", how, "8"]);
        expect([ended.code, messagesOf(ended.log).includes("late")]).toEqual([
          8,
          how.startsWith("exitWithReason"),
        ]);
      }
    });

    test("with an error thrown by an exit listener is a crash", async () => {
      const ended = await run(service, ["leave", "error thrown in an exit listener"], {
        stderrIsFree: true,
      });
      expect(ended.code).not.toBe(0);
      expect(messagesOf(ended.log).join("\n")).toContain("Uncaught Error: exit listener threw");
    });
  });

  describe("EXIT-5 a signal leaves a record, then its own fate", () => {
    const endings = ["SIGTERM", "SIGHUP", "SIGINT"] as const;

    test.each(endings)("%s", async (signal) => {
      const service_ = start(service, ["stay"]);
      await service_.printed("ready");
      service_.child.kill(signal);
      const ended = await service_.ended();
      expect([ended.code, ended.signal, ended.stderr]).toEqual([null, signal, ""]);
      const [, stopped, ...more] = ended.log;
      expect([stopped?.level, more]).toEqual(["INFO", []]);
      expect(stopped?.message).toMatch(new RegExp(`^Stopped by ${signal}, ${up}$`));
    });

    test("SIGINT in development ends the program without a word", async () => {
      const held = start(service, ["stay"], { env: { RUN_ENVIRONMENT: "development" } });
      await held.printed("ready");
      held.child.kill("SIGINT");
      const ended = await held.ended();
      expect([ended.signal, ended.terminal.length]).toEqual(["SIGINT", 1]);
    });

    test("the program's own handler decides: it exits with its code", async () => {
      const held = start(service, ["stay", "exits"]);
      await held.printed("ready");
      held.child.kill("SIGTERM");
      const ended = await held.ended();
      expect([ended.code, ended.signal]).toEqual([7, null]);
      expect(ended.stdout.match(/own handler: SIGTERM 15/g)).toHaveLength(1);
      const messages = messagesOf(ended.log);
      expect(messages[1]).toMatch(/^Received SIGTERM, /);
      expect(messages[2]).toMatch(/^Stopped by process\.exit: exit code 7, /);
    });

    test("the program's own handler decides: it stays", async () => {
      const held = start(service, ["stay", "ignores"]);
      await held.printed("ready");
      held.child.kill("SIGTERM");
      await held.printed("own handler ignores it");
      held.send("log still here");
      await held.printed("done log");
      held.send("end");
      const ended = await held.ended();
      expect([ended.code, messagesOf(ended.log).includes("still here")]).toEqual([0, true]);
    });

    test("a handler for one time takes the first signal, and the second one ends the service", async () => {
      const held = start(service, ["stay", "once"]);
      await held.printed("ready");
      held.child.kill("SIGTERM");
      await held.printed("own handler ignores it");
      held.child.kill("SIGTERM");
      expect((await held.ended()).signal).toBe("SIGTERM");
    });

    test("a handler that calls exitWithReason gives the reason and its code", async () => {
      const held = start(service, ["stay", "reasons"]);
      await held.printed("ready");
      held.child.kill("SIGTERM");
      const ended = await held.ended();
      expect(ended.code).toBe(0);
      expect(messagesOf(ended.log)).toContain("told to stop");
      expect(messagesOf(ended.log).at(-1)).toMatch(/^Stopped by exitWithReason: exit code 0, /);
    });

    test("a library that re-sends the signal once it is alone makes no immortal service", async () => {
      const held = start(service, ["stay", "resends"]);
      await held.printed("ready");
      held.child.kill("SIGTERM");
      const ended = await held.ended();
      expect([ended.signal, ended.stdout.match(/re-sent/g)?.length]).toEqual(["SIGTERM", 1]);
      expect(messagesOf(ended.log)[1]).toMatch(/^(Received|Stopped by) SIGTERM, /);
    });
  });

  describe("EXIT-6 1,000 records in one tick are all in the file", () => {
    test("at the end of the program", async () => {
      const ended = await run(service, ["burst", "1000"]);
      expect([ended.code, burstOf(ended)]).toEqual([0, burstMessages]);
    });

    test("at process.exit(1)", async () => {
      const ended = await run(service, ["burst", "1000", "exit"]);
      expect([ended.code, burstOf(ended)]).toEqual([1, burstMessages]);
      const place = service.place("burst-exit", "burst");
      expect(lastLine(ended)).toMatch(stopLine("ERROR", place, "process.exit: exit code 1"));
    });

    test("at exitWithReason", async () => {
      const ended = await run(service, ["burst", "1000", "reason"]);
      expect([ended.code, burstOf(ended)]).toEqual([3, burstMessages]);
      expect(linesOf(ended.log)).toContain(
        `ERROR | ${service.place("burst-reason", "burst")} | burst is over`,
      );
    });

    test.each([
      ["throw", "burst threw"],
      ["reject", "burst rejected"],
    ])("at a %s, and so is the error with its stack", async (how, message) => {
      const ended = await run(service, ["burst", "1000", how]);
      expect([ended.code, ended.stderr, burstOf(ended)]).toEqual([1, "", burstMessages]);
      const [crash] = ended.log.filter((record) => record.level === "CRITICAL");
      const place = service.place(`burst-${how}`, "burst");
      const [module, , line] = place.split(":");
      expect(crash && placeOf(crash)).toBe(place);
      expect(crash?.message).toMatch(
        new RegExp(
          `^Uncaught Error: ${message}\n {8}at (?:Object\\.)?burst \\(.*/src/${module}\\.[jt]s:${line}:\\d+\\)\n`,
        ),
      );
      expect(lastLine(ended)).toMatch(stopLine("ERROR", place, "an uncaught error: exit code 1"));
    });

    test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"])("at %s", async (signal) => {
      const ended = await run(service, ["burst", "1000", signal]);
      expect([ended.signal, burstOf(ended)]).toEqual([signal, burstMessages]);
      if (signal !== "SIGKILL") expect(lastLine(ended)).toContain(`Stopped by ${signal}`);
    });

    test("on the terminal as well as in the file, where there are both", async () => {
      const ended = await run(service, ["burst", "1000", "exit"], {
        env: { RUN_ENVIRONMENT: "testing" },
      });
      expect(linesOf(ended.terminal)).toEqual(linesOf(ended.log));
      expect(burstOf(ended)).toEqual(burstMessages);
    });
  });
});
