import { readFileSync } from "node:fs";
import path from "node:path";
import type { Note, PackageManager } from "../../../target/target.js";
import { packagesOf } from "./libraries.js";
import type { PackageSources } from "./package-sources.js";

const commands: Record<PackageManager, string> = {
  npm: "npm uninstall",
  pnpm: "pnpm remove",
  yarn: "yarn remove",
  bun: "bun remove",
  deno: "deno remove",
};

// They take their logger's package from the one who installs them.
const companions: Record<string, RegExp> = {
  winston: /^(?:winston-|express-winston$|nest-winston$|@\w+\/winston)/,
  pino: /^(?:pino-http|nestjs-pino|express-pino-logger|koa-pino-logger|hono-pino|@\w+\/pino)/,
  log4js: /^log4js-/,
};

/** Says which packages nothing uses any more once the patches are applied. */
export function noteDependencies(
  { target, files, textOf }: PackageSources,
  patches: readonly { path: string; before: Uint8Array; after: Uint8Array }[],
): Note[] {
  if (patches.length === 0) return [];
  const after = new Map(
    patches.map((patch) => [patch.path, Buffer.from(patch.after).toString("utf8")]),
  );
  const { dependencies } = target.packageJson;
  const scripts = readScripts(target.root);
  const isUsed = (name: string): boolean => {
    const quoted = new RegExp(`["'\`]${name}(?:/[^"'\`]*)?["'\`]`);
    if (new RegExp(`(?:^|[\\s|/])${name}(?:\\s|$)`, "m").test(scripts)) return true;
    return files.some((file) => quoted.test(after.get(file) ?? textOf(file)));
  };
  const changed = new Set(
    patches.flatMap(({ before }) => librariesIn(Buffer.from(before).toString("latin1"))),
  );
  const unused = dependencies.filter((name) => {
    const library = packagesOf[name];
    if (!library || !changed.has(library) || isUsed(name)) return false;
    const companion = dependencies.some(
      (other) => other !== name && !packagesOf[other] && companions[name]?.test(other),
    );
    return !companion;
  });
  if (unused.length === 0) return [];
  const text = `nothing uses ${unused.join(", ")} any more: ${commands[target.packageManager]} ${unused.join(" ")}`;
  return [{ file: "package.json", text }];
}

function librariesIn(text: string): string[] {
  return Object.keys(packagesOf).flatMap((name) =>
    text.includes(name) ? [packagesOf[name] ?? name] : [],
  );
}

function readScripts(root: string): string {
  try {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return Object.values(scripts ?? {}).join("\n");
  } catch {
    return "";
  }
}
