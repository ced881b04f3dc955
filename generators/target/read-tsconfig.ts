import { existsSync, readdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parse } from "jsonc-parser";
import { isRecord } from "../is-record.js";
import type { AliasOptions } from "./find-aliases.js";
import { hasNodeTypes } from "./has-node-types.js";
import { listUpward } from "./list-upward.js";
import type { PackageJson } from "./read-package-json.js";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { isDirectory } from "./stat-path.js";
import type { Note, TsConfig } from "./target.js";

/** Where one tsconfig puts its output, and where its sources start; relative to the target. */
export interface OutputDir {
  outDir: string;
  rootDir?: string;
}

export interface TsProject {
  /** The tsconfig that the package is built with, and its names for own sources. */
  tsconfig?: TsConfig;
  aliasOptions?: AliasOptions;
  /** Of every tsconfig in the package: a build config often says more than `tsconfig.json`. */
  outputs: OutputDir[];
  notes: Note[];
}

/** Compiler options with `extends` followed; paths absolute. */
interface Config {
  file: string;
  options: Record<string, unknown>;
  /** Lists no files itself, only other projects. */
  isSolution: boolean;
  references: string[];
  missing: string[];
}

/** Reads the tsconfig of a package, nearest first up to the workspace root, as tsc itself looks for it. */
export function readTsConfig(root: string, top: string, packageJson: PackageJson): TsProject {
  const main = findMain(root, top, packageJson);
  const others = listConfigs(root).map((file) => readConfig(file, root));
  const configs = [...(main === undefined ? [] : [main]), ...others];
  const outputs: OutputDir[] = [];
  for (const { options } of configs) {
    const outDir = pathOption(options["outDir"], root);
    if (outDir === undefined || outDir === "") continue;
    const rootDir = pathOption(options["rootDir"], root);
    outputs.push({ outDir, ...(rootDir === undefined ? {} : { rootDir }) });
  }
  if (main === undefined) return { outputs, notes: [] };
  return {
    tsconfig: describe(main, root, top, packageJson),
    aliasOptions: readAliasOptions(main.options, root),
    outputs,
    notes: main.missing.map((name) => ({
      file: toPosix(relative(root, main.file)),
      text: `extends '${name}', which was not found: install the dependencies first, so that its options count`,
    })),
  };
}

function findMain(root: string, top: string, packageJson: PackageJson): Config | undefined {
  const named = Object.values(packageJson.scripts).flatMap((script) =>
    [
      ...script.matchAll(
        /\btsc\b[^&|;]*?\s(?:-p|--project|-b|--build)[ =]+([^\s"'&|;-][^\s"'&|;]*)/g,
      ),
    ]
      .map((match) => resolve(root, match[1] ?? ""))
      .map((path) => (isDirectory(path) ? join(path, "tsconfig.json") : path)),
  );
  const nearest = listUpward(root, top)
    .map((dir) => join(dir, "tsconfig.json"))
    .find((file) => existsSync(file));
  const file = nearest ?? [...named, ...listConfigs(root)].find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const config = readConfig(file, root);
  if (!config.isSolution) return config;
  const parts = [...named.filter((path) => path !== file), ...config.references]
    .filter((path) => existsSync(path))
    .map((path) => readConfig(path, root));
  return parts.find((part) => !part.isSolution && !/test|spec/.test(part.file)) ?? config;
}

function listConfigs(root: string): string[] {
  const names = readdirSync(root).filter(
    (name) => /^tsconfig\.[\w.-]+\.json$/.test(name) && !/test|spec|eslint/.test(name),
  );
  const isBuild = (name: string) => /build|prod|server|app|node/.test(name);
  return [...names.filter(isBuild), ...names.filter((name) => !isBuild(name))].map((name) =>
    join(root, name),
  );
}

function readConfig(
  file: string,
  configDir: string,
  seen: ReadonlySet<string> = new Set(),
): Config {
  const raw: unknown = parse(readTextFile(file) ?? "{}");
  const json = isRecord(raw) ? raw : {};
  const config: Config = { file, options: {}, isSolution: false, references: [], missing: [] };
  for (const name of [json["extends"]].flat().filter((item) => typeof item === "string")) {
    const base = findBase(name, dirname(file));
    if (base === undefined) config.missing.push(name);
    else if (!seen.has(base)) {
      const inherited = readConfig(base, configDir, new Set([...seen, file]));
      Object.assign(config.options, inherited.options);
      config.missing.push(...inherited.missing);
    }
  }
  const own = isRecord(json["compilerOptions"]) ? json["compilerOptions"] : {};
  for (const [key, value] of Object.entries(own)) {
    config.options[key] = /^(outDir|rootDir|baseUrl)$/.test(key)
      ? absolute(value, file, configDir)
      : value;
  }
  if (own["paths"] !== undefined) config.options["pathsBase"] = dirname(file);
  // A composite project's sources start at its tsconfig unless it says otherwise.
  if (own["composite"] === true) config.options["rootDir"] ??= dirname(file);
  const references = Array.isArray(json["references"]) ? json["references"] : [];
  config.references = references.flatMap((reference: unknown) => {
    if (!isRecord(reference) || typeof reference["path"] !== "string") return [];
    const path = resolve(dirname(file), reference["path"]);
    return [isDirectory(path) ? join(path, "tsconfig.json") : path];
  });
  config.isSolution =
    config.references.length > 0 &&
    Array.isArray(json["files"]) &&
    json["files"].length === 0 &&
    json["include"] === undefined;
  return config;
}

// `extends` names a file, with or without `.json`, or a package: its tsconfig.json, or a file in it.
function findBase(name: string, dir: string): string | undefined {
  if (/^\.{1,2}(\/|$)/.test(name) || isAbsolute(name)) return asConfigFile(resolve(dir, name));
  return listUpward(dir)
    .map((parent) => asConfigFile(join(parent, "node_modules", name)))
    .find((file) => file !== undefined);
}

function asConfigFile(path: string): string | undefined {
  const named = tryReadPackageJson(path)?.raw["tsconfig"];
  const tries = [
    path,
    `${path}.json`,
    ...(typeof named === "string" ? [join(path, named)] : []),
    join(path, "tsconfig.json"),
  ];
  return tries.find((file) => existsSync(file) && !isDirectory(file));
}

function describe(config: Config, root: string, top: string, packageJson: PackageJson): TsConfig {
  const { options } = config;
  const tsconfig: TsConfig = {
    file: toPosix(relative(root, config.file)),
    verbatimModuleSyntax: options["verbatimModuleSyntax"] === true,
    writesTsExtensions: options["rewriteRelativeImportExtensions"] === true,
    hasNodeTypes: hasNodeTypes(options["types"], root, top, packageJson),
  };
  if (typeof options["module"] === "string") tsconfig.module = options["module"].toLowerCase();
  if (typeof options["moduleResolution"] === "string") {
    tsconfig.moduleResolution = options["moduleResolution"].toLowerCase();
  }
  if (options["checkJs"] === true && (options["noImplicitAny"] ?? options["strict"]) === true) {
    tsconfig.checksJsStrictly = true;
  }
  if (options["allowJs"] === true || options["checkJs"] === true) tsconfig.allowsJs = true;
  if (options["noUnusedLocals"] === true) tsconfig.refusesUnused = true;
  const rootDir = pathOption(options["rootDir"], root);
  const outDir = pathOption(options["outDir"], root);
  if (rootDir !== undefined) tsconfig.rootDir = rootDir;
  if (outDir !== undefined) tsconfig.outDir = outDir;
  return tsconfig;
}

function readAliasOptions(options: Config["options"], root: string): AliasOptions {
  const baseUrl = pathOption(options["baseUrl"], root);
  const pathsBase = baseUrl ?? pathOption(options["pathsBase"], root) ?? "";
  return { baseUrl, pathsBase, paths: options["paths"] };
}

function absolute(value: unknown, file: string, configDir: string): unknown {
  if (typeof value !== "string") return undefined;
  return resolve(dirname(file), value.replace(/^\$\{configDir\}/, configDir));
}

function pathOption(value: unknown, root: string): string | undefined {
  return typeof value === "string" ? toPosix(relative(root, value)) : undefined;
}

function toPosix(path: string): string {
  return path.split(sep).join("/");
}
