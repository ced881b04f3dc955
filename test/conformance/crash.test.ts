import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { type ParsedRecord, placeOf } from "../helpers/conformance-log.js";
import { messagesOf, type Run, run, start } from "../helpers/conformance-run.js";

/** The CRITICAL records of a run. */
function crashesOf(ended: Run): ParsedRecord[] {
  return ended.log.filter((record) => record.level === "CRITICAL");
}

describeFlavours((service) => {
  describe("CRASH-1 an uncaught error", () => {
    test.each(["throw", "timer", "reject", "async"])(
      "by %s is one CRITICAL record at the place that threw, and exit code 1",
      async (how) => {
        const ended = await run(service, ["crash", "error", how]);
        const [crash, ...more] = crashesOf(ended);
        expect([ended.code, ended.signal, ended.stderr, more]).toEqual([1, null, "", []]);
        const [marker, name] = how === "async" ? ["boom-later", "failLater"] : ["boom", "error"];
        expect(crash && placeOf(crash)).toBe(service.place(marker, name));
        expect(crash?.message).toMatch(
          how === "async"
            ? /^Uncaught Error: boom later\n {8}at /
            : /^Uncaught Error: boom\n {8}at /,
        );
        expect(ended.log.at(-1)?.message).toMatch(/^Stopped by an uncaught error: exit code 1, /);
        expect(ended.log).toHaveLength(3);
      },
    );

    test("is shown once on the terminal, and not a second time by Node", async () => {
      const ended = await run(service, ["crash", "error", "throw"], {
        env: { RUN_ENVIRONMENT: "development" },
      });
      expect([ended.code, ended.stderr.match(/Error: boom\n/g)?.length]).toEqual([1, 1]);
      expect(ended.terminal.map((record) => record.level)).toEqual(["INFO", "CRITICAL", "ERROR"]);
    });

    test("that can't be written is left for Node to report", async () => {
      const ended = await run(service, ["crash", "error", "timer"], {
        // Files of this process hold 0 bytes more: every write is refused.
        shell: 'ulimit -f 0; exec "$@"',
        stderrIsFree: true,
      });
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain("Error: boom\n    at ");
    });

    test("that is not an Error is logged with its value", async () => {
      for (const how of ["timer", "reject"]) {
        for (const [kind, shown] of [
          ["null", "null"],
          ["undefined", "undefined"],
          ["symbol", "Symbol(thrown)"],
          ["text", "just text"],
        ] as const) {
          const ended = await run(service, ["crash", kind, how]);
          const [crash, ...more] = crashesOf(ended);
          expect([ended.code, ended.stderr, more], `${kind} ${how}`).toEqual([1, "", []]);
          expect(crash?.message, `${kind} ${how}`).toContain(shown);
        }
      }
    });

    test("thrown by the module body of the entry is recorded there", async () => {
      for (const kind of ["error", "null"]) {
        const ended = await run(service, ["crash", kind, "throw"]);
        expect([ended.code, crashesOf(ended).length]).toEqual([1, 1]);
      }
    });
  });

  test("CRASH-1, CRASH-3 whatever is thrown, one record says it, and all that is behind it", async () => {
    const ended = await run(service, ["survive"]);
    const crashes = crashesOf(ended);
    const kinds = [...ended.stdout.matchAll(/^survived (\w+)$/gm)].map(([, kind]) => kind);
    expect([ended.code, crashes.length]).toEqual([0, kinds.length]);
    const said = Object.fromEntries(kinds.map((kind, index) => [kind, crashes[index]?.message]));
    const chain = said["chain"] ?? "";
    expect(chain).toMatch(
      /^Uncaught Error: outer\n( {8}.*\n)+ {4}Caused by: TypeError: middle\n( {8}.*\n)+ {4}Caused by: 'plain text'$/,
    );
    expect(said["aggregate"]).toMatch(
      /^Uncaught AggregateError: several\n( {8}.*\n)+ {4}Error 1 of 3: Error: one\n( {8}.*\n)+ {4}Error 2 of 3: RangeError: two\n( {8}.*\n)+ {4}Caused by: Error: root\n( {8}.*\n)+ {4}Error 3 of 3: 7$/,
    );
    expect(said["circular"]).toMatch(/^Uncaught Error: circular\n( {8}.*\n)+ {4}Caused by: .+$/);
    expect(said["own"]).toContain("code: 'E_OWN'");
    expect(said["own"]).not.toContain("hunter2");
    const firstLine = (kind: string) => said[kind]?.split("\n")[0];
    expect(firstLine("text")).toBe("Uncaught 'just text'");
    expect(firstLine("number")).toBe("Uncaught 42");
    expect(firstLine("object")).toBe("Uncaught { reason: 'an object' }");
    expect(firstLine("null")).toBe("Uncaught null");
    expect(firstLine("undefined")).toBe("Uncaught undefined");
    expect(firstLine("symbol")).toBe("Uncaught Symbol(thrown)");
    expect(said["frozen"]).toMatch(/^Uncaught Error: frozen\n {8}at /);
    expect(said["proxy"]).toContain("behind a proxy");
    expect(said["noStack"]).toContain("no stack");
    expect(said["badStack"]).toContain("bad stack");
    expect(said["stackObject"]).toContain("stack is an object");
    expect(said["syntax"]).toMatch(/^Uncaught SyntaxError: Unexpected token '{'\n {8}at /);
    expect(said["revoked"]).toMatch(/^Uncaught \S/);
    expect(said["multiline"]).toContain("\n    2026-01-01 00:00:00.000 | CRITICAL | forged");
    const [first] = crashes;
    expect(first && placeOf(first)).toBe(service.place("boom", "error"));
    expect(crashes[2] && placeOf(crashes[2])).toBe(service.place("aggregate", "aggregate"));
  });

  test("CRASH-3 frames of async functions are in the traceback", async () => {
    const ended = await run(service, ["crash", "text", "async"]);
    expect(crashesOf(ended)[0]?.message).toContain("just text");
    const error = await run(service, ["crash", "error", "async"]);
    expect(crashesOf(error)[0]?.message).toMatch(/\n {8}at (async )?failLater \(/);
  });

  test("CRASH-2 Ctrl+C ends the program as it would without us, and no CRITICAL record says so", async () => {
    const held = start(service, ["stay"]);
    await held.printed("ready");
    held.child.kill("SIGINT");
    const ended = await held.ended();
    expect([ended.signal, crashesOf(ended)]).toEqual(["SIGINT", []]);
  });

  describe("CRASH-6 the program's own handlers run once, and decide", () => {
    async function handle(which: string, options = {}): Promise<Run> {
      return run(service, ["handle", which], options);
    }

    function ownRuns(ended: Run): number {
      return ended.stdout.match(/^own handler$/gm)?.length ?? 0;
    }

    test("uncaughtException that exits", async () => {
      const ended = await handle("exits");
      expect([ended.code, ownRuns(ended), crashesOf(ended).length]).toEqual([9, 1, 1]);
      expect(messagesOf(ended.log).filter((text) => text.startsWith("Stopped"))).toEqual([
        expect.stringMatching(/^Stopped by process\.exit: exit code 9, /),
      ]);
    });

    test("uncaughtException that goes on", async () => {
      const ended = await handle("goes on");
      expect([ended.code, ownRuns(ended), crashesOf(ended).length]).toEqual([0, 1, 1]);
      const [, , wentOn, stopped] = messagesOf(ended.log);
      expect(wentOn).toBe("went on");
      expect(stopped).toMatch(/^Stopped by the end of the program: exit code 0, /);
    });

    test.each(["once", "prepended", "capture", "added by a monitor"])(
      "uncaughtException, %s",
      async (which) => {
        const ended = await handle(which);
        expect([ended.code, ownRuns(ended), crashesOf(ended).length]).toEqual([0, 1, 1]);
        expect(ended.log.at(-1)?.message).toMatch(/^Stopped by the end of the program/);
      },
    );

    test("uncaughtException that throws itself", async () => {
      const ended = await handle("throws", { stderrIsFree: true });
      expect([ended.code, ownRuns(ended)]).toEqual([7, 1]);
      expect(crashesOf(ended)[0]?.message).toContain("Uncaught Error: handled");
    });

    test("uncaughtExceptionMonitor", async () => {
      const ended = await handle("monitor");
      expect([ended.code, ownRuns(ended), crashesOf(ended).length]).toEqual([1, 1, 1]);
    });

    test("unhandledRejection takes the rejection: no crash, no record of ours", async () => {
      const ended = await handle("rejection");
      expect([ended.code, ownRuns(ended), crashesOf(ended)]).toEqual([0, 1, []]);
      expect(messagesOf(ended.log)[1]).toBe("took Error: handled");
    });
  });
});
