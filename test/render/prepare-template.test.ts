/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expected code has them. */

import { describe, expect, test } from "vitest";
import { prepareTemplate } from "../../generators/render/prepare-template.js";
import { loadRenderers } from "../../generators/render/render-template.js";
import { dataFor } from "../helpers/render-answers.js";

const { code, python, markdown } = await loadRenderers();
const withSourceMaps = dataFor({
  features: {
    sourceMaps: true,
    ownership: true,
    threads: true,
    diagnose: true,
    captureConsole: false,
  },
});
const without = dataFor({
  features: {
    sourceMaps: false,
    ownership: true,
    threads: true,
    diagnose: true,
    captureConsole: false,
  },
});

const tagged = `import { a } from "./a.js";
// % if (it.features.sourceMaps) {
import { b } from "./b.js";
// % }

export function start(): void {
  // % if (it.features.sourceMaps) {
  b();

  // % }
  a();
}

// % if (it.features.sourceMaps) {
b("don't");
// % }

a();
`;

describe("tags switch lines", () => {
  test("on: every other line stays, blank ones and apostrophes included", () => {
    expect(code(tagged, withSourceMaps)).toBe(`import { a } from "./a.js";
import { b } from "./b.js";

export function start(): void {
  b();

  a();
}

b("don't");

a();
`);
  });

  test("off: they leave no trace, no second blank line either", () => {
    expect(code(tagged, without)).toBe(`import { a } from "./a.js";

export function start(): void {
  a();
}

a();
`);
  });

  test("at the edges of a block and of the file no blank line is left", () => {
    const template = `// % if (it.hasChildren) {
import "./a.js";
// % }

f({
  // % if (it.hasChildren) {
  a,
  // % }

  b,

  // % if (it.hasChildren) {
  c,
  // % }
});

// % if (it.hasChildren) {
f();
// % }
`;
    expect(code(template, without)).toBe("f({\n  b,\n});\n");
  });
});

describe("values take the place of the literal below them", () => {
  test.each([
    ['  // %= it.name\n  name: "NAME_APP",', 'a"\n`${', '  name: "a\\"\\n`${",'],
    [
      '// %= it.name\nexport const name: string = "a: b = c";',
      "x",
      'export const name: string = "x";',
    ],
    ['// %= it.children\nconst children = ["A"];', "x", "const children = [];"],
    [
      "  // %= it.standard.modes.production\n  production: {\n    terminal: true,\n    level: {\n      a: 1,\n    },\n  },",
      "x",
      '  production: { terminal: false, file: true, level: "INFO" },',
    ],
    ["// %~ it.fileMode\nconst fileMode = 0;", "x", "const fileMode = 0o640;"],
    [
      "  // %~ it.formats.terminal\n  terminal: {\n    line: (r) => `${r.message}`,\n  },",
      "x",
      "  terminal: {\n    second: (t) => `${t.HH}:${t.mm}:${t.ss}.`,\n    head: (r, t, second) => `${second}${t.SSS} | ${r.level} | ${r.site.place} | `,\n    rest: (r) => `${r.message}`,\n  },",
    ],
  ])("%j", (template, name, expected) => {
    expect(code(`first();\n${template}\nlast();\n`, dataFor({ name }))).toBe(
      `first();\n${expected}\nlast();\n`,
    );
  });

  test("a value that looks like a tag or an import is a value", () => {
    const name = '// % if (x) {\n"./x.js"); from "./y.js"';
    expect(code('// %= it.name\nconst name = "";\n', dataFor({ name }))).toBe(
      `const name = ${JSON.stringify(name)};\n`,
    );
  });

  test("an added line is there when it says something", () => {
    const template = '// %+ it.formatImport\nimport "./a.js";\n\n// %+ it.formatImport\n\nf();\n';
    const formats = { terminal: "{extra} {thread} {message}", file: "{message}" };
    const withExtra = dataFor({ standard: { ...without.standard, formats } });
    const lines =
      'import { threadId } from "node:worker_threads";\nimport { extraText } from "./extra.js";\n';
    expect(code(template, without)).toBe('import "./a.js";\n\nf();\n');
    expect(code(template, withExtra)).toBe(`${lines}import "./a.js";\n\n${lines}\nf();\n`);
  });
});

describe("mistakes in a template are errors", () => {
  test.each([
    ["f(); // % if (x) {\n", "Not a tag on a line of its own: 'f(); // % if (x) {'."],
    ["// %if (x) {\n", "Not a tag on a line of its own: '// %if (x) {'."],
    ["// %= it.name\nf();\n", "No literal to replace: 'f();'."],
    ["// %= it.name\nconst a = {\n  b: 1,\n", "The literal to replace has no end: 'const a = {'."],
    ["  // %= it.name\n  a: {\n    b: 1,\n};\n", "The literal to replace has no end: '  a: {'."],
  ])("%j", (template, message) => {
    expect(() => prepareTemplate(template, "//")).toThrow(new Error(message));
  });
});

describe("Python's tags are its own comments", () => {
  test("switched off, lines leave the blank lines that black would", () => {
    const template = `import os

# % if (it.features.sourceMaps) {
from .maps import use_maps

# % }
VALUE = 1


# % if (it.features.sourceMaps) {
def map_lines() -> None:
    """Maps."""
    use_maps()


# % }
def start() -> None:
    """Starts."""
    # % if (it.features.sourceMaps) {
    map_lines()

    # % }
    os.abort()
`;
    expect(python(template, without)).toBe(`import os

VALUE = 1


def start() -> None:
    """Starts."""
    os.abort()
`);
    expect(python(template, withSourceMaps)).toBe(template.replace(/^ *# %.*\n/gm, ""));
  });

  test("values take the place of literals, whatever their shape is", () => {
    const template = `# %= it.name
NAME = "app"
variables = Variables(
    # %= it.standard.variables.logs
    logs="PATH_TO_LOGS",
)
# %= it.children
CHILDREN: list[str] = [
    "A",
]


MODES = {
    # %= it.standard.modes.testing.terminal
    "testing": True,
    # %~ it.fileMode
    "mode": 0o640,
}
`;
    const hostile = dataFor({ name: 'it\'s "#{x}" \u202e' });
    expect(python(template, hostile)).toBe(`NAME = "it's \\"#{x}\\" \\u202e"
variables = Variables(
    logs="PATH_TO_LOGS",
)
CHILDREN: list[str] = []


MODES = {
    "testing": True,
    "mode": 0o640,
}
`);
  });

  test.each([
    ["f()  # % if (x) {\n", "Not a tag on a line of its own: 'f()  # % if (x) {'."],
    ["# %= it.name\nf()\n", "No literal to replace: 'f()'."],
    ["# %= it.name\na = [\n    1,\n", "The literal to replace has no end: 'a = ['."],
  ])("a mistake is an error: %j", (template, message) => {
    expect(() => prepareTemplate(template, "#")).toThrow(new Error(message));
  });
});

test("Markdown has Eta's own tags", () => {
  const template =
    "# <%= it.name %>'s logs\n<% if (it.hasChildren) { %>\nChildren.\n<% } %>\nIn `<%= it.standard.variables.logs %>`.\n";
  expect(markdown(template, dataFor({ name: "<b>" }))).toBe("# <b>'s logs\nIn `PATH_TO_LOGS`.\n");
});
