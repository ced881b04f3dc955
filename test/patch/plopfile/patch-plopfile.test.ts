import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it, test } from "vitest";
import { patchPlopfile } from "../../../generators/patch/plopfile/patch-plopfile.js";
import { recordPatch } from "../../../generators/plan/record-patch.js";
import { takeBack } from "../../../generators/plan/take-back.js";
import { makeDirectory } from "../../helpers/apply-directory.js";
import { installPack, runPlop } from "../../helpers/plop-repo.js";

const folder = path.resolve(import.meta.dirname, "../../fixtures/plopfile");
const project = path.resolve(import.meta.dirname, "../../..");

const cases = readdirSync(folder).map((name) => {
  const input = readdirSync(path.join(folder, name)).find((file) => file.startsWith("input."));
  return { name, extension: path.extname(input ?? "") };
});

describe.each(cases)("a plopfile: $name", ({ name, extension }) => {
  const read = (file: string) => readFileSync(path.join(folder, name, file + extension), "utf8");

  it("gets its one statement, and every other byte stays", async () => {
    const [input, output] = [read("input"), read("output")];
    const patch = await patchPlopfile(`plopfile${extension}`, input);
    expect("text" in patch ? patch.text : input).toBe(output);
  });

  it("is given back, byte for byte, when everything is taken out", () => {
    const [input, output] = [read("input"), read("output")].map((text) => Buffer.from(text));
    if (input === undefined || output === undefined) throw new Error("no case");
    const { bytes } = takeBack(output, recordPatch(input, output, undefined));
    expect(Buffer.from(bytes).toString("utf8")).toBe(input.toString("utf8"));
  });

  it("is not changed a second time", async () => {
    expect(await patchPlopfile(`plopfile${extension}`, read("output"))).toEqual({
      patched: false,
      already: true,
      notes: [],
    });
  });
});

describe("a plopfile that loads the pack already", () => {
  it.each([
    ["await plop.load('create-logging');", []],
    ["return plop.load(['create-logging'], {}, {});", []],
    ["plop.load('create-logging');", ["loads the generators without `await`"]],
  ])("is left alone: %s", async (statement, words) => {
    const text = `export default async function (plop) {\n  ${statement}\n}\n`;
    const patch = await patchPlopfile("plopfile.js", text);
    expect(patch).toMatchObject({ patched: false, already: true });
    expect("notes" in patch ? patch.notes : []).toEqual(
      words.map((word) => ({ file: "plopfile.js", line: 2, text: expect.stringContaining(word) })),
    );
  });
});

describe("the real plop", () => {
  let root: string;
  beforeAll(async () => {
    root = makeDirectory();
    cpSync(folder, root, { recursive: true });
    await installPack(root);
  });

  const outputs = () =>
    cases.map(({ name, extension }) => path.join(root, name, `output${extension}`));
  const loader = pathToFileURL(path.join(project, "node_modules/tsx/dist/loader.mjs")).href;

  it("finds the generators by each of them", () => {
    const script = `import nodePlop from "node-plop";
const found = {};
for (const file of process.argv.slice(1)) {
  const plop = await nodePlop(file);
  found[file] = plop.getGeneratorList().map(({ name }) => name);
}
console.log(JSON.stringify(found));`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", loader, "--input-type=module", "--eval", script, ...outputs()],
      { cwd: project, encoding: "utf8" },
    );
    const all = ["logging", "add-child-process"];
    const found = stdout === "" ? stderr : JSON.parse(stdout);
    for (const file of outputs())
      expect([file, found[file]]).toEqual([file, expect.arrayContaining(all)]);
  });

  it.each([".mjs", ".cjs", ".ts"])("by its command, too: %s", async (extension) => {
    const plopfile = outputs().find((file) => file.endsWith(extension)) ?? "";
    const env = extension === ".ts" ? { NODE_OPTIONS: `--import ${loader}` } : {};
    const { code, stderr } = await runPlop(root, ["--plopfile", plopfile, "logging"], { env });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining("[ERROR] There is no terminal to ask at"),
    });
  });

  it("TypeScript still takes what is TypeScript", () => {
    const files = cases
      .filter(({ extension }) => extension === ".ts")
      .map(({ name }) => path.join(root, name, "output.ts"));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"];
    const { stdout, status } = spawnSync(
      process.execPath,
      [
        path.join(project, "node_modules/typescript/bin/tsc"),
        ...options,
        ...["--module", "nodenext", "--types", "node"],
        ...["--typeRoots", path.join(project, "node_modules/@types")],
        ...files,
      ],
      { cwd: root, encoding: "utf8" },
    );
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});

test.each<[what: string, file: string, text: string, reason: string, line?: number]>([
  ["no export", "plopfile.mjs", "const x = 1;\n", "exports no function that plop could call"],
  ["a class", "plopfile.mjs", "\nexport default class Plop {}\n", "exports a class", 2],
  [
    "a factory",
    "plopfile.cjs",
    "const { make } = require('./make');\nmodule.exports = make({\n  a: 1,\n});\n",
    "exports what 'make' returns, and that can't be told",
    2,
  ],
  [
    "an import",
    "plopfile.mjs",
    "import { generators } from './generators.js';\nexport default generators;\n",
    "exports 'generators', and what that is can't be told",
    2,
  ],
  [
    "another file's default",
    "plopfile.mjs",
    "export { default } from './generators.js';\n",
    "exports no function that plop could call",
    1,
  ],
  [
    "what transpilers write",
    "plopfile.js",
    '"use strict";\nexports.__esModule = true;\nexports.default = function (plop) {};\n',
    "sets 'exports.default', and plop calls what 'module.exports' is",
    3,
  ],
  [
    "two exports",
    "plopfile.js",
    "export default function (plop) {}\nmodule.exports = function (plop) {};\n",
    "exports more than one thing",
    2,
  ],
  [
    "a parameter taken apart",
    "plopfile.mjs",
    "export default (\n  { load, setGenerator },\n) => {};\n",
    "exports a function that takes its parameter apart",
    2,
  ],
  [
    "no parameter",
    "plopfile.cjs",
    "module.exports = function () {\n  arguments[0].setHelper();\n};\n",
    "exports a function that gives its parameter no name",
    1,
  ],
  [
    "a parameter that becomes something else",
    "plopfile.mjs",
    "export default function (plop) {\n  plop = wrap(plop);\n}\n",
    "gives 'plop' another meaning",
    2,
  ],
  [
    "a generator function",
    "plopfile.mjs",
    "export default function* (plop) {}\n",
    "exports a generator function",
    1,
  ],
  [
    "a name called await",
    "plopfile.cjs",
    "module.exports = function (plop) {\n  var await = 1;\n};\n",
    "has something called 'await'",
    2,
  ],
  [
    "broken syntax",
    "plopfile.cjs",
    "\nmodule.exports = (\n",
    "does not parse: Expression expected.",
    2,
  ],
])("%s is told of with its line, and not touched", async (_, file, text, reason, line) => {
  expect(await patchPlopfile(file, text)).toEqual({
    patched: false,
    already: false,
    reason,
    ...(line === undefined ? {} : { line }),
  });
});
