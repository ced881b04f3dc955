import { type Environment, environments, type LevelName, levels } from "../../standard.js";
import { demand, type Lab, type Scenario } from "../check.js";
import { cut, type SeenRecord } from "../read-records.js";
import { describeEnd, type Ended } from "../run-probe.js";
import { demandRun, describeFiles, findRecord, readLog, readTerminal } from "./look.js";
import { playConflict } from "./ownership.js";

const names = Object.keys(levels) as LevelName[];

/** A run that logs one record of each level and comes to its end; several clauses look at it. */
export function runLevels(lab: Lab, environment: Environment): Promise<Ended> {
  const calls = names.map((name) => `logger.${name.toLowerCase()}("at ${name}");`).join(" ");
  const env = { [lab.answers.standard.variables.environment]: environment };
  return lab.shared(`levels ${environment}`, async () => {
    const ended = await lab.run(`${calls} print("own output");`, { env });
    demandRun(ended);
    return ended;
  });
}

/** What each environment writes, and where to. */
export const modeScenarios: Scenario[] = [
  {
    clause: "MODE-1",
    async play(lab) {
      for (const environment of environments) {
        const { stderr, stdout } = await runLevels(lab, environment);
        const { terminal } = lab.answers.standard.modes[environment];
        const isThere = stderr.includes("at CRITICAL");
        demand(isThere === terminal, `${environment}: ${isThere ? "" : "no "}records on stderr`);
        demand(!stdout.includes("at CRITICAL"), `${environment}: records on stdout`);
        demand(stdout.includes("own output"), `${environment}: the program's own stdout is gone`);
        demand(!stderr.includes("\x1b"), `${environment}: colours, and it is no terminal`);
      }
      return "stderr in development and testing; nothing on stdout";
    },
  },
  {
    clause: "MODE-2",
    async play(lab) {
      for (const environment of environments) {
        const ended = await runLevels(lab, environment);
        const { file } = lab.answers.standard.modes[environment];
        if (file) findRecord(readLog(lab, ended), "at CRITICAL");
        else demand(ended.files === undefined, `${environment} makes ${describeFiles(ended)}`);
      }
      return "app.log in testing and production; nothing in development";
    },
  },
  {
    clause: "MODE-3",
    async play(lab) {
      const seen: string[] = [];
      for (const environment of environments) {
        const ended = await runLevels(lab, environment);
        const { terminal, file, level } = lab.answers.standard.modes[environment];
        const wanted = names.filter((name) => levels[name] >= levels[level]).join(" ");
        const sinks = [
          ...(terminal ? [["stderr", readTerminal(lab, ended)] as const] : []),
          ...(file ? [["app.log", readLog(lab, ended)] as const] : []),
        ];
        for (const [sink, records] of sinks) {
          const found = listLevels(records);
          demand(found === wanted, `${environment}, ${sink}: ${found}; asked for: ${wanted}`);
        }
        seen.push(`${environment} from ${level}`);
      }
      return seen.join(", ");
    },
  },
  {
    clause: "MODE-5",
    skip: ({ answers }) =>
      answers.features.ownership ? undefined : "the feature 'ownership' is off",
    play: (lab) => playConflict(lab, "testing"),
  },
  {
    clause: "MODE-6",
    async play(lab) {
      const { name, environment } = lab.answers.standard.variables;
      const env = { [name]: undefined, [environment]: undefined };
      const ended = await lab.run('logger.debug("not set up");', { env, setup: "none" });
      demandRun(ended);
      demand(ended.files === undefined, `it makes ${describeFiles(ended)}`);
      const [record, ...more] = readTerminal(lab, ended);
      demand(record !== undefined && more.length === 0, describeEnd(ended));
      findRecord([record], "not set up");
      return `stderr: ${cut(record.text)}`;
    },
  },
];

function listLevels(records: readonly SeenRecord[]): string {
  const messages = records.map(({ message }) => /\bat ([A-Z]+)/.exec(message)?.[1]);
  return names.filter((name) => messages.includes(name)).join(" ");
}
