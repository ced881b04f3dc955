import path from "node:path";
import { unwrap } from "../resolve-references.js";
import { computed, isComputed } from "./combine-texts.js";
import { findValue } from "./find-property.js";
import type { SpawnCall } from "./find-spawn-calls.js";
import { readLine, readProgram } from "./read-command.js";
import type { Place, ReadCommand } from "./read-script.js";
import type { SpawnArguments, UnplacedArguments } from "./read-spawn-arguments.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { type Here, readTexts } from "./read-texts.js";
import { readWords } from "./read-words.js";
import type { Surroundings } from "./surroundings.js";

/** Tells what a call starts. Several texts are several commands: they must agree on what kind they are. */
export function readSiteCommand(
  context: SpawnContext,
  surroundings: Surroundings,
  { api }: SpawnCall,
  found: SpawnArguments | UnplacedArguments,
): ReadCommand {
  const { root, variables, folders } = surroundings;
  const read = folders.flatMap((dir): ReadCommand[] => {
    const here: Here = { root, dir };
    const isPlaced = !("reason" in found);
    const cwd = isPlaced ? readCwd(context, found, here) : root;
    const place = { root, nameVariable: variables.name, cwd };
    // Arguments that can't be placed may be anything, the child's own included.
    const listed = isPlaced ? readWords(context, found.list, here) : [computed];
    const words = api.takes === "line" ? [] : listed;
    return readTexts(context, found.command, here).map((text) => {
      if (api.takes === "module") return readModule(text, place, dir);
      return isLine(api.takes, text)
        ? readLine([text, ...words].join(" "), place)
        : readProgram([text, ...words], place);
    });
  });
  const best = read.find(({ file }) => file !== undefined) ?? read[0];
  if (!best) return { kind: "report", reason: "starts a program that can't be told" };
  if (read.every(({ kind }) => kind === best.kind)) return best;
  return { ...best, kind: "report", reason: "starts one program or another" };
}

// `spawn("node worker.js", { shell: true })` is a line too.
function isLine(takes: string, text: string): boolean {
  return takes === "line" || (/\s/.test(text) && !isComputed(text));
}

function readModule(text: string, place: Place, dir: string): ReadCommand {
  if (isComputed(text) && !/[\w-]+\.[cm]?[jt]s$/.test(text)) {
    return { kind: "report", reason: "forks a file that can't be told", path: text };
  }
  if (/(^|\/)node_modules\//.test(text)) {
    return { kind: "external", reason: "runs a tool that is installed" };
  }
  const read = readProgram(["node", text], place);
  if (read.file !== undefined || path.posix.isAbsolute(text) || isComputed(text)) return read;
  // People write these paths as seen from the file; node takes them from the working directory.
  const { file } = readProgram(["node", text], { ...place, cwd: dir });
  return file === undefined ? read : { ...read, file };
}

function readCwd(context: SpawnContext, { options }: SpawnArguments, here: Here): string {
  const { ts } = context;
  const literal = options && unwrap(ts, options);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return here.root;
  const value = findValue(ts, literal, "cwd");
  if (!value) return here.root;
  const [text = computed] = readTexts(context, value, here);
  return isComputed(text) ? text : path.posix.resolve(here.root, text);
}
