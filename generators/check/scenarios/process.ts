import { cpSync } from "node:fs";
import path from "node:path";
import { demand, type Lab, type Scenario } from "../check.js";
import type { Program } from "../program.js";
import { demandRun, describeFiles, findRecord, readLog } from "./look.js";

/** Threads, children and copies of the logging in one service. */
export const processScenarios: Scenario[] = [
  {
    clause: "PROC-1",
    async play(lab) {
      const { environment } = lab.answers.standard.variables;
      const program = `handlers = list(logger._core.handlers.values())
import loguru; print(loguru.__version__, "queues", [handler._enqueue for handler in handlers])`;
      for (const each of ["testing", "production"]) {
        const ended = await lab.run(program, { env: { [environment]: each } });
        demandRun(ended);
        const [, version = "", queues = ""] = /^(\S+) queues \[(.*)\]$/m.exec(ended.stdout) ?? [];
        if (version === "0.7.0" && queues === "False")
          return "written before the call returns: Loguru 0.7.0 can't be given a queue";
        demand(/^True(?:, True)*$/.test(queues), `${each}: enqueue is ${queues || "on no sink"}`);
      }
      return "enqueue=True in testing and production";
    },
  },
  {
    clause: "PROC-2",
    skip: ({ answers }) => (answers.features.threads ? undefined : "the feature 'threads' is off"),
    async play(lab) {
      const { maxSize, maxFiles } = lab.answers.standard.variables;
      const ended = await lab.run(logTogether(lab), {
        env: { [maxSize]: `${limit} B`, [maxFiles]: "1000" },
      });
      demandRun(ended);
      const files = Object.entries(ended.files ?? {});
      const records = files.flatMap(([name]) => readLog(lab, ended, name));
      for (const name of ["main", ...threads]) {
        const count = records.filter(({ message }) => message.includes(`of ${name} `)).length;
        demand(count === perThread, `${count} of ${perThread} records of ${name}`);
      }
      const starts = records.filter(({ message }) => message.includes(lab.version));
      demand(starts.length === 1, `${starts.length} start records of one process`);
      const sizes = files.map(([, text]) => Buffer.byteLength(text));
      const largest = Math.max(...sizes);
      demand(files.length > 4, `threads don't rotate: ${describeFiles(ended)}`);
      demand(largest <= limit, `a file of ${largest} bytes, of ${limit}`);
      return `${perThread} of ${perThread} records of each of 4 threads, in ${files.length} files`;
    },
  },
  {
    clause: "PROC-3",
    skip: () =>
      process.platform === "linux" ? undefined : "open files can only be listed on Linux",
    async play(lab) {
      const ended = await lab.run(listOpen);
      demandRun(ended);
      demand(ended.stdout.includes("/"), "the child's open files could not be listed");
      demand(!ended.stdout.includes(ended.directory), "a child holds the parent's log file open");
      const tail = lab.language === "python" ? await demandFork(lab) : "";
      return `none of a child's open files is in the log directory${tail}`;
    },
  },
  {
    clause: "PROC-4",
    async play(lab) {
      const { folder } = lab;
      const again = `${path.basename(folder)}_again`;
      cpSync(folder, path.join(path.dirname(folder), again), { recursive: true });
      const ended = await lab.run({
        node: `const load = (name) => import(${JSON.stringify(`./${again}/`)} + name);
fs.readdirSync(${JSON.stringify(again)}).filter((name) => /^setup\\.[cm]?js$/.test(name)).forEach(async (name) => {
  await load(name); const copy = await load(name.replace("setup", "index"));
  say("from the first"); (copy.logger ?? copy.default.logger).critical("from the second"); });`,
        python: `set_up(package + "_again"); say("from the first")
importlib.import_module(package + "_again").logger.critical("from the second")`,
      });
      demandRun(ended);
      const files = Object.keys(ended.files ?? {});
      demand(files.length === 1, `two copies write ${files.join(", ")}`);
      const records = readLog(lab, ended);
      findRecord(records, "from the first");
      findRecord(records, "from the second");
      const starts = records.filter(({ message }) => message.includes(lab.version));
      demand(starts.length === 1, `${starts.length} start records of one process`);
      return "one start record, both copies in app.log";
    },
  },
];

// Prints what a child has open. Python closes what it does not hand on, unless it is told not to.
const listOpen: Program = {
  node: `const list = 'const fs = require("fs"); for (const fd of fs.readdirSync("/proc/self/fd")) try { console.log(fs.readlinkSync("/proc/self/fd/" + fd)); } catch {}';
say("open"); print(child_process.execFileSync(process.execPath, ["-e", list]).toString());`,
  python: `say("open"); pause(0)
print(subprocess.check_output(["ls", "-l", "/proc/self/fd"], close_fds=False, text=True))`,
};

/** A process that is forked has a log of its own, and tells nothing twice. */
async function demandFork(lab: Lab): Promise<string> {
  const ended = await lab.run(`say("before the fork")
if os.fork() == 0: say("of the fork"); os._exit(0)
os.wait(); say("after the fork")`);
  demandRun(ended);
  const files = Object.keys(ended.files ?? {});
  const { features, onNameConflict } = lab.answers;
  // Where a second process of one name is a mistake, so is one that is forked and logs.
  const other = onNameConflict === "fatal" ? "" : "app~2.log";
  const own = features.ownership ? other : "app.log";
  for (const [text, file] of [
    ["before the fork", "app.log"],
    ["of the fork", own],
    ["after the fork", "app.log"],
  ] as const) {
    const found = files.flatMap((name) =>
      readLog(lab, ended, name).flatMap(({ message }) => (message === text ? [name] : [])),
    );
    const seen = found.join(" and ");
    demand(seen === file, `'${text}' is in ${seen || "no file"}, not in ${file || "one"}`);
  }
  return own === "" ? ", and a fork has no log" : `, and a fork logs to ${own}`;
}

const threads = ["a", "b", "c"];
const perThread = 500;
const limit = 20_000;

/** Starts the threads, and has all of them log at once, itself included. */
function logTogether(lab: Lab): Program {
  if (lab.language === "python")
    return `gate = threading.Barrier(${threads.length + 1})
def flood(name):
    gate.wait()
    for index in range(${perThread}): say(f"of {name} {index}" + "x" * 60)
threads = [threading.Thread(target=flood, args=(name,)) for name in ${JSON.stringify(threads)}]
for thread in threads: thread.start()
flood("main")
for thread in threads: thread.join()`;
  const flood = `for (let index = 0; index < ${perThread}; index++) say("of " + name + " " + index + "x".repeat(60));`;
  const thread = lab.write(`const { name, gate } = worker_threads.workerData;
worker_threads.parentPort.postMessage("ready");
Atomics.wait(gate, 0, 0);
${flood}`);
  return `const name = "main"; const gate = new Int32Array(new SharedArrayBuffer(4)); let waiting = ${threads.length};
for (const name of ${JSON.stringify(threads)})
  new worker_threads.Worker(${JSON.stringify(thread)}, { workerData: { name, gate } }).on("message", begin);
function begin() {
  waiting -= 1;
  if (waiting > 0) return;
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  ${flood}
}`;
}
