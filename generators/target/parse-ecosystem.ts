import { extname } from "node:path";
import { parse } from "jsonc-parser";
import { isRecord } from "../is-record.js";
import { readLiteralAt } from "./read-literal.js";
import { toPlain } from "./read-yaml.js";

/** One app of a pm2 ecosystem file. */
export interface Pm2App {
  /** The line of its `script`, from 1. */
  line: number;
  script: string;
  args: string;
  /** `node`, `tsx`, `none`…; undefined for pm2's own choice, by the extension. */
  interpreter?: string;
  interpreterArgs: string;
  cwd?: string;
  /** It has an `env`, or names an env file. */
  loadsEnv: boolean;
  env: Record<string, string>;
}

/** Reads a pm2 ecosystem file, in JavaScript, JSON or YAML, as text: it is never run. */
export function parseEcosystem(text: string, file: string): Pm2App[] {
  const lines = [...text.matchAll(/\bscript["']?\s*:/g)].map(
    ({ index }) => text.slice(0, index).split("\n").length,
  );
  return readEcosystemApps(text, file).flatMap((app, index) => {
    const script = stringOf(app["script"]);
    if (script === undefined) return [];
    const found: Pm2App = {
      line: lines[index] ?? 1,
      script,
      args: wordsOf(app["args"]),
      interpreterArgs: wordsOf(
        app["node_args"] ?? app["interpreter_args"] ?? app["interpreterArgs"],
      ),
      loadsEnv: Object.keys(app).some((key) => /^(env|env_.+)$/.test(key)),
      env: readEnvironment(app),
    };
    const interpreter = stringOf(app["interpreter"] ?? app["exec_interpreter"]);
    const cwd = stringOf(app["cwd"]);
    if (interpreter !== undefined) found.interpreter = interpreter;
    if (cwd !== undefined) found.cwd = cwd;
    return [found];
  });
}

/** The apps of an ecosystem file as they are written; what is computed is undefined. */
export function readEcosystemApps(text: string, file: string): Record<string, unknown>[] {
  return listApps(readConfig(text, file)).filter((app) => "script" in app);
}

function readConfig(text: string, file: string): unknown {
  if (extname(file) === ".json") return parse(text);
  if (/\.ya?ml$/.test(file)) return toPlain(text);
  const apps = readLiteralAt(text, /\bapps["']?\s*[:=]\s*/);
  if (Array.isArray(apps)) return apps;
  const name = /\bapps["']?\s*:\s*(\w+)/.exec(text)?.[1];
  const named =
    name === undefined ? undefined : readLiteralAt(text, new RegExp(`\\b${name}\\s*=\\s*`));
  return named ?? readLiteralAt(text, /(?:module\.exports\s*=|export\s+default)\s*/);
}

function listApps(config: unknown): Record<string, unknown>[] {
  const record = config as Record<string, unknown> | null | undefined;
  const list = Array.isArray(config) ? config : (record?.["apps"] ?? config);
  return [list]
    .flat()
    .filter((app): app is Record<string, unknown> => typeof app === "object" && app !== null);
}

// `env_production` is used with `--env production` alone; what it has is of one kind with `env`.
function readEnvironment({ env, env_production: more }: Record<string, unknown>) {
  const pairs = [more, env].flatMap((each) => (isRecord(each) ? Object.entries(each) : []));
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.filter((word) => typeof word === "string").join(" ");
  return stringOf(value) ?? "";
}
