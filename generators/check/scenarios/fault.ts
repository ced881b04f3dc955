import { demand, type Scenario } from "../check.js";
import { cut } from "../read-records.js";
import { describeEnd } from "../run-probe.js";
import { demandRun, findRecord, hasLevel, readLog } from "./look.js";

/** The sink under stress. */
export const faultScenarios: Scenario[] = [
  {
    clause: "FAULT-1",
    async play(lab) {
      const ended = await lab.run({
        node: `say("before"); fs.rmSync(directory, { recursive: true }); fs.writeFileSync(directory, "");
pause(150); for (let index = 0; index < 5; index++) say("lost");
fs.rmSync(directory); pause(150); say("after");`,
        python: `say("before"); pause(0); shutil.rmtree(directory); open(directory, "w").close(); pause(150)
for index in range(5): say("lost")
pause(0); os.remove(directory); pause(150); say("after")`,
      });
      demandRun(ended);
      const told = ended.stderr.split("\n").filter((line) => line !== "");
      demand(
        told.length === 1,
        `${told.length} lines on stderr for one outage: ${cut(ended.stderr)}`,
      );
      const records = readLog(lab, ended);
      findRecord(records, "after");
      const counted = findRecord(records, "5");
      demand(hasLevel(counted, "WARNING"), `not a WARNING: ${cut(counted.text)}`);
      return cut(counted.text);
    },
  },
  {
    clause: "FAULT-2",
    async play(lab) {
      const { maxSize, maxFiles } = lab.answers.standard.variables;
      const ended = await lab.run(
        {
          node: `fs.mkdirSync(path.join(directory, "app.2020-01-01_00-00-00_000000.log"));
for (let index = 0; index < 12; index++) say("kept " + index + ". " + "x".repeat(400));`,
          python: `os.mkdir(os.path.join(directory, "app.2020-01-01_00-00-00_000000.log"))
for index in range(12): say(f"kept {index}. " + "x" * 400)`,
        },
        { env: { [maxSize]: "1 KB", [maxFiles]: "0" } },
      );
      demandRun(ended);
      const text = Object.values(ended.files ?? {}).join("");
      demand(text.includes("kept 11."), "the last record is not there");
      demand(ended.stderr === "", `stderr: ${cut(ended.stderr)}`);
      return "a file that can't be deleted costs no record";
    },
  },
  {
    clause: "FAULT-3",
    async play(lab) {
      const ended = await lab.run({
        node: `const circular = {}; circular.self = circular;
const { proxy, revoke } = Proxy.revocable({}, {}); revoke();
const values = [circular, proxy, 10n, Symbol("s"), undefined, null, "x".repeat(1e6), Object.create(null),
  { get bad() { throw new Error("getter"); } }, { [util.inspect.custom]() { throw new Error("inspect"); } }, { toString() { throw new Error("text"); } }];
for (const value of values) { logger.critical("value:", value); logger.critical(value); logger.bind({ value }).critical("bound"); }
logger.bind(proxy).critical("bound"); logger.opt({ exception: proxy }).critical("as an exception");
say("survived");`,
        python: `class Bad:
    def __str__(self): raise ValueError("text")
    __repr__ = __format__ = __str__
class Worse(Exception):
    def __str__(self): raise ValueError("text")
circular = []; circular.append(circular)
values = [circular, Bad(), 10 ** 30, b"\\xff", None, "half a pair \\ud800", "x" * 10 ** 6, threading.Lock(), "{} {no}", Worse(), type("Empty", (), {})]
for value in values: logger.critical("value: {}", value); logger.critical(value); logger.bind(value=value).critical("bound")
logger.critical("{} {} {no}", 1); logger.opt(exception=Worse()).critical("as an exception"); logger.log("NOPE", "no such level")
say("survived")`,
      });
      demand(ended.code === 0, `logging threw into the program: ${describeEnd(ended)}`);
      const records = readLog(lab, ended);
      findRecord(records, "survived");
      const count = records.filter(({ message }) => message.includes("value:")).length;
      demand(count === 11, `${count} of 11 values left a record`);
      return `${count} awkward values, each with its records`;
    },
  },
  {
    clause: "FAULT-4",
    async play(lab) {
      const { environment } = lab.answers.standard.variables;
      const held = await lab.start(
        {
          node: 'hold({ log() { for (let index = 0; index < 5; index++) say("unread"); process.exit(0); } });',
          python: `def log():
    for index in range(5): say("unread")
    sys.exit(0)
hold({"log": log})`,
        },
        { env: { [environment]: "testing" } },
      );
      held.closeStderr();
      held.send("log");
      const ended = await held.ended();
      demand(ended.code === 0, describeEnd(ended));
      const count = readLog(lab, ended).filter(({ message }) => message.includes("unread")).length;
      demand(count === 5, `${count} of 5 records in app.log`);
      return "5 of 5 records in app.log, exit code 0";
    },
  },
];
