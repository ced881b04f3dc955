import { describe, expect, it } from "vitest";
import { toPlain } from "../../generators/target/read-yaml.js";

describe("readYaml", () => {
  it("reads mappings, lists, flow lists, quotes, block scalars and comments", () => {
    const text = [
      "# top",
      "a: b # comment",
      "'q k': \"x # y\" # z",
      "url: http://h:1/#a",
      "list:",
      "- one",
      "- 'it''s' # two",
      "- k: v",
      "  l: w",
      "flow: [a, 'b, c', \"d\"] # e",
      "over: [a,",
      "  b]",
      "folded: >-",
      "  one",
      "  two",
      "kept: |",
      "  one",
      "  two",
      "plain: one",
      "  two",
      "empty:",
      "deep:",
      "    er: x",
    ].join("\r\n");
    expect(toPlain(text)).toEqual({
      a: "b",
      "q k": "x # y",
      url: "http://h:1/#a",
      list: ["one", "it's", { k: "v", l: "w" }],
      flow: ["a", "b, c", "d"],
      over: ["a", "b"],
      folded: "one two",
      kept: "one\ntwo",
      plain: "one two",
      empty: "",
      deep: { er: "x" },
    });
  });
});
