import { cpSync } from "node:fs";
import path from "node:path";
import { demand, type Lab, type Scenario } from "../check.js";
import { demandRun, describeFiles, findRecord, readLog } from "./look.js";

/** Threads, children and copies of the logging in one service. */
export const processScenarios: Scenario[] = [
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
      const starts = records.filter(({ message }) => message.includes(process.versions.node));
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
      const list = `const fs = require("fs"); for (const fd of fs.readdirSync("/proc/self/fd")) try { console.log(fs.readlinkSync("/proc/self/fd/" + fd)); } catch {}`;
      const ended = await lab.run(
        `say("open"); print(child_process.execFileSync(process.execPath, ["-e", ${JSON.stringify(list)}]).toString());`,
      );
      demandRun(ended);
      demand(ended.stdout.includes("/"), "the child's open files could not be listed");
      demand(!ended.stdout.includes(ended.directory), "a child holds the parent's log file open");
      return "none of a child's open files is in the log directory";
    },
  },
  {
    clause: "PROC-4",
    async play(lab) {
      const { folder } = lab;
      const again = `${path.basename(folder)}-again`;
      cpSync(folder, path.join(path.dirname(folder), again), { recursive: true });
      const ended = await lab.run(
        `const load = (name) => import(${JSON.stringify(`./${again}/`)} + name);
fs.readdirSync(${JSON.stringify(again)}).filter((name) => /^setup\\.[cm]?js$/.test(name)).forEach(async (name) => {
  await load(name); const copy = await load(name.replace("setup", "index"));
  say("from the first"); (copy.logger ?? copy.default.logger).critical("from the second"); });`,
      );
      demandRun(ended);
      const files = Object.keys(ended.files ?? {});
      demand(files.length === 1, `two copies write ${files.join(", ")}`);
      const records = readLog(lab, ended);
      findRecord(records, "from the first");
      findRecord(records, "from the second");
      const starts = records.filter(({ message }) => message.includes(process.versions.node));
      demand(starts.length === 1, `${starts.length} start records of one process`);
      return "one start record, both copies in app.log";
    },
  },
];

const threads = ["a", "b", "c"];
const perThread = 500;
const limit = 20_000;

/** Program text: starts the threads, and has all of them log at once, itself included. */
function logTogether(lab: Lab): string {
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
