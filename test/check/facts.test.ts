import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { checkAt, editCopy, scaffold } from "../helpers/check-services.js";
import { plainService } from "../helpers/cli-service.js";

const facts = [
  "repo:lock",
  "repo:files",
  "repo:markers",
  "repo:entry",
  "repo:loggers",
  "repo:env",
  "repo:gitignore",
  "repo:spawn",
];

let untouched: string;
let written: string[];
beforeAll(async () => {
  untouched = await scaffold({
    ...plainService,
    ".gitignore": "node_modules/\n",
    "src/logs.js": 'import winston from "winston";\nexport const log = winston.createLogger({});\n',
    "package.json": JSON.stringify({
      name: "news",
      type: "module",
      main: "src/index.js",
      scripts: { start: "node src/index.js" },
      dependencies: { winston: "3" },
    }),
  });
  written = readdirSync(path.join(untouched, "src/logging"));
});

test("the facts of an untouched repo pass, and say what they saw", async () => {
  const { failed, evidence } = await checkAt(untouched, facts);
  expect(failed).toEqual([]);
  expect(evidence).toEqual({
    "repo:lock": expect.stringMatching(/^written by version \d/),
    "repo:files": `${written.length} files`,
    "repo:markers": expect.stringMatching(/^none in \d+ files$/),
    "repo:entry": "src/index.js",
    "repo:loggers": "set up, and not in its directory: src/logs.js:2",
    "repo:env": "all of them",
    "repo:gitignore": "ignored, or outside of the repo (./logs)",
    "repo:spawn": "no place starts a child",
  });
});

test.each<[string, string, string, string | RegExp, string, RegExp]>([
  [
    "a lock that was edited",
    "repo:lock",
    "create-logging.lock",
    /"sha256": "./,
    '"sha256": "',
    /was edited/,
  ],
  [
    "markers of a merge",
    "repo:markers",
    "src/logging/exit.js",
    /^/,
    "<<<<<<< yours\n",
    /src\/logging\/exit\.js/,
  ],
  [
    "an import above the setup",
    "repo:entry",
    "src/index.js",
    /^/,
    'import "./logs.js";\n',
    /src\/index\.js:2 .* runs before the guard/,
  ],
  [
    "no setup",
    "repo:entry",
    "src/index.js",
    /^.*setup.*\n/m,
    "",
    /'src\/index\.js' lacks what loads 'setup'.*: run create-logging/,
  ],
  [
    "a broken entrypoint",
    "repo:entry",
    "src/index.js",
    /$/,
    "if (",
    /'src\/index\.js:\d+' does not parse/,
  ],
  [
    "another logger in its directory",
    "repo:loggers",
    "src/logs.js",
    "({})",
    "({ dirname: process.env.PATH_TO_LOGS })",
    /^src\/logs\.js:2 sets up winston/,
  ],
  [
    "a variable that nobody documents",
    "repo:env",
    ".env.example",
    /^PATH_TO_LOGS=.*\n/m,
    "",
    /^it lacks PATH_TO_LOGS$/,
  ],
  [
    "logs that git takes",
    "repo:gitignore",
    ".gitignore",
    "/logs/",
    "",
    /^'\.gitignore' lacks \/logs\/ \(\.\/logs\)$/,
  ],
])("%s turns %s red, and nothing else", async (_title, clause, file, text, by, said) => {
  const { failed, evidence } = await checkAt(editCopy(untouched, [[file, text, by]]), facts);
  expect(failed).toEqual([clause]);
  expect(evidence[clause]).toMatch(said);
});

test("files that are missing are named; a README is not missed", async () => {
  const root = editCopy(untouched, []);
  rmSync(path.join(root, "src/logging/README.md"));
  const { failed, evidence } = await checkAt(root, facts);
  expect([failed, evidence["repo:files"]]).toEqual([
    [],
    `${written.length - 1} files, but for README.md`,
  ]);
  rmSync(path.join(root, "src/logging/crash.js"));
  const more = await checkAt(root, facts);
  expect([more.failed, more.evidence["repo:files"]]).toEqual([
    ["repo:files"],
    "missing in 'src/logging': README.md, crash.js",
  ]);
});

test("without a lock file nobody knows what belongs to the folder", async () => {
  const root = editCopy(untouched, []);
  rmSync(path.join(root, "create-logging.lock"));
  const { failed, skipped } = await checkAt(root, facts);
  expect([failed, skipped]).toEqual([["repo:lock"], ["repo:files"]]);
});
