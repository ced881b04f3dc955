import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import { linesOf, makeTempFolder, messagesOf, namesOf, run } from "../helpers/conformance-run.js";
import { openTerminal } from "../helpers/conformance-terminal.js";

const names = ["trace", "debug", "info", "success", "warning", "error", "critical"];

/** What the scenario `levels` logs where all from `first` on is written. */
function from(first: string): string[] {
  return names.slice(names.indexOf(first)).map((name) => `a ${name}`);
}

function own(messages: string[]): string[] {
  return messages.filter((message) => message.startsWith("a "));
}

/** What the scenario `levels` prints of `isEnabled`. */
function enabled(stdout: string): string[] {
  return [...stdout.matchAll(/^(\w+) enabled: true true$/gm)].map(([, name]) => `a ${name}`);
}

describeFlavours((service) => {
  test("MODE-1, MODE-2, MODE-3 development: the terminal from DEBUG on, and no file or directory", async () => {
    const all = await run(service, ["levels"], { env: { RUN_ENVIRONMENT: "development" } });
    expect(own(messagesOf(all.terminal))).toEqual(from("debug"));
    expect(enabled(all.stdout)).toEqual(from("debug"));
    expect([all.code, all.files]).toEqual([0, undefined]);
  });

  test("MODE-1, MODE-2, MODE-3 testing: terminal and file, from INFO on, the same records", async () => {
    const all = await run(service, ["levels"], { env: { RUN_ENVIRONMENT: "testing" } });
    expect(own(messagesOf(all.terminal))).toEqual(from("info"));
    expect(linesOf(all.log)).toEqual(linesOf(all.terminal));
    expect(enabled(all.stdout)).toEqual(from("info"));
    expect([all.code, namesOf(all)]).toEqual([0, ["app.log"]]);
  });

  test("MODE-1, MODE-2, MODE-3 production: the file alone, from INFO on, and stderr left empty", async () => {
    const all = await run(service, ["levels"]);
    expect(own(messagesOf(all.log))).toEqual(from("info"));
    expect(enabled(all.stdout)).toEqual(from("info"));
    expect([all.code, all.stderr, namesOf(all)]).toEqual([0, "", ["app.log"]]);
  });

  test("MODE-1 nothing of the log is on stdout: it belongs to the program", async () => {
    const testing = await run(service, ["nothing"], { env: { RUN_ENVIRONMENT: "testing" } });
    expect(testing.stdout).toBe("announce: a module imported after the guard ran\nmain ran\n");
  });

  describe("MODE-1 on a terminal", () => {
    test("levels are coloured, and stripped of colour the lines are exact", async () => {
      const text = await openTerminal(service, ["levels"], {
        RUN_ENVIRONMENT: "testing",
        PATH_TO_LOGS: makeTempFolder(),
      });
      const lines = text.split("\r\n").filter((line) => line.includes(" | "));
      expect(lines.some((line) => line.includes("\x1b["))).toBe(true);
      const plain = lines.map((line) => `${stripVTControlCharacters(line)}\n`).join("");
      expect(own(messagesOf(parseLog(plain, "terminal")))).toEqual(from("info"));
    });

    test("NO_COLOR is honoured", async () => {
      const env = { RUN_ENVIRONMENT: "development", NO_COLOR: "1" };
      expect(await openTerminal(service, ["levels"], env)).not.toContain("\x1b[");
    });
  });

  test("MODE-4 nothing is rotated, and nothing made, in development", async () => {
    const flood = await run(service, ["flood", "300", "1000"], {
      env: { RUN_ENVIRONMENT: "development", LOG_MAX_SIZE: "10 KB" },
    });
    expect([
      flood.files,
      flood.terminal.filter(({ message }) => message[0] === "#").length,
    ]).toEqual([undefined, 300]);
  });

  describe("MODE-6 before setup has run", () => {
    test("the logger writes to stderr from DEBUG on, without a guard and without a file", async () => {
      const plain = await run(service, [], {
        entry: "plain",
        env: { NAME_APP: undefined, RUN_ENVIRONMENT: undefined },
      });
      expect(linesOf(plain.terminal)).toEqual([
        // Without setup nothing has looked for source maps: it is the line of the running file.
        `DEBUG | plain:<module>:${plain.terminal[0]?.line} | a debug`,
        `CRITICAL | plain:<module>:${plain.terminal[1]?.line} | a critical`,
      ]);
      expect([plain.code, plain.stdout, plain.files]).toEqual([0, "", undefined]);
    });

    test("an uncaught error is Node's to report, and exitWithReason exits", async () => {
      const thrown = await run(service, ["throw"], { entry: "plain", stderrIsFree: true });
      expect([thrown.code, thrown.files]).toEqual([1, undefined]);
      expect(thrown.stderr).toContain("\nError: not ours\n    at ");
      expect(thrown.stderr).not.toContain("Uncaught");
      const ended = await run(service, ["exitWithReason"], { entry: "plain" });
      expect([ended.code, messagesOf(ended.terminal)]).toEqual([
        4,
        ["a debug", "a critical", "enough"],
      ]);
    });
  });
});
