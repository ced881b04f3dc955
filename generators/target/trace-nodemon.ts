import { parse } from "jsonc-parser";
import { locate } from "./locate-path.js";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { findPositional, flagValue, valueFlags } from "./runner-flags.js";
import { joinWords } from "./split-command.js";
import { packageDir, type Tracer, traceLine, traceScript, traceWords } from "./trace-command.js";

/** What nodemon.json, or `nodemonConfig` in package.json, may say about the start. */
interface NodemonConfig {
  exec?: unknown;
  script?: unknown;
  execMap?: unknown;
}

/** nodemon runs `exec` with the script behind it; either may stand in the command line or in its configuration. */
export function traceNodemon(args: string[], tracer: Tracer): void {
  const dir = packageDir(tracer);
  const config = readConfig(flagValue(args, "--config"), dir, tracer);
  const index = findPositional(args, valueFlags["nodemon"]);
  const own = args.slice(0, index);
  const exec = text(flagValue(own, "--exec", "-x")) ?? text(config.exec);
  const rest = args.slice(index);
  if (rest.length === 0 && text(config.script) !== undefined) rest.push(text(config.script) ?? "");
  if (exec !== undefined) {
    traceLine(rest.length === 0 ? exec : `${exec} ${joinWords(rest)}`, tracer);
    return;
  }
  const packageJson = dir === undefined ? undefined : tryReadPackageJson(dir);
  if (rest.length === 0) {
    // Its own order: `main` when that is there, else the start script.
    const main = packageJson?.main;
    if (main !== undefined && locate(main, dir ?? tracer.cwd, tracer.place, "file") !== undefined)
      rest.push(main);
    else if (traceScript("start", [], tracer)) return;
    else rest.push(main ?? "index.js");
  }
  const nodeFlags = own.filter(
    (flag, at) =>
      /^(-r|--require|--import|--env-file)/.test(flag) ||
      /^(-r|--require|--import)$/.test(own[at - 1] ?? ""),
  );
  const mapped = (config.execMap as Record<string, unknown> | undefined)?.[
    extension(rest[0] ?? "")
  ];
  const program = text(mapped) ?? (/\.[cm]?tsx?$/.test(rest[0] ?? "") ? "ts-node" : "node");
  if (text(mapped) !== undefined) traceLine(`${program} ${joinWords(rest)}`, tracer);
  else traceWords([program, ...nodeFlags, ...rest], tracer);
}

function readConfig(
  named: string | undefined,
  dir: string | undefined,
  tracer: Tracer,
): NodemonConfig {
  const file = locate(named ?? "nodemon.json", dir ?? tracer.cwd, tracer.place, "file");
  const inPackage = dir === undefined ? undefined : tryReadPackageJson(dir)?.raw["nodemonConfig"];
  const config: unknown = file === undefined ? inPackage : parse(readTextFile(file) ?? "{}");
  return (config ?? {}) as NodemonConfig;
}

function extension(path: string): string {
  return /\.(\w+)$/.exec(path)?.[1] ?? "js";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
