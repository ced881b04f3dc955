import { splitLines } from "../merge/split-lines.js";
import { printEnvLine } from "./env-text.js";
import { decodeText, encodeText, isSameBytes } from "./file-text.js";
import type { Variable } from "./list-variables.js";
import type { LockedPatch } from "./lock-file.js";

/** A variable that earlier runs documented and the service reads no more, and the one that took its place. */
export interface Forgotten {
  name: string;
  now?: string;
}

/** `.env.example` with our own unchanged lines as they are written today; undefined where none differs. */
export function renewExample(
  before: Uint8Array,
  variables: readonly Variable[],
  patch: LockedPatch | undefined,
): { after: Uint8Array; names: string[] } | undefined {
  const file = decodeText(before);
  if (file === undefined || patch === undefined) return undefined;
  const ours = new Set(patch.hunks.flatMap(({ inserted }) => inserted));
  const forgotten = listForgotten(variables, patch);
  const lines = splitLines(file.text);
  const names: string[] = [];
  for (const [index, line] of lines.entries()) {
    const name = nameOf(line.content);
    if (name === undefined || !ours.has(line.content)) continue;
    const successor = forgotten.find((each) => each.name === name)?.now;
    const isTaken = lines.some(({ content }) => nameOf(content) === successor);
    const variable = variables.find((each) => each.name === (successor ?? name));
    if (variable === undefined || (successor !== undefined && isTaken)) continue;
    const written = printEnvLine(variable.name, variable.value);
    if (written === line.content) continue;
    lines[index] = { ...line, content: written };
    const above = lines[index - 1];
    if (above !== undefined && ours.has(above.content) && above.content.startsWith("# "))
      lines[index - 1] = { ...above, content: `# ${variable.comment}` };
    names.push(variable.name);
  }
  const text = lines.map(({ content, end }) => content + end).join("");
  const after = encodeText({ ...file, text });
  return isSameBytes(after, before) ? undefined : { after, names };
}

/** Variables of earlier runs that are read no more. The standard lists its variables in one order, so place tells which one came for which. */
export function listForgotten(
  variables: readonly Variable[],
  patch: LockedPatch | undefined,
): Forgotten[] {
  const documented = (patch?.hunks ?? []).flatMap(({ inserted }) =>
    inserted.flatMap((line) => nameOf(line) ?? []),
  );
  const isRead = (name: string) => variables.some((variable) => variable.name === name);
  const fresh = variables.filter(({ name }) => !documented.includes(name));
  return [...new Set(documented)]
    .filter((name) => !isRead(name))
    .map((name) => {
      const before = documented[documented.indexOf(name) - 1];
      const at = variables.findIndex((variable) => variable.name === before);
      const next = variables[at + 1];
      return next !== undefined && fresh.includes(next) ? { name, now: next.name } : { name };
    });
}

function nameOf(line: string): string | undefined {
  return /^([A-Za-z_]\w*)=/.exec(line)?.[1];
}
