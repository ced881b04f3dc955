import type { Note } from "../target/target.js";
import type { EnvCall } from "./read-env-calls.js";

/** Says what becomes of a call that can't be repeated. */
export function noteBlocked(call: EnvCall, blockedBy: string, loader: string | undefined): Note {
  const { line, context, kind, module } = call;
  const note = (text: string): Note => ({ file: context.file, line, text });
  if (kind === "unsupported") {
    return note(
      `'${module}' has its own way to settings, which is not repeated ahead of the guard: the logging variables must be in the service's environment.`,
    );
  }
  if (loader) {
    return note(
      `It loads an env file with ${blockedBy}, which only this module knows: the env file imports the module itself, ahead of the guard.`,
    );
  }
  return note(
    `It loads an env file with ${blockedBy}, which can't be repeated ahead of the guard: the logging variables must be in the service's environment.`,
  );
}

/** Says what an overriding call does to the name that a parent gives. */
export function noteOverride({ context, node, line }: EnvCall): Note[] {
  if (!/\boverride\s*:\s*true\b/.test(node.getText())) return [];
  const text =
    "`override: true` replaces the name that a parent process gives to this one, if the env file has it too: then both want the same log file.";
  return [{ file: context.file, line, text }];
}
