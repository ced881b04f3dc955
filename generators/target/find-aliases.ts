import { posix } from "node:path";
import { isRecord } from "../is-record.js";
import type { PackageJson } from "./read-package-json.js";
import type { Aliases } from "./target.js";

/** Compiler options that give imports other names; paths relative to the target. */
export interface AliasOptions {
  baseUrl: string | undefined;
  /** What the values of `paths` are relative to. */
  pathsBase: string;
  paths: unknown;
}

/** What imports may call the package's own sources: `paths` and `baseUrl` of tsconfig, `imports` of package.json. */
export function findAliases(options: AliasOptions | undefined, packageJson: PackageJson): Aliases {
  const aliases: Aliases = {};
  for (const [pattern, target] of Object.entries(toRecord(packageJson.raw["imports"]))) {
    const file = findTarget(target);
    if (pattern.startsWith("#") && file !== undefined) aliases[pattern] = [posix.normalize(file)];
  }
  if (options === undefined) return aliases;
  for (const [pattern, targets] of Object.entries(toRecord(options.paths))) {
    const files = (Array.isArray(targets) ? targets : []).filter(
      (file) => typeof file === "string",
    );
    aliases[pattern] = files.map((file) => posix.join(options.pathsBase, file));
  }
  if (options.baseUrl !== undefined) aliases["*"] ??= [posix.join(options.baseUrl, "*")];
  return aliases;
}

/** The places that a specifier may stand for, the closest pattern first. */
export function expandAlias(specifier: string, aliases: Aliases): string[] {
  const matches = Object.keys(aliases).filter(
    (pattern) => matchStar(pattern, specifier) !== undefined,
  );
  matches.sort((a, b) => prefixLength(b) - prefixLength(a));
  return matches.flatMap((pattern) => {
    const star = matchStar(pattern, specifier) ?? "";
    return (aliases[pattern] ?? []).map((target) => target.replace("*", () => star));
  });
}

function matchStar(pattern: string, specifier: string): string | undefined {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === specifier ? "" : undefined;
  const isMatch =
    specifier.length >= before.length + after.length &&
    specifier.startsWith(before) &&
    specifier.endsWith(after);
  return isMatch ? specifier.slice(before.length, specifier.length - after.length) : undefined;
}

function prefixLength(pattern: string): number {
  const star = pattern.indexOf("*");
  return star < 0 ? Number.POSITIVE_INFINITY : star;
}

// Of conditions, what node would take when it runs the sources.
function findTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target.startsWith("./") ? target : undefined;
  const conditions = toRecord(target);
  return ["node", "import", "require", "default"]
    .map((condition) => conditions[condition])
    .map((value) => (value === undefined ? undefined : findTarget(value)))
    .find((file) => file !== undefined);
}

function toRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
