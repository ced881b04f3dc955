import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog, placeOf } from "../helpers/conformance-log.js";
import { linesOf, messagesOf, type Run, run } from "../helpers/conformance-run.js";
import { callSites } from "../helpers/conformance-sites.js";

const testing = { env: { RUN_ENVIRONMENT: "testing" } };

describeFlavours((service) => {
  test("FMT-1, FMT-2, FMT-5 lines of terminal and file differ by the date alone, and the time is now", async () => {
    const before = Date.now();
    const ended = await run(service, ["levels"], testing);
    const fileLines = (ended.files?.["app.log"] ?? "").split("\n");
    const today = fileLines[0]?.slice(0, 11) ?? "";
    expect(ended.stderr).toBe(fileLines.map((line) => line.replace(/^.{10} /, "")).join("\n"));
    expect(today).toMatch(/^\d{4}-\d\d-\d\d $/);
    const times = ended.log.map((record) => Date.parse(`${record.time.replace(" ", "T")}Z`));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
  });

  test("FMT-5 the time is local time", async () => {
    for (const [TZ, minutes] of [
      ["Asia/Kathmandu", 345],
      ["America/Phoenix", -420],
      ["Pacific/Kiritimati", 840],
    ] as const) {
      const before = Date.now();
      const ended = await run(service, ["nothing"], { env: { TZ } });
      const written = Date.parse(`${ended.log[0]?.time.replace(" ", "T")}Z`) - minutes * 60_000;
      expect(written).toBeGreaterThanOrEqual(before);
      expect(written).toBeLessThanOrEqual(Date.now());
    }
  });

  test("FMT-3 levels have Loguru's names", async () => {
    const ended = await run(service, ["levels"]);
    expect(ended.log.map((record) => record.level)).toEqual([
      "INFO",
      "INFO",
      "SUCCESS",
      "WARNING",
      "ERROR",
      "CRITICAL",
      "INFO",
    ]);
  });

  test("FMT-4 a record names the module, the function and the line of the source", async () => {
    const ended = await run(service, ["sites"]);
    expect(sitesOf(ended)).toEqual(
      callSites.map(({ text, marker, name }) => `${service.place(marker, name)} ${text}`),
    );
    const withFlag = await run(service, ["sites"], { nodeArgs: ["--enable-source-maps"] });
    expect(sitesOf(withFlag)).toEqual(sitesOf(ended));
  });

  test("FMT-4 stacks have lines of the source too, with --enable-source-maps as without it", async () => {
    for (const nodeArgs of [[], ["--enable-source-maps"]]) {
      const ended = await run(service, ["args"], { nodeArgs });
      for (const [message, marker] of [
        ["an error: RangeError: inside", "inside"],
        ["Error: alone", "alone"],
      ] as const) {
        const logged = messagesOf(ended.log).find((text) => text.startsWith(message));
        const [module, , line] = service.place(marker, "args").split(":");
        const file = path.join(
          service.folder,
          "src",
          `${module}${service.flavour.source.extension}`,
        );
        expect(logged).toMatch(/\n {8}at (?:Object\.|Module\.)?args \(/);
        expect(logged).toContain(`${file}:${line}:`);
        expect(logged).not.toContain("/dist/");
      }
    }
  });

  test("FMT-4 a crash names the line of the source, with --enable-source-maps as without it", async () => {
    for (const nodeArgs of [[], ["--enable-source-maps"]]) {
      const ended = await run(service, ["crash", "error", "timer"], { nodeArgs });
      const [crash] = ended.log.filter((record) => record.level === "CRITICAL");
      expect(crash && placeOf(crash)).toBe(service.place("boom", "error"));
      const [module, , line] = service.place("boom", "error").split(":");
      expect(crash?.message).toContain(
        `/src/${module}${service.flavour.source.extension}:${line}:`,
      );
    }
  });

  describe("FMT-6", () => {
    test("no message, argument, name, cause or function forges a record or obeys a control character", async () => {
      const ended = await run(service, ["forge"], testing);
      expect([ended.code, ended.stdout.includes("forged all")]).toEqual([0, true]);
      // Start and stop, and eight records for each of 14 separators and 2 forged texts: the parser
      // has read every line of both, and would not have let a raw control character pass.
      expect(ended.log).toHaveLength(2 + 14 * 2 * 8);
      expect(linesOf(ended.terminal)).toEqual(linesOf(ended.log));
      expect(
        ended.log.filter(({ level, module }) => level === "CRITICAL" || module === "forged"),
      ).toEqual([]);
      const messages = messagesOf(ended.log);
      expect(messages).toContain(
        "message\\x1b[2K\\x1b[1G00:00:00.000 | CRITICAL | forged:forged:1 | forged",
      );
      expect(messages).toContain(
        "message\\u202800:00:00.000 | CRITICAL | forged:forged:1 | forged",
      );
      expect(messages).toContain("message\\x8500:00:00.000 | CRITICAL | forged:forged:1 | forged");
      expect(messages).toContain("message\n    00:00:00.000 | CRITICAL | forged:forged:1 | forged");
    });

    test("arguments are formatted as console does, tabs and wide characters are left alone", async () => {
      const ended = await run(service, ["args"]);
      const messages = messagesOf(ended.log).slice(1, -1);
      expect(messages.slice(0, 13)).toEqual([
        'Ann is 42.5 years, 42%, {"a":1}, [ 1, [length]: 1 ]',
        "plain 1 { b: [ 1, { c: 2 } ] } null undefined true -0 7n Symbol(s)",
        "100%",
        "100%s",
        "",
        "",
        "{ a: 1 }",
        "42",
        "Map(1) { 'k' => Set(1) { 1 } } after",
        "tab\there",
        "wide: äöü 漢字 🚀 👨‍👩",
        "two\n    lines",
        "windows\n    lines",
      ]);
      expect(messages[13]).toMatch(/^an error: RangeError: inside\n( {8}at .*\n?)+$/);
      expect(messages[14]).toMatch(/^Error: alone\n( {8}at .*\n)+[\s\S]*TypeError: behind\n/);
    });
  });

  test("FMT-7 other formats, levels, variables, defaults and features of the settings hold", async () => {
    const custom = { entry: "custom", filesAreFree: true, stderrIsFree: true } as const;
    const env = { RUN_ENVIRONMENT: undefined };
    const production = await run(service, [], {
      ...custom,
      env: { ...env, NODE_ENV: "production" },
    });
    expect([production.code, production.stdout, production.stderr]).toEqual([0, "", ""]);
    const lines = (production.files?.["app.log"] ?? "").split("\n");
    const head = String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+00:00\|`;
    const line = (level: string, rest: string) =>
      new RegExp(`${head}${level.padStart(8)}\\|${production.pid}\\|custom:\\d+\\|${rest}$`);
    // Why it started and stopped is in the file at whatever level.
    expect(lines[0]).toMatch(/\| {4}INFO\|\d+\|\w+:\d+\|\{\}\|Started app, /);
    expect(lines[7]).toMatch(/\| {4}INFO\|\d+\|\w+:\d+\|\{\}\|Stopped by the end of the program/);
    expect(lines[1]).toMatch(line("ERROR", String.raw`\{\}\|from console\.error 7`));
    expect(lines[2]).toMatch(line("WARNING", String.raw`\{\}\|from console\.warn`));
    const job = String.raw`\{ job: 'nightly', user: 'ann' \}`;
    expect(lines[3]).toMatch(line("WARNING", `${job}\\|a warning, running line`));
    expect(lines[4]).toMatch(line("CRITICAL", String.raw`\{ job: \{ id: 7 \} \}\|no end`));
    expect(lines[5]).toBe("    second line");
    expect(lines[6]).toMatch(line("ERROR", String.raw`\{ job: 'forged\\n2026.*\|odd`));
    expect(lines.slice(8)).toEqual([""]);

    const asTest = await run(service, [], { ...custom, env: { ...env, NODE_ENV: "test" } });
    expect(asTest.stderr).toMatch(/^\d\d:\d\d:\d\d SUCCESS {2}\[nightly\] custom:\d+ a success$/m);
    expect(asTest.stderr).toMatch(
      /^\d\d:\d\d:\d\d CRITICAL \[\{ id: 7 \}\] custom:\d+ no end\n {4}second line$/m,
    );
    expect(asTest.stderr).toMatch(
      /^\d\d:\d\d:\d\d ERROR {4}\[forged\n {4}2026-01-01.*\] custom:\d+ odd$/m,
    );
    expect([asTest.stderr.includes("from console.log"), Object.keys(asTest.files ?? {})]).toEqual([
      false,
      ["app.log"],
    ]);

    const development = await run(service, [], {
      ...custom,
      env: { ...env, NODE_ENV: "development" },
    });
    expect(development.stderr).toMatch(/ TRACE {4}\[nightly\] custom:\d+ a trace$/m);
    expect(development.stderr).toMatch(/ INFO {5}\[\] custom:\d+ from console\.log$/m);
    expect(development.files).toBeUndefined();

    const refused = await run(service, [], { ...custom, env: { RUN_ENVIRONMENT: "production" } });
    expect([refused.code, refused.stderr.includes("NODE_ENV is missing")]).toEqual([1, true]);
  });

  test("FMT-4 with source maps switched off it is the line of the running file", async () => {
    const ended = await run(service, [], {
      entry: "custom",
      filesAreFree: true,
      env: { NODE_ENV: "production" },
    });
    const running = service.lineIn(service.entry("custom"), "a warning, running line");
    expect(ended.files?.["app.log"]).toContain(`|custom:${running}|`);
  });
});

function sitesOf(ended: Run): string[] {
  return parseLog(ended.files?.["app.log"] ?? "", "file")
    .slice(1, -1)
    .map((record) => `${placeOf(record)} ${record.message}`);
}
