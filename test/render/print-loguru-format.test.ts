import { describe, expect, test } from "vitest";
import { printLoguruFormat } from "../../generators/render/print-loguru-format.js";
import { standard } from "../../generators/standard.js";

describe("FMT-7 a format string is written for Loguru", () => {
  test.each([
    [standard.formats.file, standard.formats.file],
    [standard.formats.terminal, standard.formats.terminal],
    ["{name} {message}", "{module} {message}"],
    ["{level: <8}|{line: >5} {message}", "{level: <8}|{line: >5} {message}"],
    ["{{x}} <b> {message}", "{{x}} <b> {message}"],
    ["{time:HH[h]mm} {message}", "{time:HH}h{time:mm} {message}"],
    ["{time} {message}", "{time:YYYY-MM-DD HH:mm:ss.SSS} {message}"],
    ["{time:YYYY-MM-DDTHH:mm:ss.SSSZ} {message}", "{time:YYYY-MM-DDTHH:mm:ss.SSSZ} {message}"],
  ])("%j", (format, printed) => {
    expect(printLoguruFormat(format)).toBe(printed);
  });

  test("what was bound keeps its key and its width", () => {
    const format = "{extra[user]} {extra[id]: >4} {extra} {message}";
    expect(printLoguruFormat(format)).toBe(format);
  });
});
