import type { Note, Target } from "../target/target.js";
import { listEnvFiles } from "./list-env-files.js";
import type { EntryEnv } from "./plan-env-file.js";
import type { EnvCall } from "./read-env-calls.js";
import { hasModuleSyntax } from "./read-file-style.js";

// `node --env-file=.env`, `env-cmd -f .env.local`, `dotenv -e .env`.
const envFlag =
  /--env-file(?:-if-exists)?[= ]["']?([^\s"']+)|\benv-cmd\s+(?:\S+\s+)*?(?:-f|--file)[= ](\S+)|\bdotenv\s+(?:\S+\s+)*?-e[= ](\S+)/g;

/** The env files that start commands load by a flag, POSIX paths relative to the target. */
export function readEnvFlags({ startCommands }: Pick<Target, "startCommands">): string[] {
  return startCommands.flatMap(({ command }) =>
    [...command.matchAll(envFlag)]
      .map((match) => (match[1] ?? match[2] ?? match[3] ?? "").replace(/^\.\//, ""))
      .filter((file) => file !== "" && !/^(?:\/|\.\.\/)/.test(file)),
  );
}

/** Says which start commands leave the service without the environment that others give it. */
export function noteStarts({ startCommands }: Pick<Target, "startCommands">): Note[] {
  return startCommands.flatMap(({ source, command, entries, loadsEnv }) => {
    const other = startCommands.find(
      (start) => start.loadsEnv && start.entries.some((entry) => entries.includes(entry)),
    );
    if (loadsEnv || !other || isPreloaded(command)) return [];
    return [
      {
        file: source,
        text: `'${command}' loads no env file, as ${other.source} does: without the variables the service now ends at its guard.`,
      },
    ];
  });
}

/** Says what becomes of calls that run after the guard. */
export function noteEnvOrder(entry: string, env: EntryEnv, envLoaded: boolean): Note[] {
  if (envLoaded) return noteLaterFiles(env.calls);
  return env.repeated
    .filter(({ context, kind }) => {
      return kind !== "import" && context.file === entry && hasModuleSyntax(context);
    })
    .map(({ line }) => ({
      file: entry,
      line,
      text: "Under tsx, esbuild, swc and in ES modules this call runs after every import of the file; the env file now loads the same ahead of them. It may stay.",
    }));
}

function noteLaterFiles([first, ...others]: EnvCall[]): Note[] {
  const loaded = first ? listEnvFiles(first) : [];
  return others.flatMap((call) => {
    const later = listEnvFiles(call).filter((file) => !loaded.includes(file));
    if (later.length === 0) return [];
    const files = later.map((file) => `'${file}'`).join(", ");
    const text = `${files} may be loaded after the guard: the logging variables must not be there alone.`;
    return [{ file: call.context.file, line: call.line, text }];
  });
}

function isPreloaded(command: string): boolean {
  return /(?:-r|--require|--import)[= ]dotenv\/config\b/.test(command);
}
