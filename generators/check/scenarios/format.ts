import { environments, levels } from "../../standard.js";
import { demand, type Lab, type Scenario } from "../check.js";
import { firstLine, type Language } from "../program.js";
import { cut, type LineReader } from "../read-records.js";
import { demandPlace, demandRun, findRecord, readLog, readTerminal } from "./look.js";
import { runLevels } from "./mode.js";

type Field = Parameters<LineReader["shows"]>[0];

const without =
  (...fields: Field[]) =>
  ({ readers }: Lab) =>
    fields.some((field) => readers.file.shows(field))
      ? undefined
      : `own format, without ${fields.map((field) => `{${field}}`).join(" and ")} ahead of {message}`;

/** Calls of the logger, and the function and the line of each, counted from the first. */
const calls: Record<Language, { program: string; places: [string, string, number][] }> = {
  node: {
    program: `say("ready");
logger.critical("at the top");
function ship() { logger.critical("in a function"); }
class Queue { push() { logger.critical("in a method"); } }
ship(); new Queue().push();
[1].forEach(() => { logger.critical("in none"); });`,
    places: [
      ["at the top", "<module>", 1],
      ["in a function", "ship", 2],
      ["in a method", "push", 3],
      ["in none", "<anonymous>", 5],
    ],
  },
  python: {
    program: `say("ready")
logger.critical("at the top")
def ship(): logger.critical("in a function")
class Queue:
    def push(self): logger.critical("in a method")
ship(); Queue().push()
(lambda: logger.critical("in none"))()`,
    places: [
      ["at the top", "<module>", 1],
      ["in a function", "ship", 2],
      ["in a method", "push", 4],
      ["in none", "<lambda>", 6],
    ],
  },
};

/** The line. */
export const formatScenarios: Scenario[] = [
  {
    clause: "FMT-1",
    async play(lab) {
      const [record] = readTerminal(lab, await runLevels(lab, "development")).slice(1);
      demand(record !== undefined, "no record on stderr");
      return cut(record.text);
    },
  },
  {
    clause: "FMT-2",
    async play(lab) {
      const [record] = readLog(lab, await runLevels(lab, "production")).slice(1);
      demand(record !== undefined, "no record in app.log");
      return cut(record.text);
    },
  },
  {
    clause: "FMT-3",
    skip: without("level"),
    async play(lab) {
      const seen = new Set<string>();
      for (const environment of environments.slice(1)) {
        for (const { level = "", message } of readLog(lab, await runLevels(lab, environment))) {
          const meant = /\bat ([A-Z]+)/.exec(message)?.[1];
          if (meant === undefined) continue;
          demand(level === meant, `logged at ${meant}, shown as ${level}`);
          seen.add(level);
        }
      }
      demand(seen.size > 0, "no record shows its level");
      return Object.keys(levels)
        .filter((name) => seen.has(name))
        .join(" ");
    },
  },
  {
    clause: "FMT-4",
    skip: without("module", "function", "line"),
    async play(lab) {
      const { program, places } = calls[lab.language];
      const ended = await lab.run(program, { isTyped: true });
      demandRun(ended);
      const records = readLog(lab, ended);
      // Without the feature it is the running file's line, which nobody knows from the source.
      const isMapped = lab.answers.features.sourceMaps;
      for (const [text, name, line] of places) {
        const record = findRecord(records, text);
        const at = isMapped ? firstLine.typed + line : Number(record.line);
        demandPlace(record, name, at);
      }
      return cut(findRecord(records, "in a method").text);
    },
  },
  {
    clause: "FMT-5",
    skip: without("HH", "mm"),
    async play(lab) {
      const ended = await lab.run('say("now");', { env: { TZ: "Asia/Kolkata" } });
      demandRun(ended);
      const { HH, mm, text } = findRecord(readLog(lab, ended), "now");
      const clocks = [ended.startedAt, ended.endedAt].map((time) =>
        new Date(time + 5.5 * 3_600_000).toISOString(),
      );
      const isLocal = clocks.some(
        (clock) =>
          (HH ?? clock.slice(11, 13)) === clock.slice(11, 13) &&
          (mm ?? clock.slice(14, 16)) === clock.slice(14, 16),
      );
      demand(isLocal, `it was ${clocks[0]?.slice(11, 16)} in its time zone: ${cut(text)}`);
      return `${HH ?? ""}:${mm ?? ""} in Asia/Kolkata`;
    },
  },
  {
    clause: "FMT-6",
    async play(lab) {
      const { environment } = lab.answers.standard.variables;
      const forged = 'say("first\\nFORGED one\\r\\nFORGED two\\u001b[2J\\u0000");';
      const ended = await lab.run(
        {
          node: `${forged} logger.critical("an error:", new Error("x\\nFORGED three"));
logger.opt({ exception: new Error("y\\nFORGED four") }).critical("another");`,
          python: `${forged} logger.critical("an error: {}", ValueError("x\\nFORGED three"))
logger.opt(exception=ValueError("y\\nFORGED four")).critical("another")`,
        },
        { env: { [environment]: "testing" } },
      );
      for (const [sink, text] of [
        ["app.log", ended.files?.["app.log"] ?? ""],
        ["stderr", ended.stderr],
      ] as const) {
        demand(!/^FORGED/m.test(text), `${sink}: a part of a message starts at column 0`);
        const count = text.match(/FORGED/g)?.length ?? 0;
        demand(count >= 4, `${sink}: ${count} of 4 lines of messages are there`);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        const raw = /[\u0000-\u0008\u000b-\u001f]/.exec(text);
        demand(raw === null, `${sink}: control character ${raw?.[0].charCodeAt(0)} as it is`);
      }
      readLog(lab, ended);
      readTerminal(lab, ended);
      return "continuation lines are indented, control characters escaped";
    },
  },
];
