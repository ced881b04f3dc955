import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Flags } from "../../generators/answers/answers.js";
import { type Asker, collectAnswers } from "../../generators/answers/collect-answers.js";
import type { GivenConfig } from "../../generators/answers/read-config.js";
import { features, standard } from "../../generators/standard.js";
import type { Target } from "../../generators/target/target.js";
import { describeTarget } from "../helpers/cli-target.js";

let root: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), "answers-")));
  mkdirSync(path.join(root, "src"));
  for (const file of ["src/index.ts", "src/worker.ts", "src/scorer.ts"])
    writeFileSync(path.join(root, file), "");
  symlinkSync(os.tmpdir(), path.join(root, "out"));
  symlinkSync("/etc/passwd", path.join(root, "src/stray.ts"));
});

afterAll(() => rmSync(root, { recursive: true }));

const twoEntrypoints = [
  { file: "src/index.ts", sources: ["package.json scripts.start", "Dockerfile:12"] },
  { file: "src/worker.ts", sources: ["Procfile:2"] },
];

interface Situation {
  flags?: Partial<Flags>;
  config?: GivenConfig;
  target?: Partial<Target>;
  /** What the person says; a question that is not here must not be asked. Absent: no terminal. */
  says?: Partial<Record<"name" | "children" | "entries" | "plop", unknown>>;
}

async function collect({ flags, config, target, says }: Situation) {
  const asked: string[] = [];
  const reply = (key: "name" | "children" | "entries" | "plop") => async (): Promise<never> => {
    asked.push(key);
    if (says?.[key] === undefined) throw new Error(`asked for ${key}`);
    return says[key] as never;
  };
  const asker: Asker = {
    askName: reply("name"),
    askChildren: reply("children"),
    askEntries: reply("entries"),
    askPlop: reply("plop"),
  };
  const all: Flags = {
    yes: false,
    force: false,
    dryRun: false,
    diff: false,
    json: false,
    install: true,
    ...flags,
  };
  const result = await collectAnswers(
    all,
    config ?? {},
    describeTarget({ root, ...target }),
    says === undefined ? undefined : asker,
  );
  return { ...result, questions: asked };
}

describe("answers come from flags, then create-logging.json, then the person", () => {
  it("everything from flags: nothing is asked", async () => {
    const { answers, asked } = await collect({
      flags: {
        name: "feed",
        entries: ["./src/worker.ts"],
        children: [{ descriptor: "SCORER", entry: "src/scorer.ts" }],
        dir: "./lib/log/",
        envVar: "NODE_ENV",
      },
      says: {},
    });
    expect(asked).toBe(false);
    expect(answers).toEqual({
      name: "feed",
      target: "node",
      dir: "lib/log",
      entries: ["src/worker.ts"],
      children: [{ descriptor: "SCORER", name: "feed-scorer", entry: "src/scorer.ts" }],
      standard: { ...standard, variables: { ...standard.variables, environment: "NODE_ENV" } },
      features,
    });
  });

  it("everything from the config: nothing is asked, and no children in it means none", async () => {
    const { answers, asked } = await collect({
      config: {
        name: "feed",
        entries: ["src/index.ts"],
        dir: "logging",
        levels: { production: "DEBUG" },
        formats: { file: "{message}" },
        defaults: { maxFiles: 9 },
        features: { captureConsole: true },
        variables: { logs: "LOG_DIR" },
      },
      says: {},
    });
    expect(asked).toBe(false);
    expect(answers).toEqual({
      name: "feed",
      target: "node",
      dir: "logging",
      entries: ["src/index.ts"],
      children: [],
      standard: {
        variables: { ...standard.variables, logs: "LOG_DIR" },
        modes: { ...standard.modes, production: { ...standard.modes.production, level: "DEBUG" } },
        formats: { ...standard.formats, file: "{message}" },
        defaults: { ...standard.defaults, maxFiles: 9 },
      },
      features: { ...features, captureConsole: true },
    });
  });

  it("the rest from the person, in the order name, children, entries, plop", async () => {
    const { answers, asked, questions } = await collect({
      says: {
        name: "feed",
        children: [{ descriptor: "A" }],
        entries: ["src/worker.ts"],
        plop: true,
      },
    });
    expect(questions).toEqual(["name", "children", "entries", "plop"]);
    expect(answers.plop).toBe(true);
    expect(asked).toBe(true);
    expect(answers).toMatchObject({
      name: "feed",
      dir: "src/logging",
      children: [{ descriptor: "A", name: "feed-a" }],
      entries: ["src/worker.ts"],
    });
  });

  it.each<[string, Situation, boolean | undefined, string[]]>([
    ["nobody spoke of", { flags: { yes: true, name: "a" } }, undefined, []],
    ["a flag asks for", { flags: { yes: true, name: "a", plop: true } }, true, []],
    ["the config asks for", { flags: { yes: true, name: "a" }, config: { plop: true } }, true, []],
    [
      "a flag takes back",
      { flags: { yes: true, name: "a", plop: false }, config: { plop: true } },
      undefined,
      [],
    ],
    [
      "a flag declines, so that nobody is asked,",
      { flags: { plop: false }, says: { name: "a", children: [], entries: ["src/worker.ts"] } },
      undefined,
      ["name", "children", "entries"],
    ],
    [
      "the config has settled",
      {
        config: { plop: false },
        says: { name: "a", children: [], entries: ["src/worker.ts"] },
      },
      undefined,
      ["name", "children", "entries"],
    ],
  ])("plop that %s", async (_, situation, plop, asked) => {
    const { answers, questions } = await collect(situation);
    expect(answers.plop).toBe(plop);
    expect(questions).toEqual(asked);
  });

  it("a flag wins over the config", async () => {
    const { answers } = await collect({
      flags: { name: "b", entries: ["src/worker.ts"], dir: "lib", envVar: "STAGE" },
      config: {
        name: "a",
        entries: ["src/index.ts"],
        dir: "src/logging",
        variables: { environment: "NODE_ENV" },
      },
    });
    expect(answers).toMatchObject({ name: "b", entries: ["src/worker.ts"], dir: "lib" });
    expect(answers.standard.variables.environment).toBe("STAGE");
  });

  it("a --child joins those of the config, and changes what it says of one that is there", async () => {
    const { answers } = await collect({
      flags: { children: [{ descriptor: "B", name: "new" }, { descriptor: "C" }] },
      config: {
        name: "a",
        entries: ["src/index.ts"],
        children: [
          { descriptor: "A", name: "a-a" },
          { descriptor: "B", name: "old", entry: "src/scorer.ts" },
        ],
      },
    });
    expect(answers.children).toEqual([
      { descriptor: "A", name: "a-a" },
      { descriptor: "B", name: "new", entry: "src/scorer.ts" },
      { descriptor: "C", name: "a-c" },
    ]);
  });

  it("the standard itself stays as it is", async () => {
    const before = structuredClone(standard);
    await collect({
      flags: { name: "a", yes: true, envVar: "X" },
      config: { levels: { testing: "TRACE" } },
    });
    expect(standard).toEqual(before);
  });
});

describe("--yes", () => {
  it("at a terminal takes the package's name, no children and the detected entry, and asks nothing", async () => {
    const { answers, asked } = await collect({ flags: { yes: true }, says: {} });
    expect(asked).toBe(false);
    expect(answers).toMatchObject({ name: "news", children: [], entries: ["src/index.ts"] });
  });

  it("at a terminal refuses where package.json has no name that is a file name", async () => {
    const situation = { target: { packageJson: { name: "..", dependencies: [] } }, says: {} };
    await expect(collect({ flags: { yes: true }, ...situation })).rejects.toThrow(
      "Its package.json gives the service no usable name. Pass --name <name>.",
    );
  });

  it("without a terminal still wants a name", async () => {
    await expect(collect({ flags: { yes: true } })).rejects.toThrow("Pass --name news.");
  });

  it("P10: takes all files by which Django starts one service, and none beside another's", async () => {
    const django = twoEntrypoints.map((entry) => ({ ...entry, belongsTo: "manage.py" }));
    const flags = { yes: true, name: "a" };
    const { answers } = await collect({ flags, target: { entrypoints: django } });
    expect(answers.entries).toEqual(["src/index.ts", "src/worker.ts"]);
    const entrypoints = [...django, { file: "proj/celery.py", sources: [] }];
    await expect(collect({ flags, target: { entrypoints } })).rejects.toThrow("Several files");
    await expect(collect({ target: { entrypoints: django } })).rejects.toThrow(
      "Pass --name news --entry src/index.ts --entry src/worker.ts (--yes takes those entrypoints, the ones detected).",
    );
  });

  it("takes no entry of several, but lists where each was found", async () => {
    await expect(
      collect({ flags: { yes: true, name: "a" }, target: { entrypoints: twoEntrypoints } }),
    ).rejects.toThrow(
      [
        "Several files start this service:",
        "  src/index.ts   package.json scripts.start, Dockerfile:12",
        "  src/worker.ts  Procfile:2",
        "Pass each that is to log with --entry, for example: --entry src/index.ts",
      ].join("\n"),
    );
  });

  it("takes all that are ways into one service", async () => {
    const entrypoints = twoEntrypoints.map((each) => ({ ...each, belongsTo: "manage.py" }));
    const { answers } = await collect({ flags: { yes: true, name: "a" }, target: { entrypoints } });
    expect(answers.entries).toEqual(["src/index.ts", "src/worker.ts"]);
    const [one, other] = entrypoints;
    await expect(
      collect({
        flags: { yes: true, name: "a" },
        target: { entrypoints: [one, { ...other, belongsTo: "other/manage.py" }] as never },
      }),
    ).rejects.toThrow("Several files start this service:");
  });

  it("a child's entrypoint is not a candidate for the service's own", async () => {
    const { answers } = await collect({
      flags: { yes: true, name: "a", children: [{ descriptor: "W", entry: "src/worker.ts" }] },
      target: { entrypoints: twoEntrypoints },
    });
    expect(answers.entries).toEqual(["src/index.ts"]);
  });
});

describe("without a terminal", () => {
  it.each<[Situation, string]>([
    [
      {},
      "There is no terminal to ask at, and answers are missing. Pass --name news --entry src/index.ts (--yes takes that entrypoint, the one detected).",
    ],
    [
      { flags: { name: "a" } },
      "There is no terminal to ask at, and answers are missing. Pass --entry src/index.ts (--yes takes that entrypoint, the one detected).",
    ],
    [
      { target: { packageJson: { dependencies: [] }, entrypoints: [] } },
      "There is no terminal to ask at, and answers are missing. Pass --name <name> --entry <file>.",
    ],
    [
      { target: { entrypoints: twoEntrypoints } },
      [
        "There is no terminal to ask at, and answers are missing. Pass --name news --entry <file>.",
        "Several files start this service:",
        "  src/index.ts   package.json scripts.start, Dockerfile:12",
        "  src/worker.ts  Procfile:2",
      ].join("\n"),
    ],
    [
      {
        target: {
          entrypoints: twoEntrypoints.map((each) => ({ ...each, belongsTo: "manage.py" })),
        },
      },
      "There is no terminal to ask at, and answers are missing. Pass --name news --entry src/index.ts --entry src/worker.ts (--yes takes those entrypoints, the ones detected).",
    ],
    [
      { flags: { name: "a" }, target: { entrypoints: [] } },
      "Cannot find an entrypoint: tried 'src/index.ts', 'src/main.ts', 'src/server.ts', 'src/app.ts', 'index.ts', 'main.ts', 'server.ts', 'app.ts'. Pass one with --entry <file>.",
    ],
    [
      {
        flags: { name: "a", children: [{ descriptor: "X", name: "b", entry: "src/index.ts" }] },
        target: { entrypoints: twoEntrypoints.slice(0, 1) },
      },
      "What starts this package, 'src/index.ts', is declared as a child's. Pass the parent's own entrypoint with --entry <file>.",
    ],
    [
      {
        flags: { name: "a" },
        target: { entrypoints: [], language: "javascript", sourceRoot: "" },
      },
      "Cannot find an entrypoint: tried 'index.js', 'main.js', 'server.js', 'app.js'. Pass one with --entry <file>.",
    ],
  ])("%j is refused, naming the flags", async (situation, message) => {
    await expect(collect(situation)).rejects.toMatchObject({ message, exitCode: 2 });
  });

  it("needs no --yes when name and entry are said; children are optional", async () => {
    const { answers } = await collect({ flags: { name: "a", entries: ["src/index.ts"] } });
    expect(answers.children).toEqual([]);
  });
});

describe("an entrypoint that is named", () => {
  const entry = async (file: string) => collect({ flags: { name: "a", entries: [file] } });

  it("may be absolute, as a shell completes it", async () => {
    const { answers } = await entry(path.join(root, "src/index.ts"));
    expect(answers.entries).toEqual(["src/index.ts"]);
  });

  it.each([
    ["src/nope.ts", "does not exist"],
    ["src", "is not a file"],
    ["", "is blank"],
    ["../index.ts", "has a '..', and must stay in the package"],
    ["/etc/passwd", "is an absolute path"],
    ["src/stray.ts", "is a link that leads out of the package"],
  ])("%j is refused: it %s", async (file, fault) => {
    await expect(entry(file)).rejects.toMatchObject({
      message: `Entrypoint '${file}' ${fault}. Pass a source file in '${root}' with --entry <file>.`,
      exitCode: 2,
    });
  });

  it("twice is one", async () => {
    const { answers } = await collect({
      flags: { name: "a", entries: ["src/index.ts", "./src/index.ts"] },
    });
    expect(answers.entries).toEqual(["src/index.ts"]);
  });
});

describe("children that would share something are refused (ENV-7)", () => {
  it.each<[Flags["children"] & object, string]>([
    [
      [
        { descriptor: "A", name: "x" },
        { descriptor: "A", name: "y" },
      ],
      "Child 'A' is declared twice.",
    ],
    [[{ descriptor: "A", name: "feed" }], "Child 'A' has its parent's name 'feed'"],
    [
      [
        { descriptor: "A", name: "x" },
        { descriptor: "B", name: "x" },
      ],
      "Children 'A' and 'B' have one name, 'x'",
    ],
    [
      [{ descriptor: "A", name: "feed-b" }, { descriptor: "B" }],
      "Children 'A' and 'B' have one name, 'feed-b'",
    ],
    [
      [{ descriptor: "A", entry: "src/index.ts" }],
      "'src/index.ts' is given as the entrypoint of child 'A' and of the service itself.",
    ],
    [
      [{ descriptor: "A", entry: "src/nope.ts" }],
      "Entrypoint 'src/nope.ts' does not exist. Pass a source file",
    ],
  ])("%j", async (children, message) => {
    const flags = { name: "feed", entries: ["src/index.ts"], children };
    await expect(collect({ flags })).rejects.toThrow(message);
  });

  it("a child whose name is too long with its parent's before it is refused as any name", async () => {
    const flags = {
      name: "n".repeat(199),
      entries: ["src/index.ts"],
      children: [{ descriptor: "A" }],
    };
    await expect(collect({ flags })).rejects.toThrow("is 201 bytes long");
  });
});

describe("variables that stand for two things are refused", () => {
  it("--env-var NAME_APP", async () => {
    const flags = { name: "a", entries: ["src/index.ts"], envVar: "NAME_APP" };
    await expect(collect({ flags })).rejects.toThrow(
      "Variable 'NAME_APP' stands for both variables.name and variables.environment.",
    );
  });

  it("a child whose variable is another's", async () => {
    const flags = { name: "a", entries: ["src/index.ts"], children: [{ descriptor: "APP" }] };
    const config = { variables: { childPrefix: "NAME_" } };
    await expect(collect({ flags, config })).rejects.toThrow(
      "Child 'APP' would be named by 'NAME_APP', which is variables.name already.",
    );
  });
});
