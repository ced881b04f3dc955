import { environments } from "../../standard.js";
import { demand, type Lab, type Scenario } from "../check.js";
import { cut } from "../read-records.js";
import { describeEnd } from "../run-probe.js";
import { demandRefusal, demandRun, findRecord, hasLevel, readLog, readTerminal } from "./look.js";

const noChildren = (lab: Lab) =>
  lab.answers.children.length === 0 ? "the service declares no children" : undefined;

/** The guard. */
export const envScenarios: Scenario[] = [
  {
    clause: "ENV-1",
    async play({ run, answers }) {
      const { name, environment } = answers.standard.variables;
      const values = [undefined, "", "  "];
      const ends = await Promise.all(
        environments.map((each, index) =>
          run("", { env: { [name]: values[index], [environment]: each } }),
        ),
      );
      return ends.map((ended) => demandRefusal(ended, name))[0] ?? "";
    },
  },
  {
    clause: "ENV-2",
    async play({ run, answers }) {
      const { environment } = answers.standard.variables;
      demandRefusal(await run("", { env: { [environment]: undefined } }), environment);
      const other = await run("", { env: { [environment]: "staging" } });
      const seen = demandRefusal(other, environment, "staging", ...environments);
      if (environment === "NODE_ENV") {
        const test = await run("say('in a test');", { env: { [environment]: "test" } });
        demandRun(test);
        demand(test.stderr.includes("in a test"), "'test' is not taken for 'testing'");
      }
      return seen;
    },
  },
  {
    clause: "ENV-3",
    async play({ run, answers }) {
      const { environment, logs } = answers.standard.variables;
      const [testing, production, development] = await Promise.all([
        run("", { env: { [environment]: "testing", [logs]: undefined } }),
        run("", { env: { [logs]: " " } }),
        run("", { env: { [environment]: "development", [logs]: undefined } }),
      ]);
      demandRefusal(testing, logs);
      demandRun(development);
      return demandRefusal(production, logs);
    },
  },
  {
    clause: "ENV-4",
    async play(lab) {
      const { name, environment, maxSize } = lab.answers.standard.variables;
      const ended = await lab.run("", {
        env: { [name]: undefined, [environment]: "nowhere", [maxSize]: "much" },
      });
      demandRefusal(ended, name, environment, maxSize);
      const [first, ...more] = readTerminal(lab, ended);
      const others = more.filter((record) => hasLevel(record, "CRITICAL", "ERROR"));
      demand(
        first && hasLevel(first, "CRITICAL") && others.length === 0,
        `not one CRITICAL record alone: ${describeEnd(ended)}`,
      );
      for (const variable of [name, environment, maxSize]) findRecord([first], variable);
      demand(ended.code === 1, `${describeEnd(ended)}, not 1`);
      return `${describeEnd(ended)}; nothing of the service ran`;
    },
  },
  {
    clause: "ENV-5",
    async play({ run, answers }) {
      const { name, environment, logs, maxSize, maxFiles } = answers.standard.variables;
      const [many, bytes, unread] = await Promise.all([
        run("", { env: { [name]: "a/b", [logs]: below(), [maxSize]: "0", [maxFiles]: "1.5" } }),
        run("", {
          env: {
            [environment]: "development",
            [name]: "..",
            [maxSize]: "5000000",
            [maxFiles]: "-1",
          },
        }),
        run("", { env: { [environment]: "development", [logs]: below() } }),
      ]);
      demandRefusal(bytes, name, maxSize, maxFiles);
      demandRun(unread);
      return demandRefusal(many, name, logs, maxSize, maxFiles);
    },
  },
  {
    clause: "ENV-6",
    async play(lab) {
      const { maxFiles } = lab.answers.standard.variables;
      const ended = await lab.run("", { env: { [maxFiles]: "many" } });
      demandRefusal(ended, maxFiles);
      const record = findRecord(readLog(lab, ended), maxFiles);
      demand(hasLevel(record, "CRITICAL"), `not CRITICAL: ${cut(record.text)}`);
      return `app.log: ${cut(record.text)}`;
    },
  },
  {
    clause: "ENV-7",
    skip: noChildren,
    async play({ run, answers, childVariable }) {
      const { name } = answers.standard.variables;
      const [first = "", second] = answers.children.map(({ descriptor }) =>
        childVariable(descriptor),
      );
      const own = Object.fromEntries(
        answers.children.map(({ descriptor }) => [childVariable(descriptor), undefined]),
      );
      const [missing, isChild, childAlone] = await Promise.all([
        run("", { env: { [first]: undefined } }),
        run("", { env: { ...own, [first]: "worker", [name]: "worker" } }),
        run("", { env: own, setup: "setup-child" }),
      ]);
      const seen = demandRefusal(missing, first);
      demandRun(isChild);
      demandRun(childAlone);
      if (second !== undefined)
        demandRefusal(await run("", { env: { [first]: "twin", [second]: "twin" } }), second);
      return seen;
    },
  },
];

// A directory can't be made below a file.
function below(): string {
  return `${process.execPath}/logs`;
}
