/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expected code has them. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RefusedError } from "../../generators/errors.js";
import { compileFormat } from "../../generators/render/compile-format.js";

const clock = {
  YYYY: "2026",
  MM: "01",
  DD: "31",
  HH: "23",
  mm: "59",
  ss: "58",
  SSS: "007",
  Z: "+02:00",
  ZZ: "+0200",
};

const record = {
  level: "INFO",
  site: {
    module: "orders",
    function: "ship",
    line: 42,
    file: "/app/orders.ts",
    place: "orders:ship:42",
  },
  message: "hello",
  extra: { job: 7 },
};

/** Runs the compiled code as the emitted formatter does. */
function run(format: string): string {
  const code = compileFormat(format).code;
  const make = new Function("process", "threadId", "extraText", "extraValue", `return ${code};`);
  const compiled = make(
    { pid: 123 },
    4,
    (extra: unknown) => JSON.stringify(extra),
    (extra: Record<string, unknown>, key: string) => String(extra[key] ?? ""),
  );
  return compiled.head(record, clock, compiled.second(clock)) + compiled.rest(record, clock);
}

describe("what a format compiles to", () => {
  test.each([
    [
      "{time:HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}",
      "(t) => `${t.HH}:${t.mm}:${t.ss}.`",
      "(r, t, second) => `${second}${t.SSS} | ${r.level} | ${r.site.place} | `",
      "(r) => `${r.message}`",
    ],
    [
      "{time:HH:mm} {message}",
      "(t) => `${t.HH}:${t.mm} `",
      "(_r, _t, second) => `${second}`",
      "(r) => `${r.message}`",
    ],
    [
      "[{time:ss}] {level} {message}!",
      "(t) => `[${t.ss}] `",
      "(r, _t, second) => `${second}${r.level} `",
      "(r) => `${r.message}!`",
    ],
    ["{message}", '() => ""', "() => ``", "(r) => `${r.message}`"],
    [
      "{extra} {message} {time:ss}",
      '() => ""',
      "() => ``",
      "(r, t) => `${extraText(r.extra)} ${r.message} ${t.ss}`",
    ],
    [
      "{level} {time:ss} {message}",
      '() => ""',
      "(r, t) => `${r.level} ${t.ss} `",
      "(r) => `${r.message}`",
    ],
    ["{time:SSS} {message}", '() => ""', "(_r, t) => `${t.SSS} `", "(r) => `${r.message}`"],
    [
      "{process} t. r. {message}",
      '() => ""',
      "() => `${process.pid} t. r. `",
      "(r) => `${r.message}`",
    ],
  ])(
    "%s: what a second, and what time, level and place share is apart, and no parameter is unused",
    (format, second, head, rest) => {
      expect(compileFormat(format).code).toBe(
        `{\n  second: ${second},\n  head: ${head},\n  rest: ${rest},\n}`,
      );
    },
  );

  test("needs lists the imports of the tokens that have any", () => {
    expect(compileFormat("{extra} {thread} {message}").needs).toEqual(["extraText", "threadId"]);
    expect(compileFormat("{extra[a]} {message}").needs).toEqual(["extraValue"]);
    expect(compileFormat("extraText( {level} {message}").needs).toEqual([]);
  });
});

describe("what the compiled line says", () => {
  test.each([
    ["{time} {message}", "2026-01-31 23:59:58.007 hello"],
    ["{time:YYYY-MM-DDTHH:mm:ssZ} {message}", "2026-01-31T23:59:58+02:00 hello"],
    ["{time:[at] HH[h] ZZ} {message}", "at 23h +0200 hello"],
    ["{time:[HH]} {message}", "HH hello"],
    [
      "{name} {module} {file} {process} {thread} {message}",
      "orders orders /app/orders.ts 123 4 hello",
    ],
    [
      "{level: <8}|{level: >8}|{line: <4}|{line:>4}|{process: >5} {message}",
      "INFO    |    INFO|42  |  42|  123 hello",
    ],
    ["{module}:{function}:{line} {message}", "orders:ship:42 hello"],
    [
      "{{r.site.module}}:{{r.site.function}}:{{r.site.line}} {message}",
      "{r.site.module}:{r.site.function}:{r.site.line} hello",
    ],
    [
      "${{r.site.module}}:${{r.site.function}}:${{r.site.line}} {message}",
      "${r.site.module}:${r.site.function}:${r.site.line} hello",
    ],
    ["{extra} {extra[job]} {extra[no`pe]} {message}", '{"job":7} 7  hello'],
    ['{extra[a"b\\]} {extra[é\u202e]} {message}', "  hello"],
    ["{{{level}}} {{}} {message}", "{INFO} {} hello"],
    ["${{x}} ${level} `\\n` {message}", "${x} $INFO `\\n` hello"],
    ["a\tb é 🙂 \u202e \ud800 {message}", "a\tb é 🙂 \u202e \ud800 hello"],
  ])("%s", (format, line) => {
    expect(run(format)).toBe(line);
  });

  test("a character that a reader would not see is written as an escape", () => {
    expect(compileFormat("\u202e\t\u0007\ud800 é🙂 {message}").code).toContain(
      "`\\u202e\\t\\u0007\\ud800 é🙂 `",
    );
  });

  test("any text around the tokens comes out as it went in", () => {
    const text = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom("{", "}", "`", "$", "\\", "<", "\t"),
          fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
        ),
      })
      .filter((value) => !/[\n\r\v\f\u0085\u2028\u2029]|^[ \t]|<\/?[a-z]/i.test(value));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const write = (value: string) => value.replace(/[{}]/g, "$&$&");
        expect(run(`${write(before)}{message}${write(after)}`)).toBe(`${before}hello${after}`);
      }),
      { numRuns: 200 },
    );
  });

  test("any string is either compiled to code that runs, or refused for people", () => {
    const token = fc.constantFrom(
      "{",
      "}",
      "{time",
      ":",
      "HH",
      "{message}",
      "{level",
      " <8",
      "[",
      "]",
      "`",
      "${",
      "\n",
      "é",
    );
    fc.assert(
      fc.property(
        fc.array(token).map((parts) => parts.join("")),
        (format) => {
          try {
            run(format);
          } catch (error) {
            expect(error).toBeInstanceOf(RefusedError);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("what is refused", () => {
  test.each([
    ["{time} {lvl} {message}", "'{lvl}' at column 8: no such token"],
    ["{level.name} {message}", "'{level.name}' at column 1: no such token"],
    [
      "{message} {exception}",
      "'{exception}' at column 11: the traceback follows the record by itself",
    ],
    ["{__proto__} {message}", "'{__proto__}' at column 1: no such token"],
    ["{toString} {message}", "'{toString}' at column 1: no such token"],
    [
      "{time:HH:mm:ss.SSSSSS} {message}",
      "'{time:HH:mm:ss.SSSSSS}' at column 1: 'SSSSSS' is no part of a time; a literal word is written '[SSSSSS]'",
    ],
    [
      "{time:hh A} {message}",
      "'{time:hh A}' at column 1: 'hh' is no part of a time; a literal word is written '[hh]'",
    ],
    [
      "{level:^8} {message}",
      "'{level:^8}' at column 1: only ' <8' and ' >8' (a width from 1 to 99) align a token",
    ],
    [
      "{level: <0} {message}",
      "'{level: <0}' at column 1: only ' <8' and ' >8' (a width from 1 to 99) align a token",
    ],
    ["{line[x]} {message}", "'{line[x]}' at column 1: no such token"],
    ["{} {message}", "'{}' at column 1: no such token"],
    ["{message} }", "'}' at column 11: a lone '}' is written '}}'"],
    ["{message} {", "'{' at column 11: a lone '{' is written '{{'"],
    ["{message}\nmore", "'\\u000a' at column 10: a record is one line: take the newline out"],
    ["  {message}", "'  ' at column 1: a record starts at column 0: begin with a token or a word"],
    ["<green>{time}</green> {message}", "'<green>' at column 1: colour markup is not supported"],
  ])("%j", (format, problem) => {
    const shown = format.replace("\n", "\\u000a");
    expect(() => compileFormat(format)).toThrow(
      new RefusedError(
        `The format '${shown}' has an unusable ${problem}. Valid tokens: {time}, {time:PATTERN} of YYYY MM DD HH mm ss SSS Z ZZ and [literal], {level}, {module} (or {name}), {function}, {line}, {file}, {message}, {process}, {thread}, {extra}, {extra[key]}, each but {time} also as {level: <8} or {level: >8}; {{ and }} are braces.`,
      ),
    );
  });

  test("a format without {message}", () => {
    expect(() => compileFormat("{time} {level} {{message}}")).toThrow(
      new RefusedError(
        "The format '{time} {level} {{message}}' has no {message}: records would not say anything. Add it.",
      ),
    );
  });
});
