import { expect, test } from "vitest";
import { listNextSteps, type NextStepFacts } from "../../generators/plan/list-next-steps.js";
import type { StartCommand } from "../../generators/target/target.js";
import { makeAnswers, makeTarget } from "../helpers/apply-fake-stages.js";
import { makePythonTarget } from "../helpers/python-target.js";

const script = (name: string, loadsEnv = false): StartCommand => ({
  source: `package.json scripts.${name}`,
  command: "node dist/index.js",
  entries: ["src/index.ts"],
  loadsEnv,
  stage: "production",
});
const docker: StartCommand = { ...script(""), source: "Dockerfile:12" };

function nextFor(startCommands: StartCommand[], facts: Partial<NextStepFacts> = {}): string[] {
  return listNextSteps({
    answers: makeAnswers({ name: "it's" }),
    target: makeTarget("/repo", { startCommands }),
    steps: [{ kind: "delete", path: "x", before: new Uint8Array(), reason: "" }],
    conflicts: [],
    loaded: undefined,
    absent: undefined,
    install: undefined,
    tellsStart: true,
    ...facts,
  });
}

const production =
  "In production set RUN_ENVIRONMENT=production, and PATH_TO_LOGS to a directory that the service may write to.";

test.each<[string, StartCommand[], Partial<NextStepFacts>, string[]]>([
  [
    "no env file: the start line has the variables",
    [script("start")],
    {},
    ["Start it: NAME_APP='it'\\''s' RUN_ENVIRONMENT=development npm start", production],
  ],
  [
    "an env file that code loads",
    [script("dev"), script("start")],
    { loaded: ".env" },
    ["Start it, with the variables in '.env': npm start", production],
  ],
  [
    "an env file that code would load, were it there: then no other start line is at fault",
    [script("start"), docker],
    { absent: ".env" },
    [
      "Put NAME_APP and RUN_ENVIRONMENT into '.env', which it loads, and start it: npm start",
      production,
    ],
  ],
  [
    "a line that changes its directory first: the variables are the program's",
    [{ ...docker, command: "cd /srv && python main.py" }],
    {},
    [
      "Start it: cd /srv && NAME_APP='it'\\''s' RUN_ENVIRONMENT=development python main.py",
      "'Dockerfile:12' loads no env file: give it NAME_APP and RUN_ENVIRONMENT, and PATH_TO_LOGS in testing and production.",
      production,
    ],
  ],
  [
    "a script that sets the environment itself",
    [{ ...script("start"), command: "RUN_ENVIRONMENT=production node dist/index.js" }],
    {},
    ["Start it: NAME_APP='it'\\''s' PATH_TO_LOGS=./logs npm start", production],
  ],
  [
    "no script",
    [],
    {},
    ["Start it: NAME_APP='it'\\''s' RUN_ENVIRONMENT=development node src/index.ts", production],
  ],
  [
    "a script that loads one by flag",
    [script("start", true)],
    {},
    [
      "Put NAME_APP and RUN_ENVIRONMENT into the file that it loads, and start it: npm start",
      production,
    ],
  ],
  [
    "N5: another start that loads none",
    [script("start", true), docker],
    {},
    [
      "Put NAME_APP and RUN_ENVIRONMENT into the file that it loads, and start it: npm start",
      "'Dockerfile:12' loads no env file: give it NAME_APP and RUN_ENVIRONMENT, and PATH_TO_LOGS in testing and production.",
      production,
    ],
  ],
  [
    "conflicts and an install come first",
    [script("start")],
    {
      conflicts: ["a.ts"],
      install: "Install what was added to package.json: npm install",
      loaded: ".env",
    },
    [
      "Resolve the conflicts in 'a.ts'.",
      "Install what was added to package.json: npm install",
      "Start it, with the variables in '.env': npm start",
      production,
    ],
  ],
  ["nothing to do", [script("start")], { steps: [{ kind: "leave", path: "a", reason: "" }] }, []],
])("%s", (_what, commands, facts, next) => {
  expect(nextFor(commands, facts)).toEqual(next);
});

test.each([
  ["npm", "npm run dev"],
  ["pnpm", "pnpm run dev"],
  ["yarn", "yarn run dev"],
  ["bun", "bun run dev"],
] as const)("%s runs a script as it does", (packageManager, line) => {
  const target = makeTarget("/repo", { packageManager, startCommands: [script("dev")] });
  expect(nextFor([], { target, loaded: ".env" })[0]).toBe(
    `Start it, with the variables in '.env': ${line}`,
  );
});

test("a child's variable is one of those to set", () => {
  const answers = makeAnswers({ children: [{ descriptor: "X", name: "x y" }] });
  expect(nextFor([script("start")], { answers })[0]).toBe(
    "Start it: NAME_APP=orders RUN_ENVIRONMENT=development NAME_CHILD_PROCESS_X='x y' npm start",
  );
});

test.each<[string, Partial<StartCommand>, string]>([
  [
    "in its folder",
    { dir: "src" },
    "cd src && NAME_APP='it'\\''s' RUN_ENVIRONMENT=development node dist/index.js",
  ],
  [
    "of several commands: each has the variables",
    { command: "alembic upgrade head && exec uvicorn 'app:app'" },
    "NAME_APP='it'\\''s' RUN_ENVIRONMENT=development sh -c 'alembic upgrade head && exec uvicorn '\\''app:app'\\'''",
  ],
  [
    "without the folder that another machine has its program in",
    { command: "/usr/local/bin/gunicorn app:app" },
    "NAME_APP='it'\\''s' RUN_ENVIRONMENT=development gunicorn app:app",
  ],
])("a start command %s", (_what, changes, line) => {
  expect(nextFor([{ ...docker, ...changes }])).toEqual([
    `Start it: ${line}`,
    "'Dockerfile:12' loads no env file: give it NAME_APP and RUN_ENVIRONMENT, and PATH_TO_LOGS in testing and production.",
    production,
  ]);
});

test("a command of the package that is shown needs no second sentence", () => {
  const command = { ...docker, source: "package.json bin.svc", command: "svc" };
  expect(nextFor([{ ...command, stage: "bin" }])).toEqual([
    "Start it: NAME_APP='it'\\''s' RUN_ENVIRONMENT=development svc",
    production,
  ]);
});

test("P10: Django's manage.py is told to serve", () => {
  const runs = [{ searchPath: "", module: "__main__" }];
  const target = makePythonTarget("/repo", {
    entrypoints: [{ file: "manage.py", sources: [], runs, belongsTo: "manage.py" }],
  });
  const answers = makeAnswers({ entries: ["manage.py"] });
  expect(nextFor([], { target, answers, loaded: ".env" })[0]).toBe(
    "Start it, with the variables in '.env': python manage.py runserver",
  );
});
