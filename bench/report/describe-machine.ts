import { readFileSync } from "node:fs";
import { cpus, type as osType, release, totalmem } from "node:os";
import { join, resolve } from "node:path";

const repo = resolve(import.meta.dirname, "../..");

const packages = [
  "pino",
  "pino-roll",
  "winston",
  "winston-daily-rotate-file",
  "log4js",
  "@logtape/logtape",
  "@logtape/file",
  "tslog",
];

/** What the numbers depend on: the machine, and the versions of everything beside us. */
export function describeMachine(now: Date): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() || "unknown processor";
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  const versions = packages.map((name) => `${name} ${readVersion(name)}`).join(", ");
  return [
    `- ${now.toISOString().slice(0, 10)}, ${model}, ${cores.length} cores, ${memory}, ${osType()} ${release()}`,
    `- Node ${process.versions.node}, create-logging ${readVersion("..")}`,
    `- ${versions}`,
  ].join("\n");
}

function readVersion(name: string): string {
  const file = join(repo, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}
