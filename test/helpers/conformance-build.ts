import { execFile } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import type { Answers } from "../../generators/answers/answers.js";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { features, standard } from "../../generators/standard.js";
import type { Target } from "../../generators/target/target.js";
import { type Flavour, flavour } from "./conformance-flavour-kinds.js";

const repo = path.resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

/** Where the scenarios are. */
export const sourcesFolder = path.join(repo, "test/conformance/service");

/** The answers behind each logging folder of the service; the entries choose one by importing its setup. */
const folders: Record<string, Partial<Answers>> = {
  logging: {},
  "logging-parent": {
    children: [
      { descriptor: "WORKER", name: "worker" },
      { descriptor: "MAILER", name: "mailer" },
    ],
  },
  "logging-strict": { onNameConflict: "fatal" },
  "logging-custom": {
    features: { ...features, sourceMaps: false, captureConsole: true },
    standard: {
      ...standard,
      variables: { ...standard.variables, environment: "NODE_ENV" },
      modes: {
        development: { terminal: true, file: false, level: "TRACE" },
        testing: { terminal: true, file: true, level: "SUCCESS" },
        production: { terminal: false, file: true, level: "WARNING" },
      },
      formats: {
        terminal: "{time:HH:mm:ss} {level: <8} [{extra[job]}] {name}:{line} {message}",
        file: "{time:YYYY-MM-DD HH:mm:ss.SSSZ}|{level: >8}|{process}|{module}:{line}|{extra}|{message}",
      },
      defaults: { maxSize: "20 KB", maxFiles: 2, fileMode: "0600" },
    },
  },
};

/** Writes the service of a flavour into a folder, and compiles it where it must be. */
export async function buildService(
  kind: Flavour,
  templates: string,
  folder: string,
): Promise<void> {
  fs.writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "scenarios", version: "1.2.3", type: kind.target.type }),
  );
  await writeLogging(kind, templates, folder);
  writeSources(kind, folder);
  await writeOtherCopy(kind, templates, folder);
  if (kind.id === "ts-bundler") await bundle(folder);
  else if (kind.runs.folder === "dist") await compile(kind, folder);
}

async function writeLogging(kind: Flavour, templates: string, folder: string): Promise<void> {
  for (const [name, answers] of Object.entries(folders)) {
    const files = await renderLoggingFolder(
      answersFor(`src/${name}`, answers),
      targetFor(kind.target, folder),
      templates,
    );
    for (const file of files) write(path.join(folder, file.path), file.text);
  }
}

/** The same logging in the other module kind, as a dependency would bring it. */
async function writeOtherCopy(kind: Flavour, templates: string, folder: string): Promise<void> {
  const isEsm = kind.target.moduleKind === "esm";
  const other = flavour(
    "js-esm",
    "javascript",
    isEsm ? "commonjs" : "esm",
    isEsm ? "" : ".js",
    "src",
  );
  const target = targetFor(other.target, folder);
  const files = await renderLoggingFolder(answersFor("other/logging", {}), target, templates);
  for (const file of files) write(path.join(folder, file.path), file.text);
  write(path.join(folder, "other/package.json"), JSON.stringify({ type: other.target.type }));
}

// The scenarios are written once, as an ES module that is valid TypeScript too.
function writeSources(kind: Flavour, folder: string): void {
  for (const name of fs.readdirSync(sourcesFolder)) {
    const text = fs.readFileSync(path.join(sourcesFolder, name), "utf8");
    const stem = path.basename(name, ".js");
    write(path.join(folder, "src", `${stem}${kind.source.extension}`), adapt(kind, text));
  }
}

function adapt({ target }: Flavour, text: string): string {
  if (target.language === "typescript") {
    const source = text.replace(
      /((?:from|import) "\.[^"]+)\.js"/g,
      `$1${target.specifierExtension}"`,
    );
    return `${typesOnly}${source}`;
  }
  if (target.moduleKind === "esm") return text;
  const exported: string[] = [];
  const body = text
    .replace(/^import "(.+)";/gm, 'require("$1");')
    .replace(/^import (\{.+\}) from "(.+)";/gm, 'const $1 = require("$2");')
    .replace(
      /^export (\{.+\}) from "(.+)";/gm,
      'Object.assign(exports, (({ ...all }) => all)(require("$2")));',
    )
    .replace(/^export ((?:async )?function|const) (\w+)/gm, (_all, keyword, name) => {
      exported.push(name);
      return `${keyword} ${name}`;
    });
  return `${body}\n${exported.map((name) => `exports.${name} = ${name};`).join("\n")}\n`;
}

// Gone from what runs, so that its lines are not those of the source.
const typesOnly = `interface Padding {
  first: string;
  second: number;
}

export type Padded<Value> = Value & Padding;

`;

async function compile(kind: Flavour, folder: string): Promise<void> {
  const module = kind.target.moduleKind === "esm" ? "nodenext" : "commonjs";
  const compilerOptions = {
    target: "es2022",
    module,
    moduleResolution: module === "commonjs" ? "node10" : "nodenext",
    esModuleInterop: true,
    sourceMap: true,
    rootDir: "src",
    outDir: "dist",
    strict: false,
    skipLibCheck: true,
    typeRoots: [path.join(repo, "node_modules/@types")],
    types: ["node"],
  };
  write(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  const tsc = require.resolve("typescript/bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [tsc, "-p", folder]);
  } catch (error) {
    throw new Error(`tsc: ${(error as { stdout?: string }).stdout}`);
  }
}

async function bundle(folder: string): Promise<void> {
  const { build: esbuild } = await import("esbuild");
  const sources = path.join(folder, "src");
  await esbuild({
    entryPoints: fs
      .readdirSync(sources)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => path.join(sources, name)),
    outdir: path.join(folder, "dist"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: true,
    logLevel: "error",
  });
}

function answersFor(dir: string, answers: Partial<Answers>): Answers {
  const base = { name: "app", target: "node" as const, entries: ["src/main.ts"], children: [] };
  return { ...base, standard, features, ...answers, dir };
}

function targetFor({ type, ...kind }: Flavour["target"], root: string): Target {
  return {
    ...kind,
    root,
    packageManager: "npm",
    workspaceRoot: root,
    sourceRoot: "src",
    packageJson: { type, dependencies: [] },
    entrypoints: [],
    startCommands: [],
    notes: [],
  };
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
