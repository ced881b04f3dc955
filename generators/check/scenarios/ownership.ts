import type { Environment } from "../../standard.js";
import { demand, type Lab, type Scenario } from "../check.js";
import { cut } from "../read-records.js";
import { describeEnd } from "../run-probe.js";
import { runToEnds } from "./endings.js";
import { demandRefusal, findRecord, hasLevel, readLog } from "./look.js";

const isOff = ({ answers }: Lab) =>
  answers.features.ownership ? undefined : "the feature 'ownership' is off";

/** Two processes with one name: the second takes the next name and says so, or does not start. */
export async function playConflict(lab: Lab, environment: Environment): Promise<string> {
  const { name, environment: variable } = lab.answers.standard.variables;
  const env = { [variable]: environment };
  const first = await lab.start('say("from the first"); hold();', { env });
  const second = await lab.run('say("from the second");', { env, directory: first.directory });
  const left = await first.ended();
  demand(left.code === 0, `the first did not end well: ${describeEnd(left)}`);
  const own = left.files?.["app.log"] ?? "";
  demand(!own.includes("from the second"), "the second wrote to the first one's app.log");
  if (lab.answers.onNameConflict === "fatal") return demandRefusal(second, name);
  const records = readLog(lab, second, "app~2.log");
  findRecord(records, "from the second");
  const warning = findRecord(records, "app~2");
  demand(hasLevel(warning, "WARNING"), `not a WARNING: ${cut(warning.text)}`);
  return `app~2.log: ${cut(warning.text)}`;
}

/** Whose a log file is, and what became of the run before. */
export const ownershipScenarios: Scenario[] = [
  { clause: "PROC-5", skip: isOff, play: (lab) => playConflict(lab, "production") },
  {
    clause: "EXIT-7",
    skip: isOff,
    async play(lab) {
      const killed = (await runToEnds(lab)).SIGKILL;
      const { pid, directory } = killed;
      const next = await lab.run('say("next");', { directory });
      const records = readLog(lab, next);
      const after = records.slice((killed.files?.["app.log"] ?? "").split("\n").length - 1);
      const named = findRecord(after, pid);
      demand(hasLevel(named, "WARNING"), `not a WARNING: ${cut(named.text)}`);
      return `app.log: ${cut(named.text)}`;
    },
  },
];
