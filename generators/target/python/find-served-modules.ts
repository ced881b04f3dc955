import { join } from "node:path";
import { childrenOf, lineOf, parsePython, textOf } from "../../patch/python/parse-python.js";
import { readArguments } from "../../patch/python/read-arguments.js";
import type { Place } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import type { Note } from "../target.js";
import { type LocatedModule, locateStart, type ModulePlaces } from "./locate-module.js";
import { importOf } from "./python-start.js";
import { findCalls, readLiteral } from "./read-literal.js";

/** What a module serves by an import string, and what is said of how. */
export interface ServedModules {
  modules: LocatedModule[];
  notes: Note[];
}

/**
 * The modules that a file has a server load: `uvicorn.run("src.app:app")`, at whatever level. The server
 * imports them anew, with `reload` or workers in processes of their own: they are the real entrypoints.
 */
export async function findServedModules(
  from: LocatedModule,
  places: ModulePlaces,
): Promise<ServedModules> {
  const { root } = places;
  const found: ServedModules = { modules: [], notes: [] };
  const text = readTextFile(join(root, from.file)) ?? "";
  if (!/\b(uvicorn|hypercorn|granian|Granian|run|BaseApplication)\b/.test(text)) return found;
  const source = await parsePython(text);
  if ("reason" in source) return found;
  const note = (offset: number, said: string) =>
    found.notes.push({ file: from.file, line: lineOf(text, offset), text: said });
  const place: Place = { root, repoRoot: root, base: root, isOutside: false };
  const isImported = /^\s*from\s+uvicorn\s+import\s+[^#\n]*\brun\b/m.test(text);
  const callee = isImported ? /^(uvicorn\.(run|Config)|run)$/ : /^(uvicorn\.(run|Config)|Granian)$/;
  for (const call of findCalls(source, callee)) {
    const { positional, named } = readArguments(source, call);
    const value = (name: string) => readLiteral(source, named.get(name));
    const app = readLiteral(source, named.get("app") ?? named.get("target") ?? positional[0]);
    const dir = value("app_dir");
    const workers = named.get("workers");
    if (workers !== undefined && value("workers") !== 1) note(call.from, workersNote);
    if (value("reload") === true) note(call.from, reloadNote);
    if (typeof app !== "string") continue;
    const module = locateStart(
      {
        program: "uvicorn",
        loads: importOf(app),
        cwd: join(root, from.run.searchPath),
        place,
        searchPaths: [...(typeof dir === "string" ? [dir] : []), "."],
      },
      places,
    );
    if (module !== undefined) found.modules.push(module);
    else note(call.from, `serves '${app}': there is no such module here`);
  }
  source.tree.iterate({
    enter({ name, node }) {
      if (name !== "ClassDefinition") return;
      const bases = childrenOf(node).find((child) => child.name === "ArgList");
      if (bases === undefined || !/\bBaseApplication\b/.test(textOf(source, bases))) return;
      note(node.from, "starts gunicorn by itself: its workers run this file's modules, forked");
    },
  });
  return found;
}

export const workersNote =
  "starts several worker processes of one NAME_APP: the first logs as itself, each other takes the next free name, `~2`, `~3`…";
export const reloadNote =
  "reloads: the service runs in a child of the process that watches the sources; both have this name, so do without it in production";
