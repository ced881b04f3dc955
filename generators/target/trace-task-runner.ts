import { locate } from "./locate-path.js";
import { readLiteralAt } from "./read-literal.js";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { findPositional, flagValue, valueFlags } from "./runner-flags.js";
import { packageDir, type Tracer, traceLine, traceScript } from "./trace-command.js";

/** Follows `concurrently "npm:api" "node worker.js"`. */
export function traceConcurrently(args: string[], tracer: Tracer): void {
  let rest = args;
  for (let index = findPositional(rest, valueFlags["concurrently"]); index < rest.length; ) {
    const line = rest[index] ?? "";
    const script = /^(?:npm|pnpm|yarn|bun|node):(.+)$/.exec(line)?.[1];
    if (script !== undefined) traceScriptNames([script], tracer);
    else traceLine(line, tracer);
    rest = rest.slice(index + 1);
    index = findPositional(rest, valueFlags["concurrently"]);
  }
}

/** Follows scripts by name or pattern: `run-p dev:*`, `npm-run-all -s build start`. */
export function traceScriptNames(args: string[], tracer: Tracer): void {
  const dir = packageDir(tracer);
  const scripts = Object.keys(
    (dir === undefined ? undefined : tryReadPackageJson(dir))?.scripts ?? {},
  );
  for (const pattern of args.filter((word) => !word.startsWith("-"))) {
    const [name = "", ...passed] = pattern.split(/\s+/);
    const source = name.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, ".*");
    for (const script of scripts.filter((each) => new RegExp(`^${source}$`).test(each))) {
      traceScript(script, passed, tracer);
    }
  }
}

/** Follows nps, whose scripts are in package-scripts.js: `{ scripts: { serve: { default: "node x" }, dev: { script: "…" } } }`. */
export function traceNps(args: string[], tracer: Tracer): void {
  const file = ["package-scripts.js", "package-scripts.cjs", "package-scripts.mjs"]
    .map((name) => locate(name, tracer.cwd, tracer.place, "file"))
    .find((path) => path !== undefined);
  if (file === undefined || tracer.seen.has(`${file}#${args.join()}`)) return;
  const scripts = readLiteralAt(readTextFile(file) ?? "", /\bscripts\s*:\s*/);
  const here = { ...tracer, seen: new Set([...tracer.seen, `${file}#${args.join()}`]) };
  const index = findPositional(args, new Set(["-c", "--config", "-l"]));
  for (const name of (args[index] ?? "default").split(/[\s,]+/)) {
    let found: unknown = name.split(".").reduce<unknown>((node, key) => pick(node, key), scripts);
    if (typeof found !== "string") found = pick(found, "script") ?? pick(found, "default");
    if (typeof found !== "string") found = pick(found, "script");
    if (typeof found === "string") traceLine(found, here);
  }
}

/** Follows what a compiler starts once it is done: `tsc-watch --onSuccess "node dist/x.js"`. */
export function traceOnSuccess(args: string[], tracer: Tracer): void {
  const line = flagValue(args, "--onSuccess", "--onFirstSuccess", "--on-success");
  if (line !== undefined) traceLine(line, tracer);
}

function pick(node: unknown, key: string): unknown {
  return (node as Record<string, unknown> | null | undefined)?.[key];
}
