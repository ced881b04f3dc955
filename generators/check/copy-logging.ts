import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { loadTypeScript, parseSource, type TypeScript } from "../patch/parse-source.js";
import { chooseFlavour } from "../render/choose-flavour.js";
import type { Target } from "../target/target.js";
import { type Compiled, compileSource, isTypeScript, linkImports } from "./compile-source.js";
import { findImported } from "./find-imported.js";

/** The service's logging as it is on disk, in a folder where it can run. */
export interface LoggingCopy {
  /** Stands for the service's package. */
  root: string;
  /** The logging folder in it, absolute. */
  folder: string;
  /** How its files, and those of programs beside it, end. */
  extension: ".js" | ".mjs" | ".cjs";
  isEsm: boolean;
  isTypeScript: boolean;
}

/** Copies the logging folder, and what its files import of the package, to `temp`; says why where they can't run. */
export async function copyLogging(
  target: Target,
  answers: Answers,
  temp: string,
): Promise<LoggingCopy | { reason: string }> {
  const ts = await loadTypeScript();
  const flavour = chooseFlavour(target);
  const isEsm = target.moduleKind === "esm";
  const own = listCode(target.root, answers.dir);
  if (own.length === 0) return { reason: `'${answers.dir}' holds no code` };
  const sources = findImported(ts, target.root, own);
  const compiled = sources.map((file) => compile(ts, target, file, isEsm));
  const broken = compiled.find((each) => "reason" in each);
  if (broken !== undefined && "reason" in broken) return { reason: broken.reason };
  const root = path.join(temp, "package", "service");
  const outputs = new Set(compiled.flatMap((each) => ("file" in each ? [each.file] : [])));
  for (const each of compiled) if ("file" in each) write(root, linkImports(ts, each, outputs));
  const isScript = target.language === "typescript" || flavour.fileExtension === ".js";
  writePackage(root, target, isScript ? (isEsm ? "module" : "commonjs") : target.packageJson.type);
  linkModules(path.join(root, "node_modules"), target.root);
  if (target.workspaceRoot !== target.root)
    linkModules(path.join(root, "../node_modules"), target.workspaceRoot);
  return {
    root,
    folder: path.join(root, answers.dir),
    extension: flavour.fileExtension === ".ts" ? ".js" : flavour.fileExtension,
    isEsm,
    isTypeScript: target.language === "typescript",
  };
}

function listCode(root: string, dir: string): string[] {
  const folder = path.join(root, dir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:[cm]?[jt]s|json)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !/\.d\.[cm]?ts$/.test(file) && !/\.(?:test|spec)\.[cm]?[jt]s$/.test(file))
    .sort();
}

function compile(
  ts: TypeScript,
  target: Target,
  file: string,
  isEsm: boolean,
): Compiled | { reason: string } {
  const text = readFileSync(path.join(target.root, file), "utf8").replace(/^\uFEFF/, "");
  if (isTypeScript(file)) return compileSource(ts, file, text, isEsm);
  if (file.endsWith(".json")) return { file, text };
  const parsed = parseSource(ts, file, text);
  if (!("reason" in parsed)) return { file, text };
  return { reason: `${file}:${parsed.line} does not parse: ${parsed.reason}` };
}

function write(root: string, { file, text, map }: Compiled): void {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  if (map !== undefined) writeFileSync(`${full}.map`, map);
}

function writePackage(root: string, { packageJson }: Target, type: string | undefined): void {
  const manifest = { name: packageJson.name ?? "service", version: "1.2.3", type };
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, "package.json"), JSON.stringify(manifest));
}

// An edited file may import a dependency; it is only read there.
function linkModules(link: string, from: string): void {
  const modules = path.join(from, "node_modules");
  if (existsSync(modules)) symlinkSync(modules, link, "junction");
}
