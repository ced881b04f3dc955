import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { isInside, locate } from "./locate-path.js";
import { findPositional, flagValue, valueFlags } from "./runner-flags.js";
import { packageDir, type Tracer, traceScript, traceWords } from "./trace-command.js";

const notScripts = new Set(
  "install i ci add remove update up audit link publish pack config cache init create login version why list ls rebuild prune deploy fetch outdated set store info help workspaces".split(
    " ",
  ),
);

/** Follows `npm run x`, `pnpm --filter api start`, `yarn x`, `bun x.ts` and so on to the script, or to the program. */
export function tracePackageManager(name: "npm" | "pnpm" | "yarn" | "bun") {
  return (args: string[], tracer: Tracer): void => {
    const flags = valueFlags[name === "bun" || name === "pnpm" ? name : "npm"];
    const index = findPositional(args, flags);
    let verb = args[index];
    let rest = args.slice(index + 1);
    let where = args.slice(0, index);
    if (name === "yarn" && verb === "workspace") {
      where = ["--workspace", rest[0] ?? ""];
      verb = rest[1];
      rest = rest.slice(2);
    } else if (name === "npm" || /^run/.test(verb ?? "")) {
      // npm takes its own flags after the script's name too; all after `--` is the script's.
      const dashes = rest.indexOf("--");
      where = [...where, ...(dashes < 0 ? rest : rest.slice(0, dashes))];
    }
    if (verb === undefined) return;
    if (where.some((flag) => /^--env-file/.test(flag))) tracer.trace.loadsEnv = true;
    const here = moveTo(where, tracer);
    if (here === undefined) return;

    if (/^(exec|x|dlx)$/.test(verb)) {
      const dashes = rest[0] === "--" ? 1 : 0;
      traceWords(rest.slice(dashes), here);
    } else if (/^(run|run-script|rum|urn)$/.test(verb)) {
      const at = findPositional(rest, flags);
      const script = rest[at];
      const passed = passedOn(name, rest.slice(at + 1));
      if (script !== undefined && !traceScript(script, passed, here) && name === "bun") {
        here.trace.runs.push({ path: script, cwd: here.cwd, isPlainNode: false });
      }
    } else if (verb === "start" || verb === "restart")
      traceScript("start", passedOn(name, rest), here);
    else if (name !== "npm" && !notScripts.has(verb)) {
      if (traceScript(verb, rest, here)) return;
      if (name === "bun") here.trace.runs.push({ path: verb, cwd: here.cwd, isPlainNode: false });
      else traceWords([verb, ...rest], here);
    }
  };
}

function passedOn(name: string, rest: string[]): string[] {
  const dashes = rest.indexOf("--");
  if (dashes >= 0) return rest.slice(dashes + 1);
  return name === "npm" ? [] : rest.filter((word) => !word.startsWith("--"));
}

// `--prefix dir`, `-C dir`, `--cwd dir`, `--workspace name`, `--filter name`: the script of another folder.
function moveTo(where: string[], tracer: Tracer): Tracer | undefined {
  const dir = flagValue(where, "--prefix", "-C", "--dir", "--cwd");
  const name = flagValue(where, "--workspace", "-w", "--filter", "-F");
  if (name !== undefined && !/^(-|$)/.test(name)) return moveToPackage(name, tracer);
  if (dir === undefined) return leaveTo(tracer.cwd, undefined, tracer);
  const cwd = locate(dir, tracer.cwd, tracer.place, "directory") ?? posix.resolve(tracer.cwd, dir);
  return leaveTo(cwd, dir, tracer);
}

function moveToPackage(name: string, tracer: Tracer): Tracer | undefined {
  const { root } = tracer.place;
  const plain = name
    .replace(/^\{(.*)\}$/, "$1")
    .replace(/\.\.\.$|^\.\.\./g, "")
    .replace(/^\.\//, "");
  const isOurs =
    plain === tracer.packageName ||
    (tracer.packageName ?? "").replace(/^@[^/]+\//, "") === plain ||
    root === join(tracer.place.repoRoot, plain);
  if (isOurs) return { ...tracer, cwd: root };
  const dir = locate(plain, tracer.cwd, tracer.place, "directory");
  if (dir !== undefined && existsSync(join(dir, "package.json"))) return leaveTo(dir, name, tracer);
  tracer.trace.packages.push(name);
  return undefined;
}

// A package of its own inside the target has its own logging; a folder that only looks like one has not.
function leaveTo(cwd: string, name: string | undefined, tracer: Tracer): Tracer | undefined {
  const here = { ...tracer, cwd };
  const dir = packageDir(here);
  if (dir === undefined || dir === tracer.place.root || !isInside(dir, tracer.place.root))
    return here;
  tracer.trace.packages.push(name ?? posix.relative(tracer.place.root, dir));
  return undefined;
}
