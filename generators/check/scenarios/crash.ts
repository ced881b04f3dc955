import { listSecrets } from "../../answers/list-secrets.js";
import { demand, type Lab, type Scenario } from "../check.js";
import { cut, type SeenRecord } from "../read-records.js";
import { describeEnd, type Ended } from "../run-probe.js";
import { firstLine } from "../write-probe.js";
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
      const [thrown, rejected, entry] = await Promise.all([
        lab.run(
          'function ship() {\n  throw new TypeError("no number");\n}\nsetTimeout(() => ship());',
        ),
        lab.run('Promise.reject("just text");'),
        lab.run('throw new Error("in the body");'),
      ]);
      const record = findCrash(lab, thrown, "no number");
      demandPlace(record, "ship", firstLine.plain + 1);
      demand(/\n\s+at ship /.test(record.message), `no traceback: ${cut(record.text)}`);
      const count = thrown.stderr.match(/no number/g)?.length ?? 0;
      const { fault } = lab.readers.terminal.read(thrown.stderr);
      demand(fault === undefined && count <= 1, `shown again on stderr: ${cut(thrown.stderr)}`);
      findCrash(lab, rejected, "just text");
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
      const records = [...readLog(lab, production), ...readTerminal(lab, development)];
      const critical = records.find(({ level }) => level === "CRITICAL");
      demand(critical === undefined, `a CRITICAL record: ${cut(critical?.text ?? "")}`);
      return "killed by SIGINT, as without the logging";
    },
  },
  {
    clause: "CRASH-3",
    async play(lab) {
      const { environment } = lab.answers.standard.variables;
      const ended = await lab.run(
        `async function fail() { await null; throw new AggregateError([new RangeError("first part"), "second part"], "several", { cause: new Error("root cause", { cause: "plain text" }) }); }
setTimeout(async () => { await fail(); });`,
        { env: { [environment]: "testing" } },
      );
      const parts = ["several", "first part", "second part", "root cause", "plain text", "fail"];
      for (const [sink, records] of [
        ["app.log", readLog(lab, ended)],
        ["stderr", readTerminal(lab, ended)],
      ] as const) {
        const record = findRecord(records, "several");
        const missing = parts.filter((part) => !record.message.includes(part));
        demand(
          missing.length === 0,
          `${sink} lacks '${missing.join("', '")}': ${cut(record.text)}`,
        );
      }
      return "cause, AggregateError and async frames, in app.log and on stderr";
    },
  },
  {
    clause: "CRASH-4",
    skip: (lab) => isOff(lab) ?? isAllMasked(lab, 3),
    async play(lab) {
      const [order = "", id = "", weight = ""] = chooseNames(lab);
      const values = `const ${weight} = 40 + 2; throw new Error("too heavy");`;
      const call = `setTimeout(() => ship({ ${id}: 998 }));`;
      const [thrown, rejected, entry] = await Promise.all([
        lab.run(`function ship(${order}) { ${values} }\n${call}`),
        lab.run(`async function ship(${order}) { await null; ${values} }\n${call}`),
        lab.run(`const ${order} = { ${id}: 998 }; ${values}`),
      ]);
      const shown = [`${order} = { ${id}: 998 }`, `${weight} = 42`];
      for (const ended of [thrown, rejected, entry]) {
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
      const names = words.filter((word) => /^\w+$/.test(word));
      // Each value is another: one that is masked in one place is masked in all.
      const hide = (kind: string) =>
        JSON.stringify(
          Object.fromEntries(words.map((word, at) => [`my-${word}`, `hunter2-${kind}-${at}`])),
        );
      const variables = names.map((word, at) => `const my_${word} = "hunter2-variable-${at}";`);
      const ended = await lab.run(
        `const sent = { headers: ${hide("property")} };
const map = new Map(Object.entries(${hide("key")}));
${variables.join(" ")}
throw Object.assign(new Error("refused"), { ${plain}: "E_OWN" }, ${hide("own")});`,
      );
      const record = findRecord(readLog(lab, ended), "refused");
      demand(
        record.message.includes("E_OWN"),
        `the error's own values are missing: ${cut(record.text)}`,
      );
      const text = `${ended.stderr}${ended.files?.["app.log"]}`;
      demand(!text.includes("hunter2"), `a password is shown: ${cut(record.text)}`);
      return `${plain} shown; ${words.join(", ")} not`;
    },
  },
  {
    clause: "CRASH-6",
    async play(lab) {
      const handler = (act: string) =>
        lab.run(`process.on("uncaughtException", () => { print("own handler"); ${act} });
setTimeout(() => { throw new Error("handled"); });`);
      const [goesOn, exits] = await Promise.all([handler(""), handler("process.exit(9);")]);
      for (const [ended, code] of [
        [goesOn, 0],
        [exits, 9],
      ] as const) {
        const count = ended.stdout.match(/own handler/g)?.length ?? 0;
        demand(count === 1, `the program's own handler ran ${count} times`);
        demand(ended.code === code, `${describeEnd(ended)}, where the handler asks for ${code}`);
        findRecord(readLog(lab, ended), "handled");
      }
      return "exit codes 0 and 9, as the handlers ask";
    },
  },
];

function findCrash(lab: Lab, ended: Ended, text: string): SeenRecord {
  const record = findRecord(readLog(lab, ended), text);
  demand(hasLevel(record, "CRITICAL"), `not CRITICAL: ${cut(record.text)}`);
  demand(ended.code === 1, `${describeEnd(ended)}, not 1`);
  return record;
}
