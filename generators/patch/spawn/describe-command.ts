import path from "node:path";
import type { SpawnCall } from "./find-spawn-calls.js";
import type { ReadCommand } from "./read-script.js";
import type { SpawnArguments } from "./read-spawn-arguments.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { readTexts } from "./read-texts.js";
import { readWords } from "./read-words.js";
import type { SpawnSite } from "./spawn.js";
import { suggestDescriptor } from "./suggest-descriptor.js";
import type { Surroundings } from "./surroundings.js";

// A line that a person still reads at a glance.
const maxLength = 100;

/** What a call starts, in a person's words, and the child that it suggests. */
export function describeCommand(
  context: SpawnContext,
  { root, folders }: Surroundings,
  found: Pick<SpawnArguments, "command" | "list">,
  { api }: SpawnCall,
  command: ReadCommand,
): Pick<SpawnSite, "command" | "script" | "descriptor" | "notes"> {
  const here = { root, dir: folders[0] ?? root };
  const [text = ""] = readTexts(context, found.command, here);
  const words = api.takes === "line" ? [] : readWords(context, found.list, here);
  const head = api.takes === "module" ? ["fork", text] : [text];
  const written = [...head, ...words].join(" ").replaceAll(`${root}/`, "");
  const script = command.file === undefined ? undefined : path.posix.relative(root, command.file);
  const descriptor = suggestFor(command, root, script);
  const isSelf = script !== undefined && script === context.file;
  return {
    command: shorten(written),
    ...(script === undefined ? {} : { script }),
    ...(descriptor === undefined ? {} : { descriptor }),
    notes: isSelf ? ["starts the file that it stands in: parent and child run the same code"] : [],
  };
}

/** The child that a command suggests; `script` is its file as seen from the package. */
export function suggestFor(
  { path: written, file }: ReadCommand,
  root: string,
  script: string | undefined,
): string | undefined {
  if (written === undefined) return undefined;
  const inside = script !== undefined && !script.startsWith("../") ? script : undefined;
  const text = inside ?? file ?? written;
  return suggestDescriptor(text.startsWith(`${root}/`) ? text.slice(root.length + 1) : text);
}

/** A text on one line, cut where it is long. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
