import { findPositional, flagValue, valueFlags } from "./runner-flags.js";
import { type Tracer, traceScript, traceWords } from "./trace-command.js";

/** `node [flags] script`; nothing for `-e`, `--test`; `--run name` is a package script. */
export function traceNode(args: string[], tracer: Tracer): void {
  const flags = valueFlags["node"];
  const index = findPositional(args, flags);
  const own = args.slice(0, index);
  if (loadsEnvFile(own)) tracer.trace.loadsEnv = true;
  const script = flagValue(own, "--run");
  if (script !== undefined) traceScript(script, [], tracer);
  if (
    own.some((flag) =>
      /^(-e|-p|-pe|--eval|--print|--test|-c|--check|-v|--version|--run)(=|$)/.test(flag),
    )
  )
    return;
  const path = args[index];
  if (path === undefined) return;
  // node runs a tool that is installed here: `node node_modules/.bin/ts-node src/index.ts`
  if (/(^|\/)node_modules\//.test(path)) traceWords(args.slice(index), tracer);
  else tracer.trace.runs.push({ path, cwd: tracer.cwd, isPlainNode: !own.some(isLoader) });
}

/** Follows a tool that takes node's place: `tsx watch [flags] script`. Its subcommands stand before the script. */
export function runner(
  flagSet: string,
  isPlainNode = false,
  ...subcommands: string[]
): (args: string[], tracer: Tracer) => void {
  return (args, tracer) => {
    const flags = valueFlags[flagSet];
    let rest = args;
    let index = findPositional(rest, flags);
    const own = rest.slice(0, index);
    if (subcommands.includes(rest[index] ?? "")) {
      rest = rest.slice(index + 1);
      index = findPositional(rest, flags);
      own.push(...rest.slice(0, index));
    }
    if (loadsEnvFile(own)) tracer.trace.loadsEnv = true;
    if (own.some((flag) => /^(-e|-p|-pe|--eval|--print|--test)(=|$)/.test(flag))) return;
    const path = rest[index];
    if (path !== undefined) tracer.trace.runs.push({ path, cwd: tracer.cwd, isPlainNode });
  };
}

function isLoader(flag: string): boolean {
  return /tsx|ts-node|@swc-node|babel\/register|esbuild-register|ts-blank-space|amaro|sucrase/.test(
    flag,
  );
}

function loadsEnvFile(flags: string[]): boolean {
  return flags.some((flag) => /^--env-file|dotenv(x|-flow|-expand)?\/config/.test(flag));
}
