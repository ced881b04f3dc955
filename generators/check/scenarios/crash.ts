import { listSecrets } from "../../answers/list-secrets.js";
import { demand, type Lab, type Scenario } from "../check.js";
import { firstLine } from "../program.js";
import { cut, type SeenRecord } from "../read-records.js";
import { describeEnd, type Ended } from "../run-probe.js";
import { chains, handlers, hideValues, showValues } from "./crash-programs.js";
import { demandPlace, findRecord, hasLevel, readLog, readTerminal } from "./look.js";

const hasSignals = () => (process.platform === "win32" ? "Windows has no such signals" : undefined);

const isOff = ({ answers }: Lab) =>
  answers.features.diagnose ? undefined : "the feature 'diagnose' is off";

/** Names of variables and properties that the service's own words for secrets do not hit. */
function chooseNames({ answers }: Lab): string[] {
  const words = listSecrets(answers.secrets).map((word) => word.toLowerCase());
  const letters = [..."abcdefghijklmnopqrstuvwxyz"].map((letter) => letter.repeat(3));
  return ["order", "id", "weight", ...letters].filter(
    (name) => !words.some((word) => name.includes(word)),
  );
}

const isAllMasked = (lab: Lab, count: number) =>
  chooseNames(lab).length < count ? "'secrets' masks every name that could be tried" : undefined;

/** Errors that nobody catches. */
export const crashScenarios: Scenario[] = [
  {
    clause: "CRASH-1",
    async play(lab) {
      const [thrown, aside, entry] = await Promise.all([
        lab.run({
          node: 'function ship() {\n  throw new TypeError("no number");\n}\nsetTimeout(() => ship());',
          python: 'def ship():\n    raise TypeError("no number")\nship()',
        }),
        lab.run({
          node: 'Promise.reject("just text");',
          python:
            'def fail(): raise ValueError("just text")\nthread = threading.Thread(target=fail); thread.start(); thread.join()',
        }),
        lab.run({
          node: 'throw new Error("in the body");',
          python: 'raise ValueError("in the body")',
        }),
      ]);
      const record = findCrash(lab, thrown, "no number");
      demandPlace(record, "ship", firstLine.plain + 1);
      const frame = { node: /\n\s+at ship /, python: /\n.*, in ship\b/ }[lab.language];
      demand(frame.test(record.message), `no traceback: ${cut(record.text)}`);
      const count = thrown.stderr.match(/no number/g)?.length ?? 0;
      const { fault } = lab.readers.terminal.read(thrown.stderr);
      demand(fault === undefined && count <= 1, `shown again on stderr: ${cut(thrown.stderr)}`);
      // An error in a thread of Python's ends that thread.
      findCrash(lab, aside, "just text", lab.language === "python" ? 0 : 1);
      findCrash(lab, entry, "in the body");
      return `exit code 1, ${cut(record.text)}`;
    },
  },
  {
    clause: "CRASH-2",
    skip: hasSignals,
    async play(lab) {
      const { environment } = lab.answers.standard.variables;
      const stop = async (options = {}) => {
        const held = await lab.start("hold();", options);
        held.kill("SIGINT");
        return held.ended();
      };
      const [production, development] = await Promise.all([
        lab.shared("held SIGINT", stop),
        stop({ env: { [environment]: "development" } }),
      ]);
      for (const ended of [production, development])
        demand(ended.signal === "SIGINT", `${describeEnd(ended)}, not by SIGINT`);
      // Python tells on stderr where it was.
      const stderr = development.stderr.replace(/^Traceback [\s\S]*/m, "");
      const records = [
        ...readLog(lab, production),
        ...readTerminal(lab, { ...development, stderr }),
      ];
      const critical = records.find(({ level }) => level === "CRITICAL");
      demand(critical === undefined, `a CRITICAL record: ${cut(critical?.text ?? "")}`);
      return "killed by SIGINT, as without the logging";
    },
  },
  {
    clause: "CRASH-3",
    async play(lab) {
      const { environment } = lab.answers.standard.variables;
      const { program, told, parts, seen } = chains[lab.language];
      const ended = await lab.run(program, { env: { [environment]: "testing" } });
      for (const [sink, records] of [
        ["app.log", readLog(lab, ended)],
        ["stderr", readTerminal(lab, ended)],
      ] as const) {
        for (const text of told) {
          const record = findRecord(records, text);
          const missing = parts.filter((part) => !record.message.includes(part));
          demand(
            missing.length === 0,
            `${sink} lacks '${missing.join("', '")}': ${cut(record.text)}`,
          );
        }
      }
      return `${seen}, in app.log and on stderr`;
    },
  },
  {
    clause: "CRASH-4",
    skip: (lab) => isOff(lab) ?? isAllMasked(lab, 3),
    async play(lab) {
      const [order = "", id = "", weight = ""] = chooseNames(lab);
      const { programs, shown } = showValues(order, id, weight)[lab.language];
      const all = await Promise.all(programs.map((program) => lab.run(program)));
      for (const ended of all) {
        const { message } = findCrash(lab, ended, "too heavy");
        const missing = shown.filter((text) => !message.includes(text));
        demand(missing.length === 0, `no '${missing.join("', '")}': ${cut(message)}`);
      }
      return `${shown.join(", ")}; in functions, async ones, and the entry`;
    },
  },
  {
    clause: "CRASH-5",
    skip: (lab) =>
      listSecrets(lab.answers.secrets).length === 0
        ? "no word is masked: 'secrets' takes all of them out"
        : isAllMasked(lab, 1),
    async play(lab) {
      const [plain = ""] = chooseNames(lab);
      const words = listSecrets(lab.answers.secrets);
      const ended = await lab.run(hideValues(plain, words));
      const record = findRecord(readLog(lab, ended), "refused");
      // Python's errors have no values of their own that are shown.
      const isShown = lab.language === "node" || lab.answers.features.diagnose;
      demand(
        !isShown || record.message.includes("E_OWN"),
        `what is no secret is missing: ${cut(record.text)}`,
      );
      const text = `${ended.stderr}${ended.files?.["app.log"]}`;
      demand(!text.includes("hunter2"), `a password is shown: ${cut(record.text)}`);
      return `${isShown ? `${plain} shown; ` : ""}${words.join(", ")} not`;
    },
  },
  {
    clause: "CRASH-6",
    async play(lab) {
      const { programs, seen } = handlers[lab.language];
      for (const { program, code, setup } of programs) {
        const ended = await lab.run(program, { setup });
        const count = ended.stdout.match(/own handler/g)?.length ?? 0;
        demand(count === 1, `the program's own handler ran ${count} times`);
        demand(ended.code === code, `${describeEnd(ended)}, where the handler asks for ${code}`);
        findRecord(readLog(lab, ended), "handled");
      }
      return seen;
    },
  },
];

function findCrash(lab: Lab, ended: Ended, text: string, code = 1): SeenRecord {
  const record = findRecord(readLog(lab, ended), text);
  demand(hasLevel(record, "CRITICAL"), `not CRITICAL: ${cut(record.text)}`);
  demand(ended.code === code, `${describeEnd(ended)}, not ${code}`);
  return record;
}
