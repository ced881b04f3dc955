import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinWords, splitCommand } from "../../generators/target/split-command.js";

describe("splitCommand", () => {
  it.each([
    ["A=b C='d e' node x.js", [{ env: { A: "b", C: "d e" }, words: ["node", "x.js"] }]],
    [
      "a && b || c; d & e | f",
      ["a", "b", "c", "d", "e", "f"].map((word) => ({ env: {}, words: [word] })),
    ],
    [
      "a # b && c\nd",
      [
        { env: {}, words: ["a"] },
        { env: {}, words: ["d"] },
      ],
    ],
    ["a#b '#c'", [{ env: {}, words: ["a#b", "#c"] }]],
    ["a >> x.log 2>&1 < in b", [{ env: {}, words: ["a", "b"] }]],
    ['a "b \\"c\\" $D" e\\ f', [{ env: {}, words: ["a", 'b "c" $D', "e f"] }]],
    ["a \\\n b", [{ env: {}, words: ["a", "b"] }]],
    [
      "if [ -f x ]; then node a; fi",
      [
        { env: {}, words: ["[", "-f", "x", "]"] },
        { env: {}, words: ["node", "a"] },
      ],
    ],
    ["A=b", [{ env: { A: "b" }, words: [] }]],
    [
      `cd $(dirname $0)/.. && \${X:-a b}`,
      [
        { env: {}, words: ["cd", "$(dirname $0)/.."] },
        { env: {}, words: [`\${X:-a b}`] },
      ],
    ],
    [".\\bin\\a.cmd", [{ env: {}, words: ["./bin/a.cmd"] }]],
    ["", []],
  ])("%j", (line, commands) => {
    expect(splitCommand(line)).toEqual(commands);
  });

  it("gives back any words that joinWords wrote", () => {
    // Words that a shell reads as its own, in front, are no program's name.
    const word = fc.string({ minLength: 1 }).filter((text) => !/^[A-Za-z_]\w*=/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(splitCommand(joinWords(["x", ...words]))).toEqual([
          { env: {}, words: ["x", ...words] },
        ]);
      }),
      { examples: [[["${", "}"]], [["$(", ")"]]] },
    );
  });
});
