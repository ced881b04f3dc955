import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { listSecrets } from "../../generators/answers/list-secrets.js";
import { secrets } from "../../generators/standard.js";
import { type Edit, expectEdit } from "../helpers/check-edits.js";
import { bareServices, checkAt, editCopy, scaffold } from "../helpers/check-services.js";

const buffering = `
const buffer = [];
function drain() {
  for (const [fd, text] of buffer.splice(0)) writeSync(fd, text);
}
process.on("exit", drain);
`;

/** Edits of a person who means well; each breaks something that the standard asks. */
const edits: Edit[] = [
  {
    title: "a buffer instead of a write per record",
    file: "log-file.js",
    text: "  let written = 0;",
    by: `  if (!process._exiting) {
    buffer.push([file.fd, Buffer.from(bytes.subarray(start, start + length))]);
    setTimeout(drain, 5);
    return;
  }
  drain();
  let written = 0;`,
    more: buffering,
    red: "EXIT-6",
    green: "EXIT-1 EXIT-2 EXIT-3 EXIT-4 FMT-2 MODE-2 CRASH-1 CHILD-1",
  },
  {
    title: "a guard that only warns",
    file: "start.js",
    text: "problems.length > 0) refuseToStart(reading);",
    by: "problems.length > 0) return console.warn(problems.join());",
    red: "ENV-1 ENV-2 ENV-3 ENV-5 ENV-4 ENV-6 EXIT-2",
    green: "MODE-1 MODE-2 EXIT-1 EXIT-3 CRASH-1 FILE-1",
  },
  {
    title: "a guard that names the first fault alone",
    file: "start.js",
    text: 'problems.join("; ")',
    by: "problems[0]",
    red: "ENV-4 ENV-5",
    green: "ENV-1 ENV-2 ENV-3 ENV-6",
  },
  {
    title: "no file asked for in testing",
    file: "env.js",
    text: "environment === undefined || modes[environment].file",
    by: 'environment === undefined || environment === "production"',
    red: "ENV-3 MODE-2 MODE-3 MODE-4",
    green: "ENV-1 ENV-2 ENV-4 MODE-1",
  },
  {
    title: "no stop record",
    file: "exit.js",
    text: 'process.on("exit", writeStopRecord);',
    by: "",
    red: "EXIT-3 EXIT-4",
    green: "*",
  },
  {
    title: "no start record",
    file: "start.js",
    text: /^ {2}writeRecord\("INFO".*$/m,
    by: "",
    red: "EXIT-3",
    green: "EXIT-1 EXIT-4 EXIT-5 EXIT-6",
  },
  {
    title: "a helper that exits with 0",
    file: "exit.js",
    text: "exitWithReason(reason, code = 1)",
    by: "exitWithReason(reason, code = 0)",
    red: "EXIT-2",
    green: "EXIT-1 EXIT-3 EXIT-4",
  },
  {
    title: "a thread that can't end the process",
    file: "threads.js",
    text: "Atomics.store(request, isAsked, 1);",
    by: "",
    red: "EXIT-1",
    green: "EXIT-2 PROC-2",
  },
  {
    title: "threads that count, each, what they write themselves",
    file: "shared-file.js",
    text: "file.bytes = Atomics.add(words, count, Math.ceil(bytes / unit)) * unit;",
    by: "file.bytes = share.own ?? 0; share.own = file.bytes + bytes;",
    red: "PROC-2",
    green: "EXIT-1 FILE-3 FILE-5 MODE-4",
  },
  {
    title: "a signal that becomes an exit",
    file: "signals.js",
    text: "process.kill(process.pid, signal);",
    by: "process.exit(0);",
    red: "EXIT-5 CRASH-2",
    green: "EXIT-1 EXIT-4 EXIT-7",
  },
  {
    title: "rotation after the record that is too much",
    file: "log-file.js",
    text: "file.bytes + more <= file.maxBytes",
    by: "file.bytes <= file.maxBytes",
    red: "FILE-2 FILE-3",
    green: "MODE-4 FILE-4 FILE-5 FILE-6",
  },
  {
    title: "a limit that is counted in characters",
    file: "file-sink.js",
    text: "prepareFile(record.time, line.length)",
    by: "prepareFile(record.time, record.message.length)",
    red: "FILE-2 FILE-3",
    green: "FILE-1 FILE-4 FILE-6 MODE-4",
  },
  {
    title: "one rotated file too many",
    file: "rotation.js",
    text: ".slice(keep)",
    by: ".slice(keep + 1)",
    red: "FILE-5",
    green: "FILE-3 FILE-4 FILE-6 MODE-4",
  },
  {
    title: "retention that deletes the newest",
    file: "rotation.js",
    text: "return b.writtenAt - a.writtenAt",
    by: "return a.writtenAt - b.writtenAt",
    red: "FILE-5",
    green: "FILE-3 FILE-6",
  },
  {
    title: "retention by a glob",
    file: "rotation.js",
    text: /const rotatedEnding =[\s\S]*?;/,
    by: "const rotatedEnding = /^\\.(.+?)(?:\\.(\\d+))?\\.log$/;",
    red: "FILE-6",
    green: "FILE-3 FILE-4 MODE-4",
  },
  {
    title: "rotated names of their own",
    file: "rotation.js",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the file.
    text: "`${name}.${timestamp(createdAt)}`",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: likewise.
    by: "`${name}.${createdAt}`",
    red: "MODE-4 FILE-4 FILE-5",
    green: "FILE-3 FILE-6",
  },
  {
    title: "a file that is never looked at again",
    file: "file-sink.js",
    text: "if (file === undefined || isInPlace(file)) return;",
    by: "return;",
    red: "FILE-7",
    green: "FILE-1 FILE-3",
  },
  {
    title: "a log that everybody may read",
    file: "settings.js",
    text: "0o640",
    by: "0o644",
    red: "FILE-8",
    green: "FILE-1 MODE-2",
  },
  {
    title: "another default size",
    file: "settings.js",
    text: '"5 MB"',
    by: '"50 MB"',
    red: "FILE-2",
    green: "FILE-3 FILE-5",
  },
  {
    title: "DEBUG in production",
    file: "settings.js",
    text: /production: (.*)"INFO"/,
    by: 'production: { terminal: false, file: true, level: "DEBUG"',
    red: "MODE-3",
    green: "MODE-1 MODE-2 FMT-3 EXIT-3",
  },
  {
    title: "a terminal in production",
    file: "settings.js",
    text: "production: { terminal: false",
    by: "production: { terminal: true",
    red: "MODE-1",
    green: "CRASH-1 MODE-2 MODE-3 ENV-1 FMT-2",
  },
  {
    title: "stdout in the place of stderr",
    file: "terminal-sink.js",
    text: "const stderr = 2;",
    by: "const stderr = 1;",
    red: "MODE-6 ENV-1 ENV-4 MODE-1 MODE-3 FMT-1",
    green: "MODE-2 FMT-2 EXIT-3 FILE-1",
  },
  {
    title: "continuation lines at column 0",
    file: "format.js",
    text: 'return "\\n    ";',
    by: 'return "\\n";',
    red: "FMT-6",
    green: "FMT-1 FMT-2 FMT-4 EXIT-1",
  },
  {
    title: "control characters as they are",
    file: "format.js",
    text: /return code < 256 \?.*;/,
    by: "return character;",
    red: "FMT-6",
    green: "FMT-1 FMT-2 CRASH-1",
  },
  {
    title: "a format of its own, in settings alone",
    file: "settings.js",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the file.
    text: "file: {\n    second: (t) => `${t.YYYY}-${t.MM}-${t.DD} ",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: likewise.
    by: "file: {\n    second: (t) => `${t.DD}.${t.MM}.${t.YYYY} ",
    red: "FMT-2",
    green: "FMT-1 MODE-1",
  },
  {
    title: "UTC",
    file: "format.js",
    text: "date.getHours()",
    by: "date.getUTCHours()",
    red: "FMT-5",
    green: "FMT-1 FMT-2",
  },
  {
    title: "no function names",
    file: "location.js",
    text: "contain(bareName(functionName))",
    by: '"?"',
    red: "EXIT-1 EXIT-4 CRASH-1 FMT-4",
    green: "FMT-1 FMT-2 FMT-3",
  },
  {
    title: "exit code 0 after a crash",
    file: "crash.js",
    text: "process.exit(process.exitCode);",
    by: "process.exit(0);",
    red: "CRASH-1 EXIT-2",
    green: "CRASH-2 CRASH-3 CRASH-6 EXIT-6",
  },
  {
    title: "no monitor",
    file: "start.js",
    text: "logCrash();",
    by: "",
    red: "CRASH-1 CRASH-6 CRASH-3 CRASH-4 CRASH-5",
    green: "*",
  },
  {
    title: "a crash that is ended whatever the program's handlers say",
    file: "crash.js",
    text: "if (!isHandled()) endQuietly(site, isWritten);",
    by: "process.exit(1);",
    red: "CRASH-6",
    green: "CRASH-1 CRASH-2 CRASH-3",
  },
  {
    title: "no causes",
    file: "traceback.js",
    text: "if (cause !== undefined) parts.push",
    by: "if (false) parts.push",
    red: "CRASH-3",
    green: "CRASH-1 CRASH-5",
  },
  {
    title: "secrets shown",
    file: "settings.js",
    text: /secrets = \/.*\/i/,
    by: "secrets = /^$/",
    red: "CRASH-5",
    green: "CRASH-1 CRASH-3",
  },
  {
    title: "variables under their own names",
    file: "list-variables.js",
    text: "isSecret(name) ? hide(value) : showValue(value)",
    by: "showValue(value)",
    red: "CRASH-5",
    green: "CRASH-1 CRASH-3 CRASH-4",
  },
  {
    title: "keys of maps as they are",
    file: "show-value.js",
    text: "isHidden ? hide(item) : show(item, place)",
    by: "show(item, place)",
    red: "CRASH-5",
    green: "CRASH-1 CRASH-3 CRASH-4",
  },
  {
    title: "no look at variables",
    file: "start.js",
    text: "captureVariables(service);",
    by: "",
    red: "CRASH-4",
    green: "CRASH-1 CRASH-3 CRASH-5",
  },
  {
    title: "a look at what nobody catches, alone",
    file: "pause-limit.js",
    text: 'setState("all");\n  setImmediate',
    by: 'setState("uncaught");\n  setImmediate',
    red: "CRASH-4",
    green: "CRASH-1 CRASH-3 CRASH-5",
  },
  {
    title: "no claim on the name",
    file: "start.js",
    text: "const conflict = takeName(reading.readable);",
    by: "const conflict = undefined;",
    red: "MODE-5 PROC-5 EXIT-7",
    green: "MODE-2 PROC-2 EXIT-3 EXIT-6",
  },
  {
    title: "a state for each copy of the folder",
    file: "state.js",
    text: 'Symbol.for("create-logging")',
    by: "Symbol()",
    red: "PROC-4",
    green: "PROC-2 MODE-2",
  },
  {
    title: "a child with its parent's name",
    file: "child.js",
    text: "[variables.name]: name",
    by: "",
    red: "CHILD-1 CHILD-2",
    green: "CHILD-3",
  },
  {
    title: "a child's name that has a default",
    file: "child.js",
    text: "const fault = findFault(name);",
    by: "const fault = undefined;",
    red: "CHILD-1",
    green: "CHILD-2 CHILD-3",
  },
  {
    title: "a child that nobody watches",
    file: "child.js",
    text: 'spawned.on("exit"',
    by: 'spawned.on("never"',
    red: "CHILD-3",
    green: "CHILD-1 CHILD-2",
  },
  {
    title: "a line on stderr for each record that is lost",
    file: "outage.js",
    text: "if (outage.dropped === 0) {",
    by: "{",
    red: "FAULT-1",
    green: "FAULT-2 FAULT-3",
  },
  {
    title: "retention that throws",
    file: "rotation.js",
    text: /tryToDelete\(path\);\n {2}\} catch \{\n.*\n/,
    by: "rmSync(path);\n  } finally {\n",
    red: "FAULT-2",
    green: "FILE-5 FILE-6",
  },
  {
    title: "values that throw into the program",
    file: "logger.js",
    text: 'return args.map((arg) => (typeof arg === "string" ? arg : show(arg))).join(" ");',
    by: "return format(...args);",
    red: "FAULT-3",
    green: "FMT-2 FAULT-1",
  },
  {
    title: "a reader of stderr that must be there",
    file: "terminal-sink.js",
    text: 'if (error.code !== "EAGAIN") return false;',
    by: 'if (error.code !== "EAGAIN") throw error;',
    red: "FAULT-4",
    green: "MODE-1 FAULT-1",
  },
];

let untouched: string;
beforeAll(async () => {
  untouched = await scaffold(bareServices["js-esm"]);
});

describe.concurrent("check turns red by an edit", () => {
  test.each(edits)("$title: $red", async (edit) => {
    await expectEdit(untouched, "src/logging", edit);
  });
});

describe("CRASH check looks at what is shown by names that the service does not mask", () => {
  test.each([
    [
      ["id", "weight"],
      "pass",
      "pass",
      /^order = \{ aaa: 998 \}, bbb = 42;/,
      /^order shown; .*weight not$/,
    ],
    [["order", "code", "e"], "pass", "pass", /^id = \{ aaa: 998 \}, bbb = 42;/, /^id shown; /],
    [secrets.map((word) => `!${word}`), "pass", "skipped", /^order = /, /takes all of them out/],
    [[..."abcdefghijklmnopqrstuvwxyz"], "skipped", "skipped", /every name/, /every name/],
  ] as const)("%j: CRASH-4 %s, CRASH-5 %s", async (words, four, five, shown, masked) => {
    const config = JSON.parse(readFileSync(path.join(untouched, "create-logging.json"), "utf8"));
    const pattern = listSecrets(words).join("|") || "(?!)";
    const root = editCopy(untouched, [
      ["create-logging.json", /[\s\S]*/, JSON.stringify({ ...config, secrets: words })],
      ["src/logging/settings.js", /secrets = \/.*\/i/, `secrets = /${pattern}/i`],
    ]);
    const { rows } = await checkAt(root, ["CRASH-4", "CRASH-5"]);
    expect(rows).toMatchObject([
      { clause: "CRASH-4", verdict: four, evidence: expect.stringMatching(shown) },
      { clause: "CRASH-5", verdict: five, evidence: expect.stringMatching(masked) },
    ]);
  });
});
