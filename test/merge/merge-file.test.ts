import { expect, test } from "vitest";
import { mergeFile } from "../../generators/merge/merge-file.js";
import { mergeText } from "../../generators/merge/merge-text.js";

const labels = { theirs: "yours", ours: "create-logging 0.2.0" };
const merge = (path: string, base: string, theirs: string, ours: string) =>
  mergeFile(path, { base, theirs, ours, labels });

const base = `import { a } from "./a.js";

export const list = {
  first: 1,
  second: 2,
};

export function take(value: string): string {
  if (value === "") return "nothing";
  return value;
}
`;

test.each([
  [
    "indentation: lines that did not change keep theirs",
    base.replaceAll("  ", "\t"),
    base.replace('"nothing"', '"none"'),
    base
      .replaceAll("  ", "\t")
      .replace('\tif (value === "") return "nothing"', '  if (value === "") return "none"'),
  ],
  [
    "no semicolons, single quotes",
    base.replaceAll(";\n", "\n").replaceAll('"', "'"),
    base.replace("return value;", "return value.trim();"),
    // The line above has no semicolon of its own, and the changed one follows it: both are as the release has them.
    base
      .replaceAll(";\n", "\n")
      .replaceAll('"', "'")
      .replace("  if (value === '') return 'nothing'\n", '  if (value === "") return "nothing";\n')
      .replace("return value\n", "return value.trim();\n"),
  ],
  [
    "a last comma taken away, where the release adds a member",
    base.replace("second: 2,", "second: 2"),
    base.replace("  second: 2,\n", "  second: 2,\n  third: 3,\n"),
    base.replace("  second: 2,\n", "  second: 2,\n  third: 3,\n"),
  ],
  [
    "a line broken in two, a lone parameter without its brackets",
    "const f = x =>\n  call(x);\nconst g = 1;\n",
    "const f = (x) => call(x);\nconst g = 2;\n",
    "const f = x =>\n  call(x);\nconst g = 2;\n",
    "const f = (x) => call(x);\nconst g = 1;\n",
  ],
  [
    "an edit of their own beside it",
    base.replaceAll("  ", "    ").replace("return value;", "return value.trim();"),
    base.replace("first: 1", "first: 10"),
    base
      .replaceAll("  ", "    ")
      .replace("return value;", "return value.trim();")
      .replace("    first: 1,", "  first: 10,"),
  ],
  [
    "CRLF",
    base.replaceAll("  ", "\t").replaceAll("\n", "\r\n"),
    base.replace('"nothing"', '"none"'),
    base
      .replaceAll("  ", "\t")
      .replace('\tif (value === "") return "nothing"', '  if (value === "") return "none"')
      .replaceAll("\n", "\r\n"),
  ],
  [
    "no line feed at the end",
    base.replaceAll("  ", "\t").trimEnd(),
    base.replace('"nothing"', '"none"'),
    base
      .replaceAll("  ", "\t")
      .replace('\tif (value === "") return "nothing"', '  if (value === "") return "none"')
      .trimEnd(),
  ],
  [
    "a byte order mark",
    `\uFEFF${base.replaceAll("  ", "\t")}`,
    base.replace("./a.js", "./b.js"),
    `\uFEFF${base.replaceAll("  ", "\t").replace("./a.js", "./b.js")}`,
  ],
  [
    "`return (` and a union with a leading bar",
    'type T =\n  | "a"\n  | "b";\nfunction f() {\n  return (\n    1 + 1\n  );\n}\n',
    'type T = "a" | "b";\nfunction g() {\n  return 1 + 1;\n}\n',
    'type T =\n  | "a"\n  | "b";\nfunction g() {\n  return (\n    1 + 1\n  );\n}\n',
    'type T = "a" | "b";\nfunction f() {\n  return 1 + 1;\n}\n',
  ],
])("formatted: %s", async (_name, theirs, ours, text, from = base) => {
  expect(await merge("a.ts", from, theirs, ours)).toEqual({ text, conflicts: 0 });
});

test.each([
  ["a space in a string", '"no thing"', "const a = 1;"],
  ["a space in a template", "`no  thing`", "const a = 1;"],
  ["a space in a regular expression", "/no thing/", "const a = 1;"],
  ["a word of a comment", "1 // nothing to see", "const a = 1;"],
  ["a hole in a list", "[1, ,]", "const a = 1;"],
  ["an empty object for an empty body", "() => ({})", "const a = 1;"],
])("no formatter's work, so in conflict with the release: %s", async (_name, value, after) => {
  const plain: Record<string, string> = {
    '"no thing"': '"nothing"',
    "`no  thing`": "`no thing`",
    "/no thing/": "/nothing/",
    "1 // nothing to see": "1 // nothing",
    "[1, ,]": "[1,]",
    "() => ({})": "() => {}",
  };
  const text = (shown: string) => `const x = ${shown}\n${after}\n`;
  const result = await merge("a.ts", text(plain[value] ?? ""), text(value), text("0;"));
  expect(result.text).toContain(`<<<<<<< yours\nconst x = ${value}\n=======\n`);
  expect(result.conflicts).toBe(1);
});

test.each([
  ["a text that is no code", "a.md", "one\ntwo\n", "one \n two\n", "ONE\ntwo\n"],
  ["code that is broken", "a.ts", "f(1);\ng();\n", "f( 1;\n g();\n", "f(2);\ng();\n"],
  [
    "code with conflicts in it",
    "a.ts",
    "f(1);\n",
    "<<<<<<< a\nf( 1);\n=======\n>>>>>>> b\n",
    "f(2);\n",
  ],
])("%s is merged line by line", async (_name, path, base, theirs, ours) => {
  const byLine = mergeText({ base, theirs, ours, labels });
  expect(byLine.conflicts).toBe(1);
  expect(await merge(path, base, theirs, ours)).toEqual(byLine);
});

test("a conflict shows theirs in their own layout", async () => {
  const theirs = base.replaceAll("  ", "\t").replace("return value;", "// mine\n\treturn value;");
  const ours = base.replace("  return value;\n", "  return value.trim();\n");
  const { text, conflicts } = await merge("a.ts", base, theirs, ours);
  expect(conflicts).toBe(1);
  expect(text).toContain("<<<<<<< yours\n\t// mine\n");
  expect(text).toContain("\tfirst: 1,\n\tsecond: 2,\n");
});
