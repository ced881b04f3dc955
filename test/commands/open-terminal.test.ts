import { describe, expect, it } from "vitest";
import { wantsColors } from "../../generators/commands/open-terminal.js";

describe("colours are wanted", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { TERM: "dumb" }, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "" }, false],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "false" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [false, { CI: "true" }, false],
  ])("on a terminal: %j, with %j: %j", (isTTY, env, wanted) => {
    expect(wantsColors({ isTTY }, env)).toBe(wanted);
  });
});
