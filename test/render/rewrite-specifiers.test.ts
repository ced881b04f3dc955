import { describe, expect, test } from "vitest";
import { rewriteSpecifiers } from "../../generators/render/rewrite-specifiers.js";

describe("rewriteSpecifiers", () => {
  test.each([
    ['import "./a.js";', "", 'import "./a";'],
    ['import { b } from "./a.js";', ".ts", 'import { b } from "./a.ts";'],
    ['export type { b } from "../a.js";', ".mjs", 'export type { b } from "../a.mjs";'],
    ['const { b } = require("./a.js");', ".cjs", 'const { b } = require("./a.cjs");'],
    ['const a = await import("./a.js");', "", 'const a = await import("./a");'],
    ['import a from "pkg/a.js";', "", 'import a from "pkg/a.js";'],
    ['const a = "./a.js";', "", 'const a = "./a.js";'],
  ] as const)("%s with '%s' becomes %s", (template, extension, expected) => {
    expect(rewriteSpecifiers(`${template}\n`, extension)).toBe(`${expected}\n`);
  });

  const names = ["a".repeat(40), "b".repeat(35)];
  const broken = (extension: string) =>
    `import {\n  ${names[0]},\n  ${names[1]},\n} from "./c${extension}";\n`;
  const oneLine = (extension: string) => `import { ${names.join(", ")} } from "./c${extension}";\n`;

  test("a list goes on one line where the extension leaves room for 100 columns", () => {
    expect(oneLine("")).toHaveLength(101);
    expect(rewriteSpecifiers(broken(".js"), "")).toBe(oneLine(""));
    expect(rewriteSpecifiers(oneLine(""), "")).toBe(oneLine(""));
    expect(rewriteSpecifiers(oneLine(".js"), ".mjs")).toBe(broken(".mjs"));
  });

  test.each(["// % if (it.hasChildren) {\n  b,\n  // % }", "// The other one.\n  b,"])(
    "a list with a line comment in it stays as it is: %j",
    (rest) => {
      const template = `import {\n  a,\n  ${rest}\n} from "./c.js";\n`;
      expect(rewriteSpecifiers(template, ".js")).toBe(template);
    },
  );
});
