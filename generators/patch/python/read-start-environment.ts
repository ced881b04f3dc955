import type { PythonTarget } from "../../target/python/python-target.js";
import type { Note, StartCommand } from "../../target/target.js";
import { noteStarts, readEnvFlags } from "../note-environment.js";

/** The env files that start commands load by themselves, POSIX paths relative to the target. */
export function listStartEnvFiles(target: PythonTarget): string[] {
  const ofTools = target.startCommands.flatMap(({ command }) => {
    const named = /\bdotenv\s+(?:\S+\s+)*?(?:-f|--file)[= ](\S+)/.exec(command)?.[1];
    return [
      ...(named ? [named] : []),
      ...(loadsByFlask(target, command) ? [".env", ".flaskenv"] : []),
      ...(loadsByPipenv(command) ? [".env"] : []),
    ];
  });
  return [...readEnvFlags(target), ...ofTools];
}

/** Says which start commands leave the service without the environment that others give it. */
export function notePythonStarts(target: PythonTarget): Note[] {
  const startCommands = target.startCommands.map(
    (start): StartCommand => ({
      ...start,
      loadsEnv: start.loadsEnv || loadsByTool(target, start.command),
    }),
  );
  return noteStarts({ startCommands });
}

function loadsByTool(target: PythonTarget, command: string): boolean {
  return (
    loadsByFlask(target, command) || loadsByPipenv(command) || /\bdotenv\s.*\brun\b/.test(command)
  );
}

// Flask's own command line loads both, before it imports the app, once python-dotenv is installed.
function loadsByFlask({ dependencies }: PythonTarget, command: string): boolean {
  return /\bflask\b(?:\s+\S+)*?\s+run\b/.test(command) && dependencies.includes("python-dotenv");
}

function loadsByPipenv(command: string): boolean {
  return /\bpipenv\s+run\b/.test(command);
}
