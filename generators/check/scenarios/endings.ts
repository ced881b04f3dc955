import { demand, type Lab, type Scenario } from "../check.js";
import type { Program } from "../program.js";
import { describeEnd, type Ended } from "../run-probe.js";
import { readLog } from "./look.js";

const ends = {
  "the end of the program": "",
  "an exit": { node: "process.exit(0);", python: "sys.exit(0)" },
  "an uncaught error": {
    node: 'throw new Error("the end");',
    python: 'raise ValueError("the end")',
  },
  SIGTERM: {
    node: 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 5000);',
    python: "os.kill(os.getpid(), signal.SIGTERM); time.sleep(5)",
  },
  SIGKILL: {
    node: 'process.kill(process.pid, "SIGKILL");',
    python: "os.kill(os.getpid(), signal.SIGKILL)",
  },
} satisfies Record<string, Program>;

/** A hundred records in one tick, then each of the ends; several clauses look at it. */
export function runToEnds(lab: Lab): Promise<Record<keyof typeof ends, Ended>> {
  return lab.shared("endings", async () => {
    const runs = Object.entries<Program>(ends).map(async ([name, end]) => {
      const [node, python] = typeof end === "string" ? [end, end] : [end.node, end.python];
      const program = {
        node: `for (let index = 0; index < 100; index++) say("before " + index + ".");\n${node}`,
        python: `for index in range(100): say(f"before {index}.")\n${python}`,
      };
      return [name, await lab.run(program)];
    });
    return Object.fromEntries(await Promise.all(runs));
  });
}

/** What an end leaves of the records before it. */
export const endingScenarios: Scenario[] = [
  {
    clause: "EXIT-6",
    async play(lab) {
      const { SIGKILL, ...others } = await runToEnds(lab);
      // Python's records wait for a thread that writes them, and some wait in vain then.
      const isKept = lab.language === "node";
      const whole = { ...others, ...(isKept ? { SIGKILL } : {}) };
      for (const [name, ended] of Object.entries(whole)) {
        const count = countRecords(lab, ended);
        demand(count === 100, `${name}: ${count} of 100 records (${describeEnd(ended)})`);
      }
      const tail = isKept
        ? ""
        : `; ${countRecords(lab, SIGKILL)} of 100 after SIGKILL, which loses what is queued`;
      return `100 of 100 records after ${Object.keys(whole).join(", ")}${tail}`;
    },
  },
];

function countRecords(lab: Lab, ended: Ended): number {
  readLog(lab, ended);
  return ended.files?.["app.log"]?.match(/before \d+\./g)?.length ?? 0;
}
