import { demand, type Scenario } from "../check.js";
import type { Ended } from "../run-probe.js";
import { demandRun, describeFiles, findRecord, readLog } from "./look.js";

const onPosix = () =>
  process.platform === "win32" ? "Windows has no such permissions" : undefined;

/** The log file. */
export const fileScenarios: Scenario[] = [
  {
    clause: "FILE-1",
    async play(lab) {
      const first = await lab.run('say("Grüße ✓");');
      const before = first.files?.["app.log"] ?? "";
      const second = await lab.run('say("once more");', { directory: first.directory });
      const text = second.files?.["app.log"] ?? "";
      demandRun(first);
      demandRun(second);
      demand(before.includes("Grüße ✓"), `not in UTF-8, or not there: ${describeFiles(first)}`);
      demand(text.startsWith(before), "the second run did not append to app.log");
      demand(text.includes("once more"), "the second run is not in app.log");
      demand(!text.includes("\r") && text.endsWith("\n"), "its lines do not end in LF");
      const others = Object.keys(second.files ?? {}).filter((name) => name !== "app.log");
      demand(others.length === 0, `beside app.log: ${others.join(", ")}`);
      return "two runs in one app.log, its directory made";
    },
  },
  {
    clause: "FILE-7",
    async play(lab) {
      const ended = await lab.run({
        node: `say("one"); fs.renameSync(path.join(directory, "app.log"), path.join(directory, "moved"));
fs.writeFileSync(path.join(directory, "app.log"), "");
pause(150); say("two"); if (fs.readFileSync(path.join(directory, "app.log"), "utf8").includes("two")) print("two is there"); fs.rmSync(path.join(directory, "app.log"));
pause(150); say("three");`,
        python: `file = os.path.join(directory, "app.log")
say("one"); pause(0); os.rename(file, os.path.join(directory, "moved")); open(file, "w").close()
pause(150); say("two"); pause(0)
if "two" in open(file, encoding="utf-8").read(): print("two is there")
os.remove(file); pause(150); say("three")`,
      });
      demandRun(ended);
      const moved = ended.files?.["moved"] ?? "";
      demand(moved.includes("one"), "what was moved is not whole");
      demand(!moved.includes("two"), "it goes on writing to the file that was moved");
      demand(
        ended.stdout.includes("two is there"),
        "it does not write to the file put in its place",
      );
      findRecord(readLog(lab, ended), "three");
      return "app.log is made anew within 150 ms";
    },
  },
  {
    clause: "FILE-8",
    skip: onPosix,
    async play(lab) {
      const ended = await lab.run({
        node: `say("made"); print(".umask " + process.umask().toString(8)); for (const name of fs.readdirSync(directory))
print(path.extname(name) + " " + (fs.statSync(path.join(directory, name)).mode & 0o777).toString(8));`,
        python: `say("made"); pause(0); print(f".umask {os.umask(0):o}")
for name in os.listdir(directory): print(os.path.splitext(name)[1], f"{os.stat(os.path.join(directory, name)).st_mode & 0o777:o}")`,
      });
      demandRun(ended);
      const { fileMode } = lab.answers.standard.defaults;
      const modes = modesOf(ended);
      const mask = Number.parseInt(modes[".umask"] ?? "0", 8);
      const wanted = (Number.parseInt(fileMode, 8) & ~mask).toString(8);
      demand(modes[".log"] === wanted, `the log file has ${modes[".log"]}, not ${wanted}`);
      const lock = modes[".lock"] ?? "600";
      demand(lock === "600", `the lock file has ${lock}, not 600`);
      return `app.log has 0${wanted}`;
    },
  },
];

function modesOf({ stdout }: Ended): Record<string, string> {
  return Object.fromEntries(
    [...stdout.matchAll(/^(\.\w+) (\d+)$/gm)].map(([, name = "", mode = ""]) => [name, mode]),
  );
}
