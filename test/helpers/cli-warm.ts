import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

/** What a process of the CLI would be started with. */
export interface WarmRequest {
  bundle: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

export interface WarmResult {
  code: number;
  stdout: string;
  stderr: string;
}

type Listener = (...given: unknown[]) => void;
type Main = (require: NodeJS.Require, filename: string, dirname: string) => void;

const scripts = new Map<string, Main>();
const own = { env: { ...process.env }, argv: process.argv };

// A process that runs the CLI again and again: its code anew each time, its dependencies loaded once.
process.on("message", (request: WarmRequest) => {
  const written = { stdout: "", stderr: "" };
  const restore = [catchText("stdout", written), catchText("stderr", written)];
  const before = listListeners();
  process.chdir(request.cwd);
  setEnvironment(request.env);
  process.argv = [process.execPath, request.bundle, ...request.args];
  process.exitCode = undefined;
  // The channel is no reason to stay: the run is over when a process of its own would end.
  process.channel?.unref();
  process.once("beforeExit", () => {
    const added = listListeners().filter((entry) => !before.some((old) => isSame(old, entry)));
    for (const { emitter, event, listener } of added) {
      emitter.off(event, listener);
      if (emitter === process && event === "exit") listener(Number(process.exitCode ?? 0));
    }
    for (const undo of restore) undo();
    const result: WarmResult = { code: Number(process.exitCode ?? 0), ...written };
    process.exitCode = 0;
    process.argv = own.argv;
    setEnvironment(own.env);
    process.channel?.ref();
    process.send?.(result);
  });
  load(request.bundle)(createRequire(request.bundle), request.bundle, path.dirname(request.bundle));
});

function load(bundle: string): Main {
  const known = scripts.get(bundle);
  if (known !== undefined) return known;
  const code = readFileSync(bundle, "utf8").replace(/^#!.*/, "");
  const wrapped = `(function (require, __filename, __dirname) { const module = { exports: {} }; ${code}\n})`;
  const main: Main = new vm.Script(wrapped, { filename: bundle }).runInThisContext();
  scripts.set(bundle, main);
  return main;
}

function setEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

function catchText(name: "stdout" | "stderr", written: Record<"stdout" | "stderr", string>) {
  const stream = process[name];
  const real = stream.write;
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    written[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const callback = rest.at(-1);
    if (typeof callback === "function") process.nextTick(callback as () => void);
    return true;
  }) as typeof real;
  return () => {
    stream.write = real;
  };
}

interface Entry {
  emitter: NodeJS.EventEmitter;
  event: string | symbol;
  listener: Listener;
}

/** Whoever listens to this process and its streams. */
function listListeners(): Entry[] {
  return [process, process.stdout, process.stderr].flatMap((emitter) =>
    emitter
      .eventNames()
      .filter((event) => event !== "message" && event !== "beforeExit")
      .flatMap((event) =>
        emitter
          .rawListeners(event)
          .map((listener) => ({ emitter, event, listener: listener as Listener })),
      ),
  );
}

function isSame(one: Entry, other: Entry): boolean {
  return (
    one.emitter === other.emitter && one.event === other.event && one.listener === other.listener
  );
}
