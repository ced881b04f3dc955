import type { Reference } from "./resolve-references.js";

/** What a call does about env files. */
export type EnvCallKind = "config" | "expand" | "nest" | "node" | "unsupported";

const configPackages = new Set(["dotenv", "dotenv-flow", "dotenv-safe", "@dotenvx/dotenvx"]);
const configMembers = new Set(["config", "configDotenv", "load"]);

// They read files of their own, or write to process.env in ways that one repeated call can't stand for.
const unsupportedPackages = new Set([
  "@fastify/env",
  "dotenv-defaults",
  "dotenv-extended",
  "dotenv-mono",
  "env-cmd",
  "env-schema",
  "fastify-env",
  "nconf",
]);

/** Texts without any of these need no parsing. */
export const mentionsEnvLoader =
  /dotenv|loadEnvFile|@nestjs\/config|env-cmd|nconf|env-schema|fastify[/-]env/;

/** What calling a module's member does about env files; undefined when nothing. */
export function classifyEnvCall({ module, members }: Reference): EnvCallKind | undefined {
  const member = members.join(".");
  if (configPackages.has(module)) {
    if (configMembers.has(member)) return "config";
    return member === "populate" ? "unsupported" : undefined;
  }
  if (module === "dotenv-expand")
    return member === "" || member === "expand" ? "expand" : undefined;
  if (module === "@nestjs/config") return member === "ConfigModule.forRoot" ? "nest" : undefined;
  if (module === "process") return member === "loadEnvFile" ? "node" : undefined;
  return undefined;
}

/** Whether a package loads env files in a way that is only reported. */
export function isUnsupportedLoader(module: string): boolean {
  return unsupportedPackages.has(module);
}

/** Whether a package is one of those that load env files, or a part of one. */
export function isEnvPackage(module: string): boolean {
  const name = module.startsWith("@")
    ? module.split("/").slice(0, 2).join("/")
    : module.replace(/\/.*/, "");
  return configPackages.has(name) || name === "dotenv-expand";
}
