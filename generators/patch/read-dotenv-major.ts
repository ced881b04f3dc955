import { readFileSync } from "node:fs";
import path from "node:path";
import type { Target } from "../target/target.js";

interface PackageJson {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** dotenv's major version: what is installed, else what is declared; 0 when neither is there. */
export function readDotenvMajor({ root, workspaceRoot }: Target): number {
  const installed = [root, workspaceRoot].map(
    (folder) => readJson(path.join(folder, "node_modules/dotenv/package.json"))?.version,
  );
  const declared = readJson(path.join(root, "package.json"));
  const version =
    installed.find((found) => found !== undefined) ??
    declared?.dependencies?.["dotenv"] ??
    declared?.devDependencies?.["dotenv"];
  return Number(/\d+/.exec(version ?? "")?.[0] ?? 0);
}

function readJson(file: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, "")) as PackageJson;
  } catch {
    return undefined;
  }
}
