import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { isDirectory, isFile } from "../../../target/stat-path.js";
import { computed, isComputed } from "../../spawn/combine-texts.js";
import { readLine, readProgram } from "../../spawn/read-command.js";
import type { ReadCommand } from "../../spawn/read-script.js";
import { textOf } from "../parse-python.js";
import { type Argument, keyword } from "../read-arguments.js";
import type { ProcessCall } from "./find-process-calls.js";
import type { PythonModule } from "./read-module.js";
import { readTexts } from "./read-texts.js";
import { readStarred, readWords } from "./read-words.js";
import type { PythonSurroundings } from "./surroundings.js";

/** What a call starts, and the words that say so. */
export interface SiteCommand extends ReadCommand {
  words: string[];
  /** A shell reads the command. */
  isLine: boolean;
}

/** Tells what a call starts; `args` are its arguments, the first of which is the command. */
export function readSiteCommand(
  module: PythonModule,
  surroundings: PythonSurroundings,
  { api }: ProcessCall,
  args: readonly Argument[],
): SiteCommand {
  const { root } = surroundings;
  const first =
    keyword(args, "args") ??
    keyword(args, "cmd") ??
    keyword(args, "command") ??
    (args[0]?.name === undefined && args[0]?.star === undefined ? args[0]?.value : undefined);
  const shell = keyword(args, "shell");
  const isLine =
    api.takes === "line" || (shell !== undefined && /^(?:True|1)$/.test(textOf(module, shell)));
  const nothing = { words: [], isLine, kind: "report" as const };
  if (shell && !isLine && !/^(?:False|0|None)$/.test(textOf(module, shell))) {
    return { ...nothing, reason: "may or may not run its command by a shell" };
  }
  const ways =
    api.takes === "words" ? [wordsOf(module, args, root)] : first && readWords(module, first, root);
  if (!ways) return { ...nothing, reason: "takes its command from a list" };
  const read = ways.map((words) => {
    const command = readWay(surroundings, module, cwdOf(module, args, root), words, isLine);
    return { ...command, words, isLine };
  });
  const best = read.find(({ file }) => file !== undefined) ?? read[0];
  if (!best) return { ...nothing, reason: "starts a program that can't be told" };
  if (read.every(({ kind }) => kind === best.kind)) return best;
  return { ...best, kind: "report", reason: "starts one program or another" };
}

// `create_subprocess_exec("python", *args, cwd=…)`
function wordsOf(module: PythonModule, args: readonly Argument[], root: string): string[] {
  return args
    .filter(({ name, star }) => name === undefined && star !== "**")
    .flatMap(({ star, value }): string[] =>
      star
        ? (readStarred(module, value, (node: SyntaxNode) => readWords(module, node, root))[0] ?? [])
        : [readTexts(module, value, root)[0] ?? computed],
    );
}

function readWay(
  { root, variables, searchPaths }: PythonSurroundings,
  { file }: PythonModule,
  cwd: string | undefined,
  words: string[],
  isLine: boolean,
): ReadCommand {
  // People start their scripts from the project, from the folder that holds them, or say where.
  const folders = [
    root,
    path.posix.join(root, path.posix.dirname(file)),
    ...searchPaths.map((each) => path.posix.join(root, each)),
  ];
  const read = (cwd === undefined ? folders : [cwd]).map((each) => {
    const place = { root, nameVariable: variables.name, cwd: each };
    const [text = "", ...rest] = words;
    if (isLine) return readLine(text, place);
    if (isPythonByName(text)) return readProgram(["python", ...rest], place);
    return /\s/.test(text) && rest.length === 0 && !isComputed(text)
      ? readLine(text, place)
      : readProgram(words, place);
  });
  const isHere = cwd === undefined || isDirectory(cwd);
  const all = read.map((each) => (isHere ? refuseForeign(each, words, folders) : each));
  const [first = { kind: "report", reason: "starts a program that can't be told" } as const] = all;
  return all.find((each) => each.file !== undefined && each.kind === first.kind) ?? first;
}

// `[settings.PYTHON_BIN, "worker.py"]`: which Python can't be told, but that it is one.
function isPythonByName(program: string): boolean {
  return /^\$\{[\w.]*python[\w.]*\}$/i.test(program);
}

// `python -m yt_dlp`: a module that lies nowhere here is an installed one.
function refuseForeign(command: ReadCommand, words: string[], folders: string[]): ReadCommand {
  const flag = words.indexOf("-m");
  const module = flag < 0 ? "" : (words[flag + 1] ?? "");
  if (command.kind !== "ours" || command.file !== undefined || !/^[\w.]+$/.test(module)) {
    return command;
  }
  const [top = ""] = module.split(".");
  const isOwn = folders.some((folder) => {
    const place = path.posix.join(folder, top);
    return isDirectory(place) || isFile(`${place}.py`);
  });
  if (isOwn) return command;
  return { kind: "external", reason: `runs '${module}', which is no module of this project` };
}

function cwdOf(module: PythonModule, args: readonly Argument[], root: string): string | undefined {
  const value = keyword(args, "cwd");
  if (!value || textOf(module, value) === "None") return undefined;
  const [text = computed] = readTexts(module, value, root);
  return isComputed(text) ? text : path.posix.resolve(root, text);
}
