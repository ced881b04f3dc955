import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../generators/answers/answers.js";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { standard } from "../../generators/standard.js";
import { formatFiles } from "../../scripts/format-files.js";
import { stripTypes } from "../../scripts/strip-types.js";
import { packageKinds, plainAnswers } from "../helpers/render-answers.js";
import { buildTempFlavours, readTexts, templatesFolder } from "../helpers/render-temp-flavours.js";

type Kind = keyof typeof packageKinds;

const kinds = Object.keys(packageKinds) as Kind[];
const allTokens =
  "{time} {level: <8} {name} {function} {file} {line: >4} {process} {thread} {extra} {extra[a]} {message}";

/** Every way to switch features, children and formats on and off. */
const variants: Record<string, Partial<Answers>> = {};
for (const sourceMaps of [true, false]) {
  for (const [ownership, threads, captureConsole, diagnose] of [
    [true, true, true, true],
    [true, false, false, false],
    [false, true, false, true],
    [false, false, true, false],
  ] as const) {
    for (const children of [[], [{ descriptor: "WORKER", name: "worker" }]]) {
      for (const format of [standard.formats.file, allTokens, "{message}"]) {
        const formats = { terminal: format, file: format };
        const title = `sourceMaps ${sourceMaps}, ownership ${ownership}, threads ${threads}, captureConsole ${captureConsole}, diagnose ${diagnose}, ${children.length} children, ${format}`;
        variants[title] = {
          features: { sourceMaps, ownership, threads, diagnose, captureConsole },
          children,
          standard: { ...standard, formats },
        };
      }
    }
  }
}

let flavours: string;
let folder: string;

beforeAll(async () => {
  flavours = await buildTempFlavours();
  folder = await mkdtemp(path.join(tmpdir(), "rendered-"));
});

afterAll(async () => {
  await rm(flavours, { recursive: true });
  await rm(folder, { recursive: true });
});

const rendered = new Map<string, Map<string, string>>();

async function render(kind: Kind, answers: Partial<Answers>): Promise<Map<string, string>> {
  const key = kind + JSON.stringify(answers);
  const known = rendered.get(key);
  if (known) return new Map(known);
  const all = { ...plainAnswers, ...answers };
  const files = await renderLoggingFolder(all, packageKinds[kind], flavours);
  const texts = new Map(files.map((file) => [path.basename(file.path), file.text]));
  rendered.set(key, texts);
  return new Map(texts);
}

describe.each(kinds)("a package of kind '%s', with every variant of its answers,", (kind) => {
  test("gets files that a formatter leaves alone", async () => {
    const different = new Map<string, string>();
    for (const answers of Object.values(variants)) {
      for (const [name, text] of await render(kind, answers)) {
        if (!name.endsWith(".md")) different.set(text, name);
      }
    }
    const files = new Map([...different].map(([text, name], index) => [`${index}-${name}`, text]));
    for (const [name, formatted] of await formatFiles(files)) {
      expect(files.get(name), name).toBe(formatted);
    }
  });

  test("gets imports that all lead to a file it gets, and no file that nothing reads", async () => {
    for (const [title, answers] of Object.entries(variants)) {
      const files = await render(kind, answers);
      const read = new Set<string>();
      for (const [name, text] of files) {
        for (const [, specifier = ""] of text.matchAll(
          /(?:from |import |require\()"\.\/([^"]+)"/g,
        )) {
          const target = specifier.includes(".") ? specifier : specifier + path.extname(name);
          read.add(kind === "ts ./x.js" ? target.replace(/\.js$/, ".ts") : target);
        }
      }
      const stems = (names: Iterable<string>) =>
        [...names].map((name) => name.replace(/\.[a-z]+$/, ""));
      const entrypoints = ["README", "index", "setup", "setup-child"];
      expect(
        [...read].filter((name) => !files.has(name)),
        title,
      ).toEqual([]);
      expect(
        stems(files.keys()).filter(
          (stem) => !stems(read).includes(stem) && !entrypoints.includes(stem),
        ),
        title,
      ).toEqual([]);
    }
  });

  test("gets no tag, no placeholder and no two blank lines in a row", async () => {
    for (const answers of Object.values(variants)) {
      for (const [name, text] of await render(kind, answers)) {
        expect(text, name).not.toMatch(/\/\/ %|<%|\bit\.\w|\[object|\n\n\n/);
        expect(text, name).toMatch(/^\S[\s\S]*[^\n]\n$/);
      }
    }
  });
});

test("with everything on, TypeScript is the template without its tags", async () => {
  const answers = {
    features: {
      sourceMaps: true,
      ownership: true,
      threads: true,
      diagnose: true,
      captureConsole: true,
    },
  };
  const files = await render("ts ./x.js", answers);
  for (const [name, template] of await readTexts(templatesFolder)) {
    if (!files.has(name) || name.endsWith(".md")) continue;
    expect(files.get(name), name).toBe(template.replace(/^ *\/\/ %.*\n/gm, ""));
  }
});

test("types can be stripped before rendering or after: the JavaScript is the same", async () => {
  const stripped = new Map<string, string>();
  const javascript = new Map<string, string>();
  for (const [title, answers] of Object.entries(variants)) {
    for (const [name, text] of await render("ts ./x.js", answers)) {
      const file = `${Object.keys(variants).indexOf(title)}-${name.replace(/\.ts$/, ".js")}`;
      if (name.endsWith(".ts")) stripped.set(file, stripTypes(text, name));
    }
    for (const [name, text] of await render("esm .js", answers)) {
      const file = `${Object.keys(variants).indexOf(title)}-${name}`;
      if (name.endsWith(".js")) javascript.set(file, text);
    }
  }
  expect(javascript).toEqual(await formatFiles(stripped));
});

// The strictest TypeScript wants `env["KEY"]`; in a CommonJS package a .js file is no module.
test.each<[Kind, object]>([
  ["esm .js", {}],
  ["ts ./x.js", { complexity: { useLiteralKeys: "off" } }],
  ["commonjs .js", { suspicious: { noRedundantUseStrict: "off" } }],
  ["commonjs .cjs", {}],
])("a linter with its recommended rules has nothing to say of '%s'", async (kind, rules) => {
  const answers = {
    features: {
      sourceMaps: true,
      ownership: true,
      threads: true,
      diagnose: true,
      captureConsole: true,
    },
  };
  const lintFolder = await mkdtemp(path.join(folder, "lint-"));
  for (const [name, text] of await render(kind, answers)) {
    await writeFile(path.join(lintFolder, name), text);
  }
  const linter = { rules: { preset: "recommended", ...rules } };
  await writeFile(path.join(lintFolder, "biome.json"), JSON.stringify({ root: true, linter }));
  expect(await lint(lintFolder)).toEqual([]);
});

async function lint(cwd: string): Promise<string[]> {
  const require = createRequire(import.meta.url);
  const biome = path.join(
    path.dirname(require.resolve("@biomejs/biome/package.json")),
    "bin/biome",
  );
  const run = promisify(execFile)(process.execPath, [biome, "lint", "--reporter=json", "."], {
    cwd,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const { diagnostics } = JSON.parse(stdout);
  return diagnostics.map(
    ({ category, location, message }: { category: string; location: object; message: unknown }) =>
      `${JSON.stringify(location)} ${category} ${JSON.stringify(message)}`,
  );
}
