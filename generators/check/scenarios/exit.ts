import { demand, type Lab, type Scenario } from "../check.js";
import { firstLine, type Program } from "../program.js";
import { cut } from "../read-records.js";
import { describeEnd } from "../run-probe.js";
import { runToEnds } from "./endings.js";
import { demandPlace, findRecord, hasLevel, readLog } from "./look.js";
import { runLevels } from "./mode.js";

/** Why the service ran, and why it stopped. */
export const exitScenarios: Scenario[] = [
  {
    clause: "EXIT-1",
    async play(lab) {
      const [failed, stopped, threaded] = await Promise.all([
        lab.run({
          node: 'function leave() {\n  exitWithReason("no orders", 3);\n}\nleave();',
          python: 'def leave():\n    exit_with_reason("no orders", 3)\nleave()',
        }),
        lab.run({
          node: 'exitWithReason("all done", 0);',
          python: 'exit_with_reason("all done", 0)',
        }),
        lab.run(leaveInThread(lab)),
      ]);
      demand(failed.code === 3, `${describeEnd(failed)}, not 3`);
      const records = readLog(lab, failed);
      const reason = findRecord(records, "no orders");
      demand(hasLevel(reason, "ERROR"), `not ERROR: ${cut(reason.text)}`);
      demandPlace(reason, "leave", firstLine.plain + 1);
      demand(stopped.code === 0, `${describeEnd(stopped)}, not 0`);
      const deliberate = findRecord(readLog(lab, stopped), "all done");
      demand(hasLevel(deliberate, "INFO"), `code 0 is not INFO: ${cut(deliberate.text)}`);
      const isEnded = threaded.code === 6 || !lab.answers.features.threads;
      demand(isEnded, `in a thread: ${describeEnd(threaded)}, not 6`);
      findRecord(readLog(lab, threaded), "thread is done");
      return `exit code 3, ${cut(reason.text)}`;
    },
  },
  {
    clause: "EXIT-2",
    async play(lab) {
      const { name } = lab.answers.standard.variables;
      const [helper, guard, ends] = await Promise.all([
        lab.run({ node: 'exitWithReason("failed");', python: 'exit_with_reason("failed")' }),
        lab.run("", { env: { [name]: undefined } }),
        runToEnds(lab),
      ]);
      const failures = {
        "the helper": helper,
        "the guard": guard,
        "an uncaught error": ends["an uncaught error"],
      };
      for (const [what, ended] of Object.entries(failures))
        demand(ended.code !== 0 && ended.code !== null, `${what}: ${describeEnd(ended)}`);
      const clean = ends["the end of the program"];
      demand(clean.code === 0, `the end of the program: ${describeEnd(clean)}`);
      return "non-zero after a failure, 0 after a clean end";
    },
  },
  {
    clause: "EXIT-3",
    async play(lab) {
      const ended = await runLevels(lab, "production");
      const records = readLog(lab, ended);
      const own = records.findIndex(({ message }) => message.includes("at CRITICAL"));
      const start = findRecord(records.slice(0, own), "app", "production", ended.pid, lab.version);
      const stop = records.slice(own + 1).at(-1);
      demand(stop !== undefined, "there is no stop record");
      findRecord([stop], "0");
      return `${cut(start.message)} … ${cut(stop.message)}`;
    },
  },
  {
    clause: "EXIT-4",
    async play(lab) {
      const [called, coded] = await Promise.all([
        lab.run({
          node: "function leave() {\n  process.exit(5);\n}\nleave();",
          python: "def leave():\n    sys.exit(5)\nleave()",
        }),
        // Nobody can ask an error that Python has let through for its code.
        lab.run({
          node: "process.exitCode = 4;",
          python: 'say("at the end"); raise SystemExit(4)',
        }),
      ]);
      const stop = readLog(lab, called).at(-1);
      demand(stop !== undefined && called.code === 5, describeEnd(called));
      findRecord([stop], "5");
      demand(/\d ?(?:ms|s|m|h)\b/.test(stop.message), `no uptime: ${cut(stop.text)}`);
      demandPlace(stop, "leave", firstLine.plain + 1);
      const end = readLog(lab, coded).at(-1);
      demand(end !== undefined && coded.code === 4, describeEnd(coded));
      if (lab.language === "node") findRecord([end], "4");
      else demand(end.message !== "at the end", "a bare SystemExit leaves no record");
      return cut(stop.text);
    },
  },
  {
    clause: "EXIT-5",
    skip: () => (process.platform === "win32" ? "Windows has no such signals" : undefined),
    async play(lab) {
      const seen: string[] = [];
      for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const) {
        const held = await lab.shared(`held ${signal}`, async () => {
          const holding = await lab.start("hold();");
          holding.kill(signal);
          return holding.ended();
        });
        demand(held.signal === signal, `${signal}: ${describeEnd(held)}`);
        const record = findRecord(readLog(lab, held), signal);
        demand(hasLevel(record, "INFO"), `not INFO: ${cut(record.text)}`);
        seen.push(cut(record.message));
      }
      const own = await lab.start({
        node: 'process.on("SIGTERM", () => process.exit(7)); hold();',
        python: "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7)); hold()",
      });
      own.kill("SIGTERM");
      const decided = await own.ended();
      demand(decided.code === 7, `with a handler of its own: ${describeEnd(decided)}, not 7`);
      findRecord(readLog(lab, decided), "SIGTERM");
      return seen.join(", ");
    },
  },
];

function leaveInThread(lab: Lab): Program {
  const python = `threading.Thread(target=exit_with_reason, args=("thread is done", 6)).start(); time.sleep(9)`;
  if (lab.language === "python") return python;
  const thread = lab.write('exitWithReason("thread is done", 6);');
  return `const timer = setInterval(() => {}, 1000);
new worker_threads.Worker(${JSON.stringify(thread)}).on("exit", () => setImmediate(() => clearInterval(timer)));`;
}
