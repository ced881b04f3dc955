import { cpSync } from "node:fs";
import path from "node:path";
import { demand, type Scenario } from "../check.js";
import { demandRun, findRecord, readLog } from "./look.js";

/** Threads, children and copies of the logging in one service. */
export const processScenarios: Scenario[] = [
  {
    clause: "PROC-2",
    async play(lab) {
      const thread = lab.write(
        'for (let index = 0; index < 100; index++) say("thread " + index + ".");',
      );
      const ended = await lab.run(
        `const worker = new worker_threads.Worker(${JSON.stringify(thread)});
worker.on("online", () => { for (let index = 0; index < 100; index++) say("main " + index + "."); });`,
      );
      demandRun(ended);
      const records = readLog(lab, ended);
      for (const name of ["main", "thread"]) {
        const count = records.filter(
          ({ message }) => message.includes(`${name} `) && /\d\./.test(message),
        ).length;
        demand(count >= 100, `${count} of 100 records of ${name}`);
      }
      const starts = records.filter(({ message }) => message.includes(process.versions.node));
      demand(starts.length === 1, `${starts.length} start records of one process`);
      return "100 of 100 records of each of two threads";
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
