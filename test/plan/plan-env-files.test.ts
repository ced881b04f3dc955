import { parse } from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planEnvFiles } from "../../generators/plan/plan-env-files.js";
import { standard } from "../../generators/standard.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { makeAnswers, planFor, type RunOptions, scaffold } from "../helpers/apply-fake-stages.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";

const loads: RunOptions = { found: { envFilesLoaded: [".env"] } };
const service: Tree = { "package.json": "{}\n", "src/index.ts": "start();\n" };

async function run(tree: Tree, options: RunOptions = loads) {
  const root = makeDirectory();
  writeTree(root, { ...service, ...tree });
  const plan = await scaffold(root, options);
  const after = readTree(root);
  const again = await planFor(root, options);
  expect(again.steps).toEqual([]);
  return { plan, env: after[".env"], example: after[".env.example"] };
}

const required = [
  "# Name of the service, and of its log file.",
  "NAME_APP=orders",
  "# Where it runs: development, testing or production.",
  "RUN_ENVIRONMENT=development",
];
const optional = [
  "# Directory of the log files. Required in testing and production.",
  "PATH_TO_LOGS=./logs",
  "# A log file is rotated before it grows past this: 500KB, 5MB, 1GiB.",
  "LOG_MAX_SIZE=5MB",
  "# Rotated log files that are kept besides the active one.",
  "LOG_MAX_FILES=5",
];
const all = [...required, ...optional].map((line) => `${line}\n`).join("");

test.each<[string, string | undefined, string]>([
  ["absent", undefined, all],
  ["empty", "", all],
  ["with a final newline", "A=1\n", `A=1\n\n${all}`],
  ["without one", "A=1", `A=1\n\n${all}`],
  ["with a blank line at its end", "A=1\n\n", `A=1\n\n${all}`],
  ["with CRLF", "A=1\r\n", `A=1\r\n\r\n${all.replaceAll("\n", "\r\n")}`],
  [
    "Latin-1 with a BOM",
    "\u00ef\u00bb\u00bf# caf\u00e9\n",
    `\u00ef\u00bb\u00bf# caf\u00e9\n\n${all}`,
  ],
  [
    "with some keys, one commented out",
    "NAME_APP=mine\n# LOG_MAX_SIZE=1GB\nLOG_MAX_FILES=\n",
    `NAME_APP=mine\n# LOG_MAX_SIZE=1GB\nLOG_MAX_FILES=\n\n${[...required.slice(2), ...optional.slice(0, 2)].join("\n")}\n`,
  ],
])("an .env.example %s gets the missing keys at its end", async (_what, before, after) => {
  const { example } = await run(before === undefined ? {} : { ".env.example": before }, {});
  expect(example).toBe(after);
});

test("a key that its owner took out of .env.example again stays out", async () => {
  const root = makeDirectory();
  writeTree(root, service);
  await scaffold(root);
  writeTree(root, { ".env.example": "NAME_APP=orders\n" });
  expect((await planFor(root)).steps).toEqual([]);
});

test("an .env.example in UTF-16 is left alone, and said", async () => {
  const utf16 = "\u00ff\u00feA\0=\0";
  const { plan, example } = await run({ ".env.example": utf16 }, {});
  expect(example).toBe(utf16);
  expect(plan.notes).toEqual([
    {
      file: ".env.example",
      text: "is not UTF-8 text and was left alone. Add NAME_APP, RUN_ENVIRONMENT, PATH_TO_LOGS, LOG_MAX_SIZE, LOG_MAX_FILES to it.",
    },
  ]);
});

test.each<[string, string, string]>([
  ["nothing of ours", "A=1\n", `A=1\n\n${required.join("\n")}\n`],
  ["no final newline", "A='x'", `A='x'\n\n${required.join("\n")}\n`],
  [
    "CRLF",
    "A=1\r\nNAME_APP=orders\r\n",
    `A=1\r\nNAME_APP=orders\r\n\r\n${required.slice(2).join("\r\n")}\r\n`,
  ],
  [
    "a key within a value",
    'K="\nNAME_APP=x\n"\n',
    `K="\nNAME_APP=x\n"\n\n${required.join("\n")}\n`,
  ],
  [
    "a key commented out",
    "#NAME_APP=x\nRUN_ENVIRONMENT=testing\nPATH_TO_LOGS=/var/log",
    `#NAME_APP=x\nRUN_ENVIRONMENT=testing\nPATH_TO_LOGS=/var/log\n\n${required.slice(0, 2).join("\n")}\n`,
  ],
  [
    "production without a log directory",
    "NAME_APP=orders\nRUN_ENVIRONMENT=production\n",
    `NAME_APP=orders\nRUN_ENVIRONMENT=production\n\n${optional.slice(0, 2).join("\n")}\n`,
  ],
  [
    "everything",
    "NAME_APP=orders\nexport RUN_ENVIRONMENT = testing\nPATH_TO_LOGS=x",
    "NAME_APP=orders\nexport RUN_ENVIRONMENT = testing\nPATH_TO_LOGS=x",
  ],
])(
  "an .env that is loaded, with %s, gets what the service can't start without",
  async (_what, before, after) => {
    expect((await run({ ".env": before })).env).toBe(after);
  },
);

test("an .env that the service doesn't load, and one that isn't there, are not written", async () => {
  expect((await run({ ".env": "A=1" }, {})).env).toBe("A=1");
  expect((await run({})).env).toBeUndefined();
});

test("of several files that are loaded each counts, and '.env' gets what none has", async () => {
  const root = makeDirectory();
  writeTree(root, { ...service, ".env.local": "NAME_APP=orders\n", ".env": "A=1\n" });
  await scaffold(root, { found: { envFilesLoaded: [".env.local", ".env"] } });
  expect(readTree(root)).toMatchObject({
    ".env.local": "NAME_APP=orders\n",
    ".env": `A=1\n\n${required.slice(2).join("\n")}\n`,
  });
});

test.each([
  [
    "NAME_APP=\nRUN_ENVIRONMENT=testing\nPATH_TO_LOGS=x",
    1,
    "NAME_APP is empty: the service stops at its guard. Set it, for example to 'orders'.",
  ],
  [
    "NAME_APP=other\nRUN_ENVIRONMENT=development",
    1,
    "NAME_APP is 'other', not 'orders': left as it is, and the log file is called after it.",
  ],
  [
    "NAME_APP=orders\nRUN_ENVIRONMENT=staging",
    2,
    "RUN_ENVIRONMENT is 'staging': the service stops at its guard. Valid are development, testing, production.",
  ],
])(
  "an .env of %j is not changed, and its fault is noted with its line",
  async (text, line, note) => {
    const { plan, env } = await run({ ".env": text });
    expect(env).toBe(text);
    expect(plan.notes).toEqual([{ file: ".env", line, text: note }]);
  },
);

test("an .env with an open quotation mark that our value would close is left alone, and said", async () => {
  const text = "A='open\n";
  const { env, plan } = await run({ ".env": text }, { ...loads, answers: { name: "my app" } });
  expect(env).toBe(text);
  expect(plan.notes).toEqual([
    {
      file: ".env",
      text: "can't take another line (is a quotation mark left open?) and was left alone. Add NAME_APP, RUN_ENVIRONMENT to it.",
    },
  ]);
});

test("with NODE_ENV chosen that is the key, and 'test' is valid", async () => {
  const changed = structuredClone(standard);
  changed.variables.environment = "NODE_ENV";
  const options = { ...loads, answers: { standard: changed } };
  const { env, plan } = await run(
    { ".env": "NAME_APP=orders\nNODE_ENV=test\nPATH_TO_LOGS=x\n" },
    options,
  );
  expect(env).toBe("NAME_APP=orders\nNODE_ENV=test\nPATH_TO_LOGS=x\n");
  expect(plan.notes).toEqual([]);
});

test("property: an .env keeps every byte as its beginning, and every value it had", () => {
  const line = fc.constantFrom(
    "A=1",
    "NAME_APP=x",
    "# x",
    "",
    "B='a",
    'C="x\ny"',
    'C="x" y',
    "export D=`q`",
    "\u00e9=\u00e9",
    "RUN_ENVIRONMENT=testing # c",
  );
  const name = fc.constantFrom("orders", "my orders", "it's");
  const root = makeDirectory();
  fc.assert(
    fc.property(
      fc.array(line),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      name,
      (lines, end, isOpen, name) => {
        const before = lines.join(end) + (isOpen ? "" : end);
        writeTree(root, { ".env": before });
        const { steps, notes } = planEnvFiles(root, makeAnswers({ name }), [".env"], undefined);
        const step = steps.find((step) => step.path === ".env");
        if (step === undefined || step.kind !== "patch") {
          const isLeft = notes.some(({ text }) => text.includes("can't take another line"));
          expect(isLeft || "NAME_APP" in parse(before)).toBe(true);
          return;
        }
        const after = Buffer.from(step.after).toString("latin1");
        expect(after.startsWith(before)).toBe(true);
        expect(parse(after)).toMatchObject(parse(before));
        expect(Object.keys(parse(after))).toContain("NAME_APP");
      },
    ),
    { numRuns: 500 },
  );
});
