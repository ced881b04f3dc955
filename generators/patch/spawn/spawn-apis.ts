/** One way to start processes or threads, by what it takes. */
export interface SpawnApi {
  kind: string;
  /**
   * The first argument: a `module` that node runs, a `program` with a list of arguments, a shell
   * `line`; `other` for what is never patched.
   */
  takes: "module" | "program" | "line" | "other";
  /** A callback may stand last. */
  hasCallback?: boolean;
  /** The `env` option is added to the environment instead of taking its place. */
  extendsEnv?: boolean;
  /** Returns a child process that lives on, which `watchChild` can be given. */
  givesChild?: boolean;
  /** Called with `new`. */
  isClass?: boolean;
  /** Why it is left alone; the end of a sentence that begins with the place. */
  reason?: string;
}

/** A cheap look at a text: whether it can hold any of the ways below. */
export const mentionsSpawning =
  /\b(?:child_process|worker_threads|execa|zx|cluster|cross-spawn|bullmq|throng|pm2|bree|piscina|tinypool|node-cron|workerpool|jest-worker|shelljs|tinyexec|nano-spawn|node-pty)\b/;

/** Why a template is left alone. */
export const template = "is a template: give its options `env: { … }` by hand";
const pool =
  "starts its processes or threads itself: name each of them by hand, or let them share a name";

/** The API behind a callee, written as module and members: `child_process.fork`. */
export function findSpawnApi(callee: string): SpawnApi | undefined {
  return Object.hasOwn(apis, callee) ? apis[callee] : undefined;
}

const apis: Record<string, SpawnApi> = {
  "child_process.fork": { kind: "fork", takes: "module", givesChild: true },
  "child_process.spawn": { kind: "spawn", takes: "program", givesChild: true },
  "child_process.spawnSync": { kind: "spawnSync", takes: "program" },
  "child_process.execFile": {
    kind: "execFile",
    takes: "program",
    hasCallback: true,
    givesChild: true,
  },
  "child_process.execFileSync": { kind: "execFileSync", takes: "program" },
  "child_process.exec": { kind: "exec", takes: "line", hasCallback: true, givesChild: true },
  "child_process.execSync": { kind: "execSync", takes: "line" },
  ...many(["cross-spawn", "cross-spawn.spawn"], {
    kind: "cross-spawn",
    takes: "program",
    givesChild: true,
  }),
  "cross-spawn.sync": { kind: "cross-spawn", takes: "program" },
  ...many(["execa", "execa.execa", "execa.execaSync", "execa.sync", "execa.execa.sync"], {
    kind: "execa",
    takes: "program",
    extendsEnv: true,
  }),
  ...many(["execa.execaNode", "execa.node"], { kind: "execa", takes: "module", extendsEnv: true }),
  ...many(
    [
      "execa.execaCommand",
      "execa.execaCommandSync",
      "execa.command",
      "execa.commandSync",
      "execa.execa.command",
    ],
    { kind: "execa", takes: "line", extendsEnv: true },
  ),
  ...many(["execa.$", "execa.$.sync"], { kind: "execa", takes: "other", reason: template }),
  ...many(["zx.$", "zx.$.sync", "zx/core.$"], { kind: "zx", takes: "other", reason: template }),
  ...many(["cluster.fork"], {
    kind: "cluster",
    takes: "other",
    reason:
      "runs this same program once more: its workers share one name, and take `~2`, `~3`… after it",
  }),
  ...many(["cluster.setupPrimary", "cluster.setupMaster"], {
    kind: "cluster",
    takes: "other",
    reason: "prepares workers that share one name, and take `~2`, `~3`… after it",
  }),
  "worker_threads.Worker": {
    kind: "worker_threads",
    takes: "other",
    isClass: true,
    reason:
      "starts a thread: where its file imports 'setup' first, it writes into this service's log (pass it with --entry), else to stderr alone; a log of its own needs `env` too",
  },
  "bullmq.Worker": {
    kind: "bullmq",
    takes: "other",
    isClass: true,
    reason: "has BullMQ start its processor: import 'setup-child' in the processor's own file",
  },
  ...many(["throng", "throng.throng"], { kind: "throng", takes: "other", reason: pool }),
  ...many(["pm2.start"], { kind: "pm2", takes: "other", reason: pool }),
  ...many(["bree"], { kind: "bree", takes: "other", isClass: true, reason: pool }),
  ...many(["piscina", "piscina.Piscina"], {
    kind: "piscina",
    takes: "other",
    isClass: true,
    reason: pool,
  }),
  ...many(["tinypool", "tinypool.Tinypool"], {
    kind: "tinypool",
    takes: "other",
    isClass: true,
    reason: pool,
  }),
  ...many(["jest-worker", "jest-worker.Worker"], {
    kind: "jest-worker",
    takes: "other",
    isClass: true,
    reason: pool,
  }),
  "workerpool.pool": { kind: "workerpool", takes: "other", reason: pool },
  ...many(["node-cron.schedule", "node-cron.createTask"], {
    kind: "node-cron",
    takes: "other",
    reason: pool,
  }),
  ...many(
    ["shelljs.exec", "tinyexec.x", "tinyexec.exec", "nano-spawn", "node-pty.spawn", "zx.spawn"],
    {
      kind: "other",
      takes: "other",
      reason: "starts a process in a way of its own: if it is a service, give it its name by hand",
    },
  ),
};

function many(names: string[], api: SpawnApi): Record<string, SpawnApi> {
  return Object.fromEntries(names.map((name) => [name, api]));
}
