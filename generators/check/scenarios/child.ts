import { demand, type Lab, type Scenario } from "../check.js";
import { cut } from "../read-records.js";
import { demandRun, findRecord, hasLevel, readLog } from "./look.js";

/** A service and the children that it starts. */
export const childScenarios: Scenario[] = [
  {
    clause: "CHILD-1",
    async play(lab) {
      const { descriptor, variable } = chooseChild(lab);
      const { name, logs } = lab.answers.standard.variables;
      const call = `childEnv("${descriptor}", { EXTRA: "more" })`;
      const [given, missing, same] = await Promise.all([
        lab.run(`print(JSON.stringify(${call}));`, { env: { [variable]: "worker" } }),
        // The guard would ask for a declared child's name before.
        lab.run(`delete process.env["${variable}"]; ${call}; print("went on");`, {
          env: { [variable]: "worker" },
        }),
        lab.run(`process.env["${variable}"] = "app"; ${call}; print("went on");`, {
          env: { [variable]: "worker" },
        }),
      ]);
      demandRun(given);
      const env = JSON.parse(/^\{.*\}$/m.exec(given.stdout)?.[0] ?? "{}");
      demand(env[name] === "worker", `${name} of the child is ${cut(String(env[name]))}`);
      demand(
        env["EXTRA"] === "more" && env[logs] === given.directory,
        "the rest of the environment is not passed on",
      );
      for (const ended of [missing, same]) {
        demand(
          !ended.stdout.includes("went on"),
          `${variable} missing, or equal to the parent's, is not fatal`,
        );
        demand(ended.code !== 0, "a child without a name of its own ends with exit code 0");
        findRecord(readLog(lab, ended), variable);
      }
      return `${name} is that of ${variable}`;
    },
  },
  {
    clause: "CHILD-2",
    async play(lab) {
      const { descriptor, variable } = chooseChild(lab);
      const setup = lab.answers.children.length > 0 ? "setup-child" : "setup";
      const child = lab.write('say("of the child");', { setup });
      const ended = await lab.run(
        `child_process.execFileSync(process.execPath, [${JSON.stringify(child)}], { env: childEnv("${descriptor}") }); say("of the parent");`,
        { env: { [variable]: "worker" } },
      );
      demandRun(ended);
      findRecord(readLog(lab, ended), "of the parent");
      findRecord(readLog(lab, ended, "worker.log"), "of the child");
      demand(
        !ended.files?.["app.log"]?.includes("of the child"),
        "the child's records are in the parent's file",
      );
      demand(
        !ended.files?.["worker.log"]?.includes("of the parent"),
        "the parent's records are in the child's file",
      );
      return "app.log and worker.log, each with its own records";
    },
  },
  {
    clause: "CHILD-3",
    async play(lab) {
      const { descriptor } = chooseChild(lab);
      const spawn = (code: string) =>
        `child_process.spawn(process.execPath, ["-e", ${JSON.stringify(code)}])`;
      const ended = await lab.run(
        `const bad = ${spawn("process.exit(4)")}; if (watchChild("${descriptor}", bad) !== bad) throw new Error("another child");
watchChild("${descriptor}", ${spawn("setTimeout(() => {}, 9000)")}).kill("SIGKILL"); watchChild("${descriptor}", ${spawn("")});`,
      );
      demandRun(ended);
      const records = readLog(lab, ended).filter(({ message }) => message.includes(descriptor));
      const coded = findRecord(records, "4");
      findRecord(records, "SIGKILL");
      demand(records.length === 2, `${records.length} records of two children that ended badly`);
      demand(hasLevel(coded, "ERROR", "WARNING", "CRITICAL"), `no error: ${cut(coded.text)}`);
      return cut(coded.text);
    },
  },
];

/** A declared child; any other where the service declares none. */
function chooseChild(lab: Lab): { descriptor: string; variable: string } {
  const descriptor = lab.answers.children[0]?.descriptor ?? "PROBE";
  return { descriptor, variable: lab.childVariable(descriptor) };
}
