import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type ParsedRecord, parseLog } from "../../helpers/conformance-log.js";
import {
  makeTempFolder,
  type Run,
  type RunOptions,
  type Started,
} from "../../helpers/conformance-run.js";
import { type Call, type Language, type Oracle, prepareOracle } from "../../helpers/oracle.js";

type Shown = (matched: string, ...groups: string[]) => string;

/** What may differ in a line besides time, module and line number, what is compared in its place, and why. */
const allowed: { pattern: RegExp; to: string | Shown; why: string }[] = [
  { pattern: /\bpid \d+/g, to: "pid N", why: "another process" },
  { pattern: /\b(?:node|python) \d+\.\d+\.\d+/g, to: "runtime", why: "another runtime" },
  { pattern: /\bup \d+\.\d s/g, to: "up", why: "time" },
  { pattern: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})?/g, to: "TIME", why: "time" },
  { pattern: /\/\S*\/create-logging-run-\w+/g, to: "FOLDER", why: "another directory" },
  { pattern: /process\.exit|sys\.exit/g, to: "EXIT", why: "the language's own call" },
  {
    pattern: /exit_with_reason/g,
    to: "exitWithReason",
    why: "each language's way to write a name",
  },
  { pattern: /child_env/g, to: "childEnv", why: "each language's way to write a name" },
  {
    pattern: /\n {4}(?:Traceback \(most recent call last\):| {4}at )[\s\S]*$/,
    to: "\n    TRACEBACK",
    why: "each language's traceback",
  },
  {
    pattern: /(?:E[A-Z]+: |\[Errno \d+\] )(.)([^:',]+)(?:, \w+)?(?::? '[^']*')?$/g,
    to: (_, first, rest) => `${first.toLowerCase()}${rest}`,
    why: "each runtime's words around the system's error",
  },
];

/** Records that one language alone leaves, and why. */
const alone: { language: Language; message: RegExp; why: string }[] = [
  {
    language: "python",
    message: /^Received SIGINT/,
    why: "there is always a handler of Python's own, which raises KeyboardInterrupt",
  },
];

function linesOf(records: ParsedRecord[], language: Language): string[] {
  return records
    .filter(
      ({ message }) => !alone.some((one) => one.language === language && one.message.test(message)),
    )
    .map(({ level, module, function: name, message }) => {
      // Where no line of the program made a record, it names whatever function of the folder did.
      const place = module === "main" || module === "setup" ? name : "logging";
      return `${level} | ${place} | ${digest(normalise(message))}`;
    });
}

const normalise = (text: string): string =>
  allowed.reduce((left, { pattern, to }) => left.replace(pattern, to as string), text);

/** A text that a failing test can show. */
function digest(text: string): string {
  if (text.length < 5000) return text;
  return `${text.slice(0, 50)}… (${text.length}, ${createHash("sha256").update(text).digest("hex")})`;
}

/** Names without their times, rotated ones by their order. */
function namesOf(files: string[]): Map<string, string> {
  const ofRotated = /^(.*)\.(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6})(?:\.(\d+))?\.log$/;
  const ageOf = (file: string): string => {
    const [, , time = "9", count = "1"] = ofRotated.exec(file) ?? [];
    return `${time} ${count.padStart(5, "0")}`;
  };
  const sorted = files.toSorted((one, other) => (ageOf(one) < ageOf(other) ? -1 : 1));
  return new Map(
    sorted.map((file, index) => [file, file.replace(ofRotated, `$1.TIME-${index}.log`)]),
  );
}

/** All that a process left but what is allowed to differ. */
function traceOf(run: Run, language: Language): object {
  const files = run.files ?? {};
  return {
    code: run.code,
    signal: run.signal,
    stdout: run.stdout.split("\n").map(normalise),
    terminal: linesOf(run.terminal, language),
    files: [...namesOf(Object.keys(files))].map(([name, as]) => [
      as,
      name.endsWith(".log") ? linesOf(parseLog(files[name] ?? "", "file"), language) : "",
    ]),
  };
}

let oracle: Oracle;
beforeAll(async () => {
  oracle = await prepareOracle();
});

/** Tells one story with a program of each language; gives what the Node program left, where both left the same. */
async function compare(tell: (language: Language) => Promise<Run>): Promise<Run> {
  const [node, python] = await Promise.all([tell("node"), tell("python")]);
  expect(traceOf(python, "python")).toEqual(traceOf(node, "node"));
  return node;
}

/** The same, of a program that runs calls to its end. */
function compareCalls(calls: Call[], options: RunOptions = {}): Promise<Run> {
  return compare((language) => oracle.run(language, calls, options));
}

const testing = { RUN_ENVIRONMENT: "testing" };

const messages = [
  "",
  " ",
  "\n",
  "a\n\nb\n",
  "a\r\nb\rc\td\u001b[31mred\u001b[0m\u0000\u0007\u007f\u0080\u0085\u009f\u00a0",
  "\u2028\u2029\u200b\u202e\ufeff\ufffe\uffff",
  "half \ud800 half, \udc00\ud83d\ude00 \u{10ffff}",
  "naïve, Ελληνικά, 中文, עברית, 👩‍👩‍👧‍👦, e\u0301",
  "%s %d {} {0} {name} {{}} %% \\n $& $1",
  "2026-01-01 00:00:00.000 | CRITICAL | a:b:1 | forged",
  "x\n2026-01-01 00:00:00.000 | CRITICAL | a:b:1 | forged\r\n00:00:00.000 | INFO | a:b:1 | forged",
];

describe("the same calls leave the same lines in Node and in Python:", () => {
  test("FMT-1…6, MODE-1…3, CHILD-1, CHILD-3: levels, messages of every kind, children", async () => {
    const run = await compareCalls(
      [
        ...["trace", "debug", "info", "success", "warning", "error", "critical"].map(
          (level): Call => ["log", level, `a ${level} message`],
        ),
        ...messages.map((text): Call => ["log", "info", text]),
        ["child", "exit 3"],
        ["child", "kill -9 $$"],
        ["child", "exit 0"],
        ["name_child", "WORKER"],
        ["name_child", "APP"],
      ],
      {
        env: { ...testing, NAME_CHILD_PROCESS_WORKER: "worker", NAME_CHILD_PROCESS_APP: "app" },
      },
    );
    expect([run.code, run.stdout]).toEqual([1, "worker\n"]);
    expect(run.log).toHaveLength(1 + 5 + messages.length + 2 + 2);
  });

  test.each<Call>([
    ["exit", "all done", 0],
    ["exit", "enough {} of\nthis", 3],
    ["exit", "enough"],
    ["leave", 0],
    ["leave", 4],
    ["fail", "boom\nbang\u001b"],
    ["fail", ""],
  ])("EXIT-1…4, CRASH-1: %s %j", async (...call) => {
    await compareCalls([call], { env: testing });
  });

  test("EXIT-4, MODE-2: the end of the program in development", async () => {
    await compareCalls([["log", "debug", "seen"]], { env: { RUN_ENVIRONMENT: "development" } });
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)("EXIT-5: %s", async (signal) => {
    await compare(async (language) => {
      const service = oracle.start(language, [["stay"]], { stderrIsFree: true });
      await service.printed("waits");
      service.child.kill(signal);
      return service.ended();
    });
  });

  test("FMT-6, FILE-3: a message of 20 MB", async () => {
    const run = await compareCalls([["repeat", 1, "0123456789", 2_000_000]]);
    const texts = Object.values(run.files ?? {});
    expect(texts).toHaveLength(3);
    expect(texts[1]?.slice(-50)).toMatch(/\d \[3222788 more characters\]\n$/);
  });

  test("ENV-1…7: a guard that names every variable at fault", async () => {
    const run = await compareCalls([["log", "info", "never"]], {
      env: {
        NAME_APP: " ",
        RUN_ENVIRONMENT: "",
        PATH_TO_LOGS: undefined,
        LOG_MAX_SIZE: "x",
        LOG_MAX_FILES: "x",
      },
    });
    expect([run.code, run.terminal.length]).toEqual([1, 1]);
  });

  test("ENV-6: a guard that can write the log", async () => {
    const run = await compareCalls([["log", "info", "never"]], { env: { LOG_MAX_SIZE: "10000" } });
    expect([run.code, run.log.length]).toEqual([1, 1]);
  });

  test("ENV-1…7, FILE-2: what the guard says of every value", async () => {
    const logs = path.join(makeTempFolder(), "logs");
    const good = { NAME_APP: "app", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: logs };
    const guard = (changes: object, children: string[] = []): Call => [
      "guard",
      { ...good, ...changes },
      children,
    ];
    const run = await compareCalls([
      ["guard", {}, []],
      ...names.map((name) => guard({ NAME_APP: name })),
      ...environments.map((name) => guard({ RUN_ENVIRONMENT: name })),
      ...directories.map((name) => guard({ PATH_TO_LOGS: name })),
      guard({ RUN_ENVIRONMENT: "development", PATH_TO_LOGS: "/dev/null/x" }),
      ...counts.map((count) => guard({ LOG_MAX_FILES: count })),
      ...sizes.map((size) => guard({ LOG_MAX_SIZE: size })),
      ...sizes.map((size): Call => ["size", size]),
      ...children.map((named) => guard(named, ["A", "B"])),
    ]);
    const said = run.stdout.split("\n");
    expect(said[0]).toMatch(/NAME_APP.*RUN_ENVIRONMENT.*PATH_TO_LOGS/);
    expect(said.filter((line) => line === "").length).toBeGreaterThan(30);
    expect(said.filter((line) => line.includes(" is ")).length).toBeGreaterThan(60);
  });
});

const names = [
  ...[
    "a",
    "é",
    "😀",
    "a b",
    " a ",
    "...",
    "{}",
    "a'b",
    'a"b',
    "app~2",
    "a:b*c",
    "\u00a0x",
    "\u2028x",
  ],
  ...["a/b", "a\\b", ".", "..", "", " ", "\t", "\u3000", "\ufeff", "\u200b"],
  ...["\u0000", "a\u0001", "a\u007f", "a\u0085", "a\u009f", "a\n"],
  ...["x".repeat(200), "x".repeat(201), "é".repeat(100), "é".repeat(101), "😀".repeat(51)],
];
const environments = [
  ...[
    "",
    " ",
    "prod",
    "Production",
    " production",
    "production ",
    "test",
    "development",
    "testing",
  ],
  ...["toString", "constructor", "__proto__", "💥"],
];
const directories = ["", " ", "/dev/null", "/dev/null/x", "/proc/x"];
const counts = [
  ...["0", "5", " 5 ", "007", "5\n", "", " ", "9007199254740991"],
  ...["-1", "+5", "1.5", "1e3", "0x5", "5_0", "x", "٣", "9007199254740992"],
];
const sizes = [
  ...[
    "5 MB",
    "5MB",
    "5mb",
    "5 MiB",
    "500 KB",
    "500kb",
    "500 b",
    "1 B",
    "1 GB",
    "0.5 MB",
    "1.5",
    "3",
  ],
  ...[" 3 ", "9999", "9999.9", "5  MB", "5\tMB", "5 kB", "5 KIB", "", " ", "9007199254740991 B"],
  ...["4.35 MB", "0.29 GB", "1.1 KiB", "1.0000001 KB"],
  ...[
    "10000",
    "0",
    "0 MB",
    "0.1 B",
    "-1",
    "+1",
    "1e3",
    "5 M",
    "5 ib",
    "mb",
    "5 qb",
    "x",
    ".5 MB",
    "5. MB",
  ],
  ...["1_000 B", "0x10 B", "٣ MB", "9007199254740992 B", "9999999999999999 GB"],
];
const children = [
  {},
  { NAME_CHILD_PROCESS_A: "a", NAME_CHILD_PROCESS_B: "b" },
  { NAME_CHILD_PROCESS_A: "a", NAME_CHILD_PROCESS_B: "a" },
  { NAME_CHILD_PROCESS_A: "app", NAME_CHILD_PROCESS_B: " " },
  { NAME_CHILD_PROCESS_A: " ", NAME_CHILD_PROCESS_B: "a/b" },
  { NAME_CHILD_PROCESS_A: "x/y", NAME_CHILD_PROCESS_B: "x/y", NAME_APP: " " },
];

/** Bytes of each file, oldest first, without its start record, whose length is the runtime's. */
function sizesOf(run: Run): number[] {
  return [...namesOf(Object.keys(run.files ?? {})).keys()].map((name) => {
    const text = (run.files?.[name] ?? "").replace(/^.* \| Started app.*\n/, "");
    return Buffer.byteLength(text.replace(/up \d+\.\d s|exit:.*:\d+|ending:.*:\d+/g, ""));
  });
}

describe("the same records leave the same directory in Node and in Python:", () => {
  test.each([
    { LOG_MAX_SIZE: undefined, LOG_MAX_FILES: undefined, bytes: 5_000_000, kept: 5, records: 70 },
    { LOG_MAX_SIZE: "3", LOG_MAX_FILES: "0", bytes: 3_000_000, kept: 0, records: 35 },
    { LOG_MAX_SIZE: "5mb", LOG_MAX_FILES: "1", bytes: 5_000_000, kept: 1, records: 120 },
    { LOG_MAX_SIZE: "500 KB", LOG_MAX_FILES: "5", bytes: 500_000, kept: 5, records: 50 },
    { LOG_MAX_SIZE: "0.5 MiB", LOG_MAX_FILES: undefined, bytes: 524_288, kept: 5, records: 50 },
  ])(
    "FILE-2…6: LOG_MAX_SIZE=$LOG_MAX_SIZE, LOG_MAX_FILES=$LOG_MAX_FILES",
    async ({ bytes, kept, records, ...env }) => {
      const found: number[][] = [];
      const run = await compare(async (language) => {
        // 100 KB of text that is longer in bytes than in characters.
        const left = await oracle.run(language, [["repeat", records, "é", 49_950]], { env });
        found.push(sizesOf(left));
        return left;
      });
      expect(found[0]).toEqual(found[1]);
      expect(Math.max(...(found[0] ?? []))).toBeLessThanOrEqual(bytes);
      expect(Object.keys(run.files ?? {}).length).toBeLessThanOrEqual(kept + 1);
    },
  );
});

describe("the same stories are told in Node and in Python:", () => {
  test("PROC-5: a name that another process holds", async () => {
    const run = await compare(async (language) => {
      const directory = path.join(makeTempFolder(), "logs");
      const holder = oracle.start(language, [["obey"]], { directory });
      await holder.printed("waits");
      const second = await oracle.run(language, [["log", "info", "second"]], { directory });
      holder.child.stdin?.end();
      const { files } = await holder.ended();
      return { ...second, ...(files && { files }) };
    });
    expect(Object.keys(run.files ?? {})).toEqual(["app.log", "app~2.log"]);
  });

  test("EXIT-7: a run that was killed is named by the next", async () => {
    const run = await compare(async (language) => {
      const killed = oracle.start(language, [["obey"]]);
      await killed.printed("waits");
      killed.send("last words");
      await killed.printed("done last words");
      killed.child.kill("SIGKILL");
      const { directory } = await killed.ended();
      return oracle.run(language, [], { directory });
    });
    expect(run.log.map(({ level }) => level)).toEqual(["INFO", "INFO", "WARNING", "INFO", "INFO"]);
  });

  test("FAULT-1: a directory that is gone for a while", async () => {
    const run = await compare(async (language) => {
      const service = oracle.start(language, [["obey"]], {
        directory: path.join(makeTempFolder(), "logs"),
      });
      await service.printed("waits");
      rmSync(service.directory, { recursive: true });
      writeFileSync(service.directory, "");
      await say(service, "lost", 3);
      rmSync(service.directory);
      mkdirSync(service.directory);
      await say(service, "kept", 1);
      service.child.stdin?.end();
      return service.ended();
    });
    expect(run.terminal).toHaveLength(1);
    expect(run.log.map(({ level }) => level)).toEqual(["WARNING", "INFO", "INFO"]);
  });
});

/** Has it log words, after the 100 ms in which it may not look at its file. */
async function say(service: Started, word: string, count: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 150));
  for (let index = 0; index < count; index++) service.send(`${word}-${index}`);
  await service.printed(`done ${word}-${count - 1}`);
}
