import type { ParsedCommand } from "../parsed-command.js";
import { splitWords } from "../split-command.js";

/** Whether a hosting service reads its start command from a file of this name. */
export function isHostConfig(path: string): boolean {
  return /(^|\/)(render\.ya?ml|railway\.(json|toml)|nixpacks\.toml|app\.ya?ml|fly\.toml)$/.test(
    path,
  );
}

/** The start commands of render.yaml, railway.json, nixpacks.toml, app.yaml and fly.toml. */
export function parseHostConfig(text: string): ParsedCommand[] {
  let isProcesses = false;
  return text.split(/\r?\n/).flatMap((content, index) => {
    if (/^\s*\[/.test(content)) isProcesses = /^\s*\[processes\]/.test(content);
    const named = /^\s*-?\s*["']?(startCommand|entrypoint|cmd)["']?\s*[:=]\s*(.+?),?\s*$/.exec(
      content,
    );
    const value =
      named?.[2] ?? (isProcesses ? /^\s*\w+\s*=\s*(.+)$/.exec(content)?.[1] : undefined);
    if (value === undefined || value.startsWith("[")) return [];
    const command = /^["']/.test(value) ? splitWords(value)[0] : value;
    return command === undefined ? [] : [{ line: index + 1, command }];
  });
}
