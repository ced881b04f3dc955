import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll } from "vitest";
import { type ParsedRecord, parseLog } from "./conformance-log.js";
import type { Service } from "./conformance-service.js";

/** How a scenario is started; what is not said is a service `app` in production. */
export interface RunOptions {
  /** Variables on top of the plain ones; undefined takes one away. */
  env?: Record<string, string | undefined>;
  entry?: string;
  /** Where logs go; a fresh folder that does not exist yet if not said. */
  directory?: string;
  /** Node's own arguments, and another Node. */
  nodeArgs?: string[];
  node?: string;
  /** A shell line that ends in `exec "$@"`, to start the process in. */
  shell?: string;
  stdio?: StdioOptions;
  /** Nobody reads stderr: it fills up. */
  stderrIsUnread?: boolean;
  /** Stderr holds what Node itself prints, too: it is not read as records. */
  stderrIsFree?: boolean;
  /** The log has a format of its own: files are not read as records. */
  filesAreFree?: boolean;
  cwd?: string;
}

/** What is left of a process: all of the directory, both streams and how it ended. */
export interface Run {
  pid: number;
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  terminal: ParsedRecord[];
  directory: string;
  /** Content of every file of the log directory, by name; undefined where there is no directory. */
  files: Record<string, string> | undefined;
  /** The records of `app.log`, or of whatever file is the only one. */
  log: ParsedRecord[];
}

const temporary: string[] = [];
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test file. */
export function makeTempFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "create-logging-run-")));
  temporary.push(folder);
  return folder;
}

/** Starts a scenario, waits for its end and reads everything it left. */
export function run(service: Service, args: string[], options: RunOptions = {}): Promise<Run> {
  return start(service, args, options).ended();
}

/** A process that a scenario holds in its hand. */
export interface Started {
  child: ChildProcess;
  pid: number;
  directory: string;
  /** Writes a command to its stdin. */
  send(line: string): void;
  /** Waits until stdout matches. */
  printed(text: string | RegExp): Promise<RegExpExecArray>;
  ended(): Promise<Run>;
}

/** Starts a scenario that goes on until it is told, or killed. */
export function start(
  service: Pick<Service, "folder" | "entry">,
  args: string[],
  options: RunOptions = {},
): Started {
  const directory = options.directory ?? path.join(makeTempFolder(), "logs");
  const node = options.node ?? process.execPath;
  const command = [
    ...(options.shell === undefined ? [] : ["/bin/sh", "-c", options.shell, "sh"]),
    node,
    ...(options.nodeArgs ?? []),
    service.entry(options.entry ?? "main"),
    ...args,
  ];
  const child = spawn(command[0] ?? node, command.slice(1), {
    cwd: options.cwd ?? service.folder,
    env: environment(directory, options.env),
    stdio: options.stdio ?? "pipe",
  });
  children.add(child);
  for (const emitter of [child, child.stdout]) emitter?.setMaxListeners(0); // a scenario may wait for many words
  let stdout = "";
  const stderr: Buffer[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  if (!options.stderrIsUnread) child.stderr?.on("data", (bytes: Buffer) => stderr.push(bytes));
  const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal }));
    },
  );
  return {
    child,
    pid: child.pid ?? 0,
    directory,
    send: (line) => child.stdin?.write(`${line}\n`),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const pattern =
          typeof text === "string" ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : text;
        const look = () => {
          const match = pattern.exec(stdout);
          if (match !== null) resolve(match);
        };
        child.stdout?.on("data", look);
        child.on("close", () => reject(new Error(`Never printed ${pattern}: ${stdout}${stderr}`)));
        look();
      }),
    async ended() {
      const { code, signal } = await end;
      children.delete(child);
      const text = Buffer.concat(stderr);
      const files = readLogs(directory, options.filesAreFree === true);
      return {
        pid: child.pid ?? 0,
        code,
        signal,
        stdout,
        stderr: text.toString(),
        terminal: options.stderrIsFree
          ? []
          : parseLog(stripVTControlCharacters(text.toString()), "terminal"),
        directory,
        files: files?.texts,
        log: files?.records ?? [],
      };
    },
  };
}

/** The names of the files in the log directory, sorted. */
export function namesOf(run: Pick<Run, "files">): string[] {
  return Object.keys(run.files ?? {}).sort();
}

/** Level, place and message of records: all of a line but its time. */
export function linesOf(records: ParsedRecord[]): string[] {
  return records.map(
    (record) =>
      `${record.level} | ${record.module}:${record.function}:${record.line} | ${record.message}`,
  );
}

/** Messages alone. */
export function messagesOf(records: ParsedRecord[]): string[] {
  return records.map((record) => record.message);
}

// Nothing of the test runner's own environment: a service is judged by its own.
function environment(
  directory: string,
  variables: Record<string, string | undefined> = {},
): NodeJS.ProcessEnv {
  const all: Record<string, string | undefined> = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    TZ: "UTC",
    NAME_APP: "app",
    RUN_ENVIRONMENT: "production",
    PATH_TO_LOGS: directory,
    ...variables,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function readLogs(
  directory: string,
  areFree: boolean,
): { texts: Record<string, string>; records: ParsedRecord[] } | undefined {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const texts: Record<string, string> = {};
  const parsed: Record<string, ParsedRecord[]> = {};
  for (const name of readdirSync(directory).sort()) {
    const file = path.join(directory, name);
    const bytes = readIfThere(file);
    if (bytes === undefined) continue; // another process of the same directory came to its end
    texts[name] = bytes.toString();
    if (!areFree && name.endsWith(".log")) parsed[name] = parseLog(bytes, "file");
  }
  const only = Object.keys(parsed).length === 1 ? Object.values(parsed)[0] : undefined;
  return { texts, records: parsed["app.log"] ?? only ?? [] };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return lstatSync(file).isFile() ? readFileSync(file) : Buffer.alloc(0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
