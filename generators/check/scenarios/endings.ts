import { demand, type Lab, type Scenario } from "../check.js";
import { describeEnd, type Ended } from "../run-probe.js";
import { readLog } from "./look.js";

const endings = {
  "the end of the program": "",
  "process.exit": "process.exit(0);",
  "an uncaught error": 'throw new Error("the end");',
  SIGTERM: 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 5000);',
  SIGKILL: 'process.kill(process.pid, "SIGKILL");',
};

/** A hundred records in one tick, then each of the ends; several clauses look at it. */
export function runToEnds(lab: Lab): Promise<Record<keyof typeof endings, Ended>> {
  return lab.shared("endings", async () => {
    const runs = Object.entries(endings).map(async ([name, end]) => {
      const program = `for (let index = 0; index < 100; index++) say("before " + index + ".");\n${end}`;
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
      for (const [name, ended] of Object.entries(await runToEnds(lab))) {
        const text = ended.files?.["app.log"] ?? "";
        const count = text.match(/before \d+\./g)?.length ?? 0;
        demand(count === 100, `${name}: ${count} of 100 records (${describeEnd(ended)})`);
        readLog(lab, ended);
      }
      return `100 of 100 records after ${Object.keys(endings).join(", ")}`;
    },
  },
];
