import { describe, expect, it } from "vitest";
import { parseChildFlag, parseChildList } from "../../generators/answers/parse-child-flag.js";

describe("--child declares a child process", () => {
  it.each([
    ["SCORER", { descriptor: "SCORER" }],
    ["SCORER=news-scorer", { descriptor: "SCORER", name: "news-scorer" }],
    ["SCORER:src/scorer.ts", { descriptor: "SCORER", entry: "src/scorer.ts" }],
    ["SCORER:./src/a=b.ts", { descriptor: "SCORER", entry: "src/a=b.ts" }],
    [
      "SCORER_2=news-scorer:src/scorer.ts",
      { descriptor: "SCORER_2", name: "news-scorer", entry: "src/scorer.ts" },
    ],
    ["X=a:b:src/x.ts", { descriptor: "X", name: "a:b", entry: "src/x.ts" }],
    ["X= {{a}}=<%b%> 'c' ", { descriptor: "X", name: "{{a}}=<%b%> 'c'" }],
    ["X=🗞️", { descriptor: "X", name: "🗞️" }],
  ])("reads %j", (text, child) => {
    expect(parseChildFlag(text)).toEqual(child);
  });

  it.each([
    ["scorer", "its descriptor 'scorer' is not in upper snake case, as SCORER is"],
    ["newsScorer=x", "its descriptor 'newsScorer' is not in upper snake case, as NEWS_SCORER is"],
    ["news-scorer", "its descriptor 'news-scorer' is not in upper snake case, as NEWS_SCORER is"],
    ["2X", "its descriptor '2X' is not in upper snake case"],
    ["", "its descriptor '' is not in upper snake case"],
    ["X:a:b", "its descriptor 'X:a:b' is not in upper snake case"],
    ["X=", "its name '' is blank"],
    ["X=../a", "its name '../a' has a '/'"],
    ["X=a\nb", "its name 'a\\nb' has a control character (U+000A)"],
    ["X:", "its entrypoint '' is blank"],
    ["X:../a.ts", "its entrypoint '../a.ts' has a '..', and must stay in the package"],
  ])("refuses %j: %s", (text, fault) => {
    expect(() => parseChildFlag(text)).toThrow(`: ${fault}. Write DESCRIPTOR, DESCRIPTOR=name,`);
  });

  it("a list at the prompt is the flag's forms with commas, and may be empty", () => {
    expect(parseChildList(" A , B=b:x.ts,, ")).toEqual([
      { descriptor: "A" },
      { descriptor: "B", name: "b", entry: "x.ts" },
    ]);
    expect(parseChildList("  ")).toEqual([]);
  });
});
