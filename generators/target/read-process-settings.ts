import { dirname, posix } from "node:path";
import { readEcosystemApps } from "./parse-ecosystem.js";
import { at, readYaml, type YamlNode } from "./read-yaml.js";

/** A variable that a process is started with. */
export interface Setting {
  variable: string;
  value: string;
  line: number;
}

/** A process that a unit, a pm2 file or a compose file starts, and what it tells it. */
export interface ProcessSettings {
  /** What tells it from the others of its kind. */
  process: string;
  /** Where its code may lie, likeliest first, as written; relative to the file's folder. */
  places: string[];
  settings: Setting[];
  /** Files with more of them, as written. */
  envFiles: string[];
}

/** What a systemd unit tells its process; two units of one command are one service, here and elsewhere. */
export function readUnitSettings(text: string): ProcessSettings {
  const found: ProcessSettings = { process: "", places: [], settings: [], envFiles: [] };
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let whole = (lines[index] ?? "").trim();
    while (whole.endsWith("\\") && index + 1 < lines.length)
      whole = `${whole.slice(0, -1)} ${(lines[++index] ?? "").trim()}`;
    const [, key, value = ""] = /^(\w+)\s*=\s*(.*)$/.exec(whole) ?? [];
    const words = value.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    if (key === "Environment")
      found.settings.push(...words.flatMap((word) => readPair(unquote(word), line)));
    if (key === "EnvironmentFile" && value !== "") found.envFiles.push(value.replace(/^-/, ""));
    if (key === "WorkingDirectory") found.places.unshift(value.replace(/^-/, ""));
    if (key === "ExecStart" && value !== "") {
      found.process = words.map((word) => posix.basename(word)).join(" ");
      found.places.push(...words.filter((word) => /\.[cm]?[jt]s$|\.py$|\.sh$/.test(word)));
    }
  }
  return found;
}

/** What a pm2 ecosystem file tells each of its apps. */
export function readPm2Settings(text: string, file: string): ProcessSettings[] {
  const taken = new Map<string, number>();
  return readEcosystemApps(text, file).map((app, index) => {
    const settings = Object.entries(app)
      .filter(([key]) => /^env(_.+)?$/.test(key))
      .flatMap(([, env]) => Object.entries((env ?? {}) as Record<string, unknown>))
      .flatMap(([variable, value]) =>
        typeof value === "string"
          ? [{ variable, value, line: findLine(text, variable, value, taken) }]
          : [],
      );
    const words = ["cwd", "script"].map((key) => app[key]);
    return {
      process: String(app["name"] ?? index),
      places: words.filter((word): word is string => typeof word === "string"),
      settings,
      envFiles: typeof app["env_file"] === "string" ? [app["env_file"]] : [],
    };
  });
}

/** What a compose file tells each of its services. */
export function readComposeSettings(text: string): ProcessSettings[] {
  const services = at(readYaml(text), "services")?.value;
  if (!(services instanceof Map)) return [];
  return [...services].map(([process, service]) => {
    const build = textOf(at(service, "build")) ?? textOf(at(service, "build", "context"));
    const dockerfile = textOf(at(service, "build", "dockerfile"));
    const nested = dockerfile === undefined ? undefined : dirname(dockerfile);
    const context = nested === undefined ? build : posix.join(build ?? ".", nested);
    const files = at(service, "env_file")?.value;
    return {
      process,
      places: context === undefined ? [] : [context],
      settings: readEnvironment(at(service, "environment")),
      envFiles:
        typeof files === "string"
          ? [files]
          : Array.isArray(files)
            ? files.flatMap((each) => textOf(each) ?? [])
            : [],
    };
  });
}

function readEnvironment(node: YamlNode | undefined): Setting[] {
  if (node?.value instanceof Map)
    return [...node.value].flatMap(([variable, { value, line }]) =>
      typeof value === "string" ? [{ variable, value, line }] : [],
    );
  return Array.isArray(node?.value)
    ? node.value.flatMap((item) => readPair(textOf(item) ?? "", item.line))
    : [];
}

// The same pair may stand in several apps: each takes the next place where it stands.
function findLine(
  text: string,
  variable: string,
  value: string,
  taken: Map<string, number>,
): number {
  const key = `${variable}=${value}`;
  const from = taken.get(key) ?? 0;
  const lines = text.split("\n");
  const isHere = (line: string) => line.includes(variable) && line.includes(value);
  const found = lines.findIndex((line, index) => index >= from && isHere(line));
  if (found < 0) return 1;
  taken.set(key, found + 1);
  return found + 1;
}

function readPair(text: string, line: number): Setting[] {
  const [, variable, value = ""] = /^\s*([\w.-]+)\s*=(.*)$/s.exec(text) ?? [];
  return variable === undefined ? [] : [{ variable, value: unquote(value.trim()), line }];
}

function textOf(node: YamlNode | undefined): string | undefined {
  return typeof node?.value === "string" && node.value !== "" ? node.value : undefined;
}

function unquote(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, "$2");
}
