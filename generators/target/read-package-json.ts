import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../errors.js";
import { isRecord } from "../is-record.js";

/** What we read of a package.json; anything of another type than npm knows is as good as absent. */
export interface PackageJson {
  name?: string;
  type?: string;
  main?: string;
  bin: Record<string, string>;
  scripts: Record<string, string>;
  sideEffects?: unknown;
  workspaces: string[];
  /** Names of every kind of dependency. */
  dependencies: string[];
  /** The whole object, for the few settings that tools keep in here: `nodemonConfig`, `eslintConfig`. */
  raw: Record<string, unknown>;
}

/** Reads the target's package.json, or says what is wrong with it and what to do. */
export function readPackageJson(root: string): PackageJson {
  // npm takes a byte order mark, and so does Node.
  const text = readText(root).replace(/^\uFEFF/, "");
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedError(`'package.json' is not valid JSON: ${reason}. Mend it, and run again.`, {
      cause,
    });
  }
  if (!isRecord(raw)) {
    throw new RefusedError(
      "'package.json' does not hold a JSON object. Mend it, for instance with 'npm init', and run again.",
    );
  }
  return pickFields(raw);
}

/** Reads some other package's package.json; undefined when it is absent or unreadable. */
export function tryReadPackageJson(dir: string): PackageJson | undefined {
  try {
    const raw: unknown = JSON.parse(
      readFileSync(join(dir, "package.json"), "utf8").replace(/^\uFEFF/, ""),
    );
    return isRecord(raw) ? pickFields(raw) : undefined;
  } catch {
    return undefined;
  }
}

function readText(root: string): string {
  try {
    return readFileSync(join(root, "package.json"), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
      const below = listPackages(root);
      const next =
        below.length === 0
          ? "Run this in the folder of a Node service, or make one with 'npm init'."
          : `Run this in the one of its folders that you mean: ${below.map((name) => `'${name}'`).join(", ")}.`;
      throw new RefusedError(`'${root}' has no package.json. ${next}`, { cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedError(
      `'package.json' cannot be read: ${reason}. Make it readable, and run again.`,
      { cause },
    );
  }
}

function listPackages(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "package.json")))
    .map(({ name }) => name)
    .slice(0, 5);
}

function pickFields(raw: Record<string, unknown>): PackageJson {
  const found: PackageJson = {
    bin: readBin(raw),
    scripts: strings(raw["scripts"]),
    workspaces: readWorkspaces(raw["workspaces"]),
    dependencies: [
      "dependencies",
      "devDependencies",
      "optionalDependencies",
      "peerDependencies",
    ].flatMap((key) => (isRecord(raw[key]) ? Object.keys(raw[key]) : [])),
    raw,
  };
  if (typeof raw["name"] === "string") found.name = raw["name"];
  if (typeof raw["type"] === "string") found.type = raw["type"];
  if (typeof raw["main"] === "string") found.main = raw["main"];
  if (raw["sideEffects"] !== undefined) found.sideEffects = raw["sideEffects"];
  return found;
}

function readBin(raw: Record<string, unknown>): Record<string, string> {
  const bin = raw["bin"];
  if (typeof bin !== "string") return strings(bin);
  return { [typeof raw["name"] === "string" ? raw["name"] : "bin"]: bin };
}

// yarn 1 wraps the list in an object to sit `nohoist` beside it.
function readWorkspaces(workspaces: unknown): string[] {
  const list = isRecord(workspaces) ? workspaces["packages"] : workspaces;
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

function strings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
