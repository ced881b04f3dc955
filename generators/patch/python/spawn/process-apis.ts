/** How a function that starts processes is called, and what becomes of it. */
export interface ProcessApi {
  /** For people: `subprocess.run`, `multiprocessing`. */
  kind: string;
  /** A list of arguments, the arguments themselves, a shell line, or nothing that could be given an environment. */
  takes: "list" | "words" | "line" | "other";
  /** What the call gives: a running child, one that has ended, or neither. */
  gives?: "child" | "awaited child" | "result";
  /** Why a call stays as it is; the end of a sentence that begins with the place. */
  reason?: string;
}

const ownName = "which takes the next free log name by itself";
const noEnvironment = (instead: string) =>
  `can't be given an environment: start it by ${instead} with env=child_env("<X>")`;

const modules: Record<string, ProcessApi> = {};

function add(api: ProcessApi, ...paths: string[]): void {
  for (const path of paths) modules[path] = api;
}

for (const name of ["Popen", "run", "call", "check_call", "check_output"]) {
  const gives = name === "Popen" ? "child" : name === "run" ? "result" : undefined;
  const api: ProcessApi = {
    kind: `subprocess.${name}`,
    takes: "list",
    ...(gives ? { gives } : {}),
  };
  add(api, `subprocess.${name}`, `gevent.subprocess.${name}`);
}
add({ kind: "psutil.Popen", takes: "list", gives: "child" }, "psutil.Popen");
for (const name of ["getoutput", "getstatusoutput"]) {
  const reason = noEnvironment("subprocess.run");
  add({ kind: `subprocess.${name}`, takes: "line", reason }, `subprocess.${name}`);
}
for (const [name, takes] of [
  ["create_subprocess_exec", "words"],
  ["create_subprocess_shell", "line"],
] as const) {
  const api: ProcessApi = { kind: `asyncio.${name}`, takes, gives: "awaited child" };
  add(api, `asyncio.${name}`, `asyncio.subprocess.${name}`);
}
for (const name of ["system", "popen"]) {
  add({ kind: `os.${name}`, takes: "line", reason: noEnvironment("subprocess.run") }, `os.${name}`);
}
for (const suffix of ["l", "le", "lp", "lpe", "v", "ve", "vp", "vpe"]) {
  const spawn = "starts a process by os.spawn*: start it by subprocess.Popen";
  add({ kind: `os.spawn${suffix}`, takes: "other", reason: spawn }, `os.spawn${suffix}`);
  const exec = "makes this process another program, which keeps its environment and its name";
  add({ kind: `os.exec${suffix}`, takes: "other", reason: exec }, `os.exec${suffix}`);
}
for (const name of ["posix_spawn", "posix_spawnp"]) {
  const reason = "starts a process by os.posix_spawn: start it by subprocess.Popen";
  add({ kind: `os.${name}`, takes: "other", reason }, `os.${name}`);
}
add({ kind: "os.fork", takes: "other", reason: `forks this process, ${ownName}` }, "os.fork");
add({ kind: "os.forkpty", takes: "other", reason: `forks this process, ${ownName}` }, "os.forkpty");
add(
  {
    kind: "multiprocessing",
    takes: "other",
    reason: `starts a process of this program, ${ownName}`,
  },
  ..."Process Pool pool.Pool context.Process process.BaseProcess Manager"
    .split(" ")
    .map((name) => `multiprocessing.${name}`),
);
add(
  {
    kind: "ProcessPoolExecutor",
    takes: "other",
    reason: `starts processes of this program, each of ${ownName}`,
  },
  "concurrent.futures.ProcessPoolExecutor",
  "concurrent.futures.process.ProcessPoolExecutor",
);
add(
  {
    kind: "celery",
    takes: "other",
    reason:
      "makes a Celery app: its workers are processes, each with a log name of its own; name their service where they are started",
  },
  "celery.Celery",
);
add(
  {
    kind: "rq",
    takes: "other",
    reason: "starts an RQ worker, which forks for each job; name its service where it is started",
  },
  "rq.Worker",
  "rq.SimpleWorker",
  "rq.worker.Worker",
  "rq.worker.SimpleWorker",
);

/** What a dotted path like `subprocess.run` is, if it starts processes. */
export function findApi(path: string): ProcessApi | undefined {
  return Object.hasOwn(modules, path) ? modules[path] : undefined;
}

/** Whether a text may hold something that starts a process. */
export const mentionsProcesses =
  /\b(?:subprocess|multiprocessing|psutil|celery|rq|create_subprocess_\w+|ProcessPoolExecutor)\b|\bos\b[^\n]*\b(?:system|popen|spawn[lv]p?e?|exec[lv]p?e?|posix_spawnp?|fork|forkpty)\b|(?:system|popen|fork|spawn[lv]p?e?|exec[lv]p?e?)\(/;
