import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { standard } from "../../generators/standard.js";
import { packageKinds, plainAnswers } from "../helpers/render-answers.js";
import { snapshotsFolder } from "../helpers/snapshot-case.js";
import {
  type Compilation,
  compile,
  runInPairs,
  type TypeScriptVersion,
  typeScripts,
} from "../helpers/snapshot-compile.js";

const modules = path.resolve(import.meta.dirname, "../../node_modules");
const strictest = JSON.parse(
  await readFile(path.join(modules, "@tsconfig/strictest/tsconfig.json"), "utf8"),
).compilerOptions;

const kinds = {
  "ts-esm-nodenext": "ts ./x.js",
  "ts-esm-bundler": "ts ./x",
  "ts-cjs": "ts commonjs",
  "js-esm": "esm .js",
  "js-cjs": "commonjs .js",
} as const;

type Case = keyof typeof kinds;

/** Every token of a format, so that every import and parameter that a format can need is there. */
const allTokens =
  "{time} {level: <8} {name} {function} {file} {line: >4} {process} {thread} {extra} {extra[a]} {message}";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "compile-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** The case's `after`, and beside it the logging folder with everything switched on. */
async function makeTree(name: Case): Promise<string> {
  const tree = path.join(folder, name);
  await cp(path.join(snapshotsFolder, name, "after"), tree, { recursive: true });
  await symlink(modules, path.join(tree, "node_modules"));
  const everything = {
    ...plainAnswers,
    dir: "everything",
    children: [{ descriptor: "WORKER", name: "worker" }],
    features: {
      sourceMaps: true,
      ownership: true,
      threads: true,
      diagnose: true,
      captureConsole: true,
    },
    standard: { ...standard, formats: { terminal: "{message}", file: allTokens } },
  };
  for (const file of await renderLoggingFolder(everything, packageKinds[kinds[name]])) {
    await mkdir(path.dirname(path.join(tree, file.path)), { recursive: true });
    await writeFile(path.join(tree, file.path), file.text);
  }
  return tree;
}

// TypeScript 6 warns of what 7 takes out: CommonJS resolved as Node 10 did, and no `esModuleInterop`.
function resolution(name: Case, version: TypeScriptVersion): Record<string, unknown> {
  if (name === "ts-esm-nodenext") return { module: "nodenext", moduleResolution: "nodenext" };
  if (name === "ts-esm-bundler") return { module: "esnext", moduleResolution: "bundler" };
  if (version === "7") return { module: "commonjs", moduleResolution: "bundler" };
  const silenced = version === "6" ? { ignoreDeprecations: "6.0" } : {};
  return { module: "commonjs", moduleResolution: "node10", ...silenced };
}

function options(name: Case, version: TypeScriptVersion, isStrict: boolean) {
  const modules = resolution(name, version);
  if (!isStrict) {
    // ES5 was tsc's default for as long as it could make it, and is that of many an old service.
    const target = version.startsWith("5") ? "es5" : "es2015";
    return { strict: false, target, skipLibCheck: true, ...modules };
  }
  return {
    ...strictest,
    target: "es2022",
    lib: ["es2022"],
    ...modules,
    // In CommonJS it forbids the very syntax that people write there.
    verbatimModuleSyntax: name !== "ts-cjs",
    ...(version === "5.2" ? {} : { erasableSyntaxOnly: true }),
  };
}

describe.each(["ts-esm-nodenext", "ts-esm-bundler", "ts-cjs"] as const)("snapshots/%s", (name) => {
  const versions = Object.keys(typeScripts) as TypeScriptVersion[];
  const cells = versions.flatMap((version) =>
    [true, false].flatMap((isStrict) =>
      ([20, 24] as const).map((nodeTypes) => ({ version, isStrict, nodeTypes })),
    ),
  );
  let complaints: string[][];

  beforeAll(async () => {
    const tree = await makeTree(name);
    const entry = name === "ts-esm-nodenext" ? "src/main.ts" : "src/index.ts";
    const compilations = cells.map(({ version, isStrict, nodeTypes }): Compilation => {
      const compilerOptions = options(name, version, isStrict);
      // Dotenv's and HTTP's own types ask for what the loosest options don't give.
      const include = isStrict ? [entry, "everything"] : ["src/logging", "everything"];
      return { typescript: version, nodeTypes, compilerOptions, include };
    });
    complaints = await runInPairs(compilations.map((each) => () => compile(tree, each)));
  });

  test.each(
    cells.map(
      (cell, index) =>
        [cell.version, cell.isStrict ? "strictest" : "loosest", cell.nodeTypes, index] as const,
    ),
  )(
    "compiles with TypeScript %s at its %s and @types/node %i",
    (_version, _strictness, _nodeTypes, index) => {
      expect(complaints[index]).toEqual([]);
    },
  );
});

describe.each(["js-esm", "js-cjs"] as const)("snapshots/%s", (name) => {
  test("passes checkJs", async () => {
    const tree = await makeTree(name);
    const compilerOptions = {
      allowJs: true,
      checkJs: true,
      strict: false,
      noImplicitAny: false,
      target: "es2022",
      lib: ["es2022"],
      module: "nodenext",
      skipLibCheck: true,
    };
    const include =
      name === "js-esm" ? ["src", "everything"] : ["index.js", "logging", "everything"];
    for (const typescript of ["5.9", "7"] as const) {
      const found = await compile(tree, { typescript, nodeTypes: 20, compilerOptions, include });
      expect(found, typescript).toEqual([]);
    }
  });
});
