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
      const env = { [variable]: "worker" };
      const node = `childEnv("${descriptor}", { EXTRA: "more" })`;
      const python = `child_env("${descriptor}", {"EXTRA": "more"})`;
      const [given, missing, same] = await Promise.all([
        lab.run(
          { node: `print(JSON.stringify(${node}));`, python: `print(json.dumps(${python}))` },
          { env },
        ),
        // The guard would ask for a declared child's name before.
        lab.run(
          {
            node: `delete process.env["${variable}"]; ${node}; print("went on");`,
            python: `del os.environ["${variable}"]; ${python}; print("went on")`,
          },
          { env },
        ),
        lab.run(
          {
            node: `process.env["${variable}"] = "app"; ${node}; print("went on");`,
            python: `os.environ["${variable}"] = "app"; ${python}; print("went on")`,
          },
          { env },
        ),
      ]);
      demandRun(given);
      const seen = JSON.parse(/^\{.*\}$/m.exec(given.stdout)?.[0] ?? "{}");
      demand(seen[name] === "worker", `${name} of the child is ${cut(String(seen[name]))}`);
      demand(
        seen["EXTRA"] === "more" && seen[logs] === given.directory,
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
      const child = JSON.stringify(lab.write('say("of the child");', { setup }));
      const ended = await lab.run(
        {
          node: `child_process.execFileSync(process.execPath, [${child}], { env: childEnv("${descriptor}") }); say("of the parent");`,
          python: `subprocess.check_output([sys.executable, ${child}], env=child_env("${descriptor}")); say("of the parent")`,
        },
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
      // Nothing but their own threads wait for children that are watched.
      const ended = await lab.run({
        node: `const bad = ${spawn("process.exit(4)")}; if (watchChild("${descriptor}", bad) !== bad) throw new Error("another child");
watchChild("${descriptor}", ${spawn("setTimeout(() => {}, 9000)")}).kill("SIGKILL"); watchChild("${descriptor}", ${spawn("")});`,
        python: `before = threading.active_count()
def spawn(code): return subprocess.Popen([sys.executable, "-c", code])
bad = spawn("exit(4)"); slow = spawn("import time; time.sleep(9)"); good = spawn("")
for child in (bad, slow, good):
    if watch_child("${descriptor}", child) is not child: raise ValueError("another child")
slow.kill(); bad.wait(); slow.wait(); good.wait()
while threading.active_count() > before: time.sleep(0.01)`,
      });
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
