import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Plan } from "../../generators/plan/plan.js";
import { planRemove } from "../../generators/plan/plan-remove.js";
import type { Target } from "../../generators/target/target.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { makeAnswers, makeTarget } from "../helpers/patch-target.js";
import { putIn, takeOut } from "../helpers/remove-round-trip.js";

const service: Tree = {
  "package.json": '{\n  "name": "orders",\n  "sideEffects": false,\n  "type": "module"\n}\n',
  ".gitignore": "dist\n",
  ".env": "TOKEN=secret",
  ".env.example": "TOKEN=\n",
  "src/index.ts":
    'import "dotenv/config";\nimport { fork } from "node:child_process";\n\nfork("worker.js");\nconsole.log("up");\n',
};
const index = service["src/index.ts"] ?? "";
const call = 'fork("worker.js", [], { env: childEnv("WORKER") });';

async function setUp(changes: Tree = {}, plop = false): Promise<Target> {
  const root = makeDirectory();
  writeTree(root, { ...service, ...changes });
  const target = makeTarget(root, {
    moduleKind: "esm",
    specifierExtension: ".js",
    packageJson: { type: "module", dependencies: ["dotenv"] },
  });
  const children = [{ descriptor: "WORKER", name: "worker" }];
  const lines = (changes["src/index.ts"] ?? index).split(/\r?\n/);
  const line = lines.findIndex((each) => each.startsWith("fork(")) + 1;
  const spawn = { file: "src/index.ts", line, text: 'fork("worker.js")', descriptor: "WORKER" };
  await putIn(target, makeAnswers({ name: "orders", children, plop }), [spawn]);
  return target;
}

const read = ({ root }: Target, file: string) => readTree(root)[file] ?? "";
const write = ({ root }: Target, tree: Tree) => writeTree(root, tree);
const change = (target: Target, file: string, from: string | RegExp, to: string) => {
  const text = read(target, file);
  expect(text).toMatch(from);
  write(target, { [file]: text.replace(from, () => to) });
};
const listKept = ({ steps }: Plan) =>
  steps.flatMap((step) => (step.kind === "leave" ? [`${step.path} ${step.reason}`] : []));
const shortly = ({ notes }: Plan) =>
  notes.map(({ file, line, text }) => `${file}:${line}: ${text}`);
const refusal = (target: Target): Promise<string> =>
  takeOut(target).then(
    () => "not refused",
    (error: Error) => error.message,
  );

test("an unedited service is as it was before, and a second run finds nothing to do", async () => {
  const target = await setUp();
  expect(read(target, "src/index.ts")).toContain(call);
  const plan = await takeOut(target);
  expect(readTree(target.root)).toEqual(service);
  expect([plan.notes, plan.next]).toEqual([[], ["Look at the diff, and commit it."]]);
  const again = await takeOut(target);
  expect([again.steps, again.idle]).toEqual([[], expect.stringContaining("Nothing to do")]);
});

describe("a generated file that was edited", () => {
  it("is kept and named, and nothing else of the folder", async () => {
    const target = await setUp();
    write(target, { "src/logging/index.ts": "// mine\n" });
    const plan = await takeOut(target);
    expect(readTree(target.root)).toEqual({ ...service, "src/logging/index.ts": "// mine\n" });
    expect(listKept(plan)).toEqual(["src/logging/index.ts was edited by its owner"]);
    expect(plan.next[0]).toMatch(/^Kept, because edited: 'src\/logging\/index.ts'\. Nothing loads/);
    expect((await takeOut(target)).steps).toEqual([]);
  });

  it("goes with --force", async () => {
    const target = await setUp();
    write(target, { "src/logging/index.ts": "// mine\n" });
    await takeOut(target, { force: true });
    expect(readTree(target.root)).toEqual(service);
  });

  it("that a checkout gave other line endings is no edited one", async () => {
    const target = await setUp();
    for (const [file, text] of Object.entries(readTree(target.root)))
      if (file !== "create-logging.lock") write(target, { [file]: text.replaceAll("\n", "\r\n") });
    await takeOut(target);
    const expected = Object.entries(service).map(([file, text]) => [
      file,
      text.replaceAll("\n", "\r\n"),
    ]);
    expect(readTree(target.root)).toEqual(Object.fromEntries(expected));
  });
});

describe("create-logging.json", () => {
  it("that was edited is kept and named; --force deletes it", async () => {
    const target = await setUp();
    change(target, "create-logging.json", '"orders"', '"Orders"');
    expect(listKept(await planRemove(target, { force: false, version: "0" }))).toEqual([
      "create-logging.json was edited by its owner",
    ]);
    await takeOut(target, { force: true });
    expect(readTree(target.root)).toEqual(service);
  });

  it("that was there before comes back as it was", async () => {
    const config = '{\n  // our name\n  "name": "orders"\n}\n';
    const target = await setUp({ "create-logging.json": config });
    expect(read(target, "create-logging.json")).toContain('"children"');
    await takeOut(target);
    expect(readTree(target.root)).toEqual({ ...service, "create-logging.json": config });
  });
});

describe("code that would break is named, and nothing is written", () => {
  it.each<[string, Tree, string]>([
    [
      "an import",
      { "src/a.ts": '\nimport { logger } from "./logging/index.js";\n' },
      "src/a.ts:2 uses './logging/index.js'",
    ],
    [
      "a folder's index",
      { "src/b/c.js": "const l = require('../logging');\n" },
      "src/b/c.js:1 uses '../logging'",
    ],
    [
      "an import() in a test",
      { "test/a.test.mts": 'await import("../src/logging/setup");\n' },
      "test/a.test.mts:1 uses '../src/logging/setup'",
    ],
    [
      "a file of theirs in the folder",
      { "src/logging/http.ts": 'export * from "./index.js";\n' },
      "src/logging/http.ts:1 uses './index.js'",
    ],
    [
      "broken syntax",
      { "src/d.ts": 'import { logger from "./logging/index.js";\n' },
      "src/d.ts:1 uses './logging/index.js'",
    ],
    [
      "a name that our import brought in",
      {
        "src/index.ts": `${index.replace("fork(", `fork("x.js", [], { env: childEnv("OTHER") });\nfork(`)}`,
      },
      "src/index.ts:4 uses 'childEnv'",
    ],
  ])("%s", async (_what, tree, place) => {
    const { "src/index.ts": entry, ...others } = tree;
    const target = await setUp();
    write(target, others);
    if (entry !== undefined)
      change(
        target,
        "src/index.ts",
        call,
        `fork("x.js", [], { env: childEnv("OTHER") });\n${call}`,
      );
    const before = readTree(target.root);
    const shown = entry === undefined ? place : "src/index.ts:6 uses 'childEnv'";
    expect(await refusal(target)).toBe(
      `This code needs the logging folder and would break without it:\n  ${shown}\nNothing was changed. Take these out, and run again; or pass --force to remove it all the same.`,
    );
    expect(readTree(target.root)).toEqual(before);
    const plan = await takeOut(target, { force: true });
    expect(plan.notes.map(({ text }) => text)).toEqual([expect.stringContaining("still uses")]);
    expect(Object.keys(readTree(target.root)).sort()).toEqual(
      [...Object.keys(service), ...Object.keys(others)].sort(),
    );
  });

  it("a spawn site whose line its owner changed, though its import would go", async () => {
    const target = await setUp();
    change(target, "src/index.ts", '("WORKER") });', '("WORKER"), silent: true });');
    expect(await refusal(target)).toContain("src/index.ts:6 uses 'childEnv'");
  });

  it("but not a comment, a word in a string, or a module of the same name elsewhere", async () => {
    const others: Tree = {
      "src/a.ts": '// import "./logging/index.js"\nconst text = "see ./logging/index.js";\n',
      "lib/index.ts": 'export { logger } from "./logger.js";\n',
      "lib/logger.ts": 'export const logger = 1, childEnv = { setup: "./setup" };\n',
    };
    const target = await setUp(others);
    await takeOut(target);
    expect(readTree(target.root)).toEqual({ ...service, ...others });
  });
});

describe("in a file that was edited our lines alone go", () => {
  it("wherever a sorter put them, and whatever stands between them", async () => {
    const target = await setUp();
    const [dotenv, setup, ...rest] = read(target, "src/index.ts").split("\n");
    const sorted = ["// top", dotenv, ...rest.slice(0, 2), "mine();", setup, ...rest.slice(2)];
    write(target, { "src/index.ts": sorted.join("\n") });
    await takeOut(target);
    const [first, second, ...others] = index.split("\n");
    expect(read(target, "src/index.ts")).toBe(
      ["// top", first, second, "mine();", ...others].join("\n"),
    );
  });

  it("settings of .env.example one by one: a changed one stays and is named", async () => {
    const target = await setUp();
    change(target, ".env.example", "LOG_MAX_SIZE=5MB", "LOG_MAX_SIZE=9MB");
    change(target, ".env.example", "NAME_APP=", "PORT=1\nNAME_APP=");
    const plan = await takeOut(target);
    expect(read(target, ".env.example")).toBe(
      "TOKEN=\n\n# Name of the service, and of its log file.\nPORT=1\nNAME_APP=orders\n# A log file is rotated before it grows past this: 500KB, 5MB, 1GiB.\nLOG_MAX_SIZE=9MB\n",
    );
    expect(shortly(plan)).toEqual([
      ".env.example:5: 'NAME_APP' was changed there after it was written: left as it is.",
      ".env.example:7: 'LOG_MAX_SIZE' was changed there after it was written: left as it is.",
    ]);
  });

  it(".env loses what was appended, and keeps a value that its owner changed", async () => {
    const target = await setUp();
    const root = target.root;
    expect(read(target, ".env")).toContain("RUN_ENVIRONMENT=development\n");
    expect(fs.readFileSync(path.join(root, "create-logging.lock"), "utf8")).not.toMatch(
      /TOKEN|secret/,
    );
    change(target, ".env", "RUN_ENVIRONMENT=development", "RUN_ENVIRONMENT=production");
    const plan = await takeOut(target);
    expect(read(target, ".env")).toBe(
      "TOKEN=secret\n# Where it runs: development, testing or production.\nRUN_ENVIRONMENT=production\n",
    );
    expect(shortly(plan)).toEqual([
      ".env:3: 'RUN_ENVIRONMENT' was changed there after it was written: left as it is.",
    ]);
  });

  it("another checkout's .env, which never got our lines, stays as it is", async () => {
    const target = await setUp();
    write(target, { ".env": "TOKEN=other\nLOG=1" });
    await takeOut(target);
    expect(readTree(target.root)).toEqual({ ...service, ".env": "TOKEN=other\nLOG=1" });
  });

  it("package.json loses our entries, whatever was added between them", async () => {
    const target = await setUp({}, true);
    change(target, "package.json", /\n {4}"plop"/, '\n    "mine": "1",\n    "plop"');
    change(target, "package.json", /\[\n/, '[\n    "./mine.js",\n');
    await takeOut(target);
    expect(JSON.parse(read(target, "package.json"))).toEqual({
      name: "orders",
      sideEffects: ["./mine.js"],
      type: "module",
      devDependencies: { mine: "1" },
    });
  });

  it("a dependency of ours that was bumped stays and is named", async () => {
    const target = await setUp({}, true);
    change(target, "package.json", /"create-logging": "[^"]*"/, '"create-logging": "^9.0.0"');
    const plan = await takeOut(target);
    expect(JSON.parse(read(target, "package.json")).devDependencies).toEqual({
      "create-logging": "^9.0.0",
    });
    expect(shortly(plan)).toEqual([
      expect.stringMatching(/^package.json:\d+: 'create-logging' was changed there/),
    ]);
  });

  it("a plopfile of ours with their generators keeps these, and plop with them", async () => {
    const target = await setUp({}, true);
    change(target, "plopfile.js", /\n\}/, '\n  plop.setGenerator("mine", {});\n}');
    await takeOut(target);
    expect(read(target, "plopfile.js")).toBe(
      'export default async function (plop) {\n  plop.setGenerator("mine", {});\n}\n',
    );
    expect(JSON.parse(read(target, "package.json")).devDependencies).toEqual({ plop: "^4.0.5" });
  });

  it("the logs that git ignored so far are named", async () => {
    const target = await setUp();
    write(target, { "logs/orders.log": "record\n" });
    expect((await takeOut(target)).notes).toEqual([
      { file: "logs", text: "holds log files, which stay; git ignores them no longer." },
    ]);
    expect(readTree(target.root)).toEqual({ ...service, "logs/orders.log": "record\n" });
  });
});

describe("several runs are taken back as one", () => {
  it("a service that became a child, with edits in between", async () => {
    const target = await setUp();
    change(target, "src/index.ts", 'console.log("up");', 'console.log("mine");');
    const children = [
      { descriptor: "WORKER", name: "worker" },
      { descriptor: "SELF", name: "self", entry: "src/index.ts" },
    ];
    await putIn(target, makeAnswers({ name: "orders", entries: [], children, plop: true }));
    expect(read(target, "src/index.ts")).toContain("setup-child");
    await takeOut(target);
    expect(readTree(target.root)).toEqual({
      ...service,
      "src/index.ts": index.replace("up", "mine"),
    });
  });

  it("a line that its owner took out is not missed", async () => {
    const target = await setUp();
    change(target, ".gitignore", "/logs/\n", "");
    await putIn(target, makeAnswers({ name: "orders", plop: true }));
    const plan = await takeOut(target);
    expect([readTree(target.root), plan.notes]).toEqual([service, []]);
  });
});

it("a lock file of an older version, without places, is enough for lines that are one of their kind", async () => {
  const target = await setUp();
  const lock = JSON.parse(read(target, "create-logging.lock"));
  const { private: _, "create-logging.json": __, ...patches } = lock.patches;
  for (const patch of Object.values<{ hunks: object[]; sha256?: string }>(patches)) {
    delete patch.sha256;
    patch.hunks = patch.hunks.map((hunk) => ({ ...hunk, line: undefined, context: undefined }));
  }
  write(target, {
    "create-logging.lock": JSON.stringify({ ...lock, patches, private: undefined }),
  });
  const plan = await takeOut(target);
  const { ".env": env, "create-logging.json": config, ...others } = readTree(target.root);
  const { ".env": _env, ...expected } = service;
  expect(others).toEqual(expected);
  expect(env).toContain("NAME_APP=orders");
  expect(listKept(plan)).toEqual(["create-logging.json was edited by its owner"]);
  expect(config).toContain('"orders"');
});

describe("what can't be relied on", () => {
  it("a lock file of another repo takes nothing away that isn't ours", async () => {
    const foreign = await setUp();
    const mine: Tree = {
      "package.json": '{\n  "name": "other"\n}\n',
      "src/index.ts": "console.log(1);\n",
      "src/logging/index.ts": "export const logger = console;\n",
      "src/logging/setup.ts": "console.log(2);\n",
      "create-logging.json": "{}\n",
      ".env": "NAME_APP=other\n",
    };
    const root = makeDirectory();
    writeTree(root, { ...mine, "create-logging.lock": read(foreign, "create-logging.lock") });
    const plan = await takeOut(makeTarget(root));
    expect(readTree(root)).toEqual(mine);
    expect(listKept(plan).map((line) => line.split(" ")[0])).toEqual([
      "src/logging/index.ts",
      "src/logging/setup.ts",
      "create-logging.json",
    ]);
  });

  it("a file that became a directory or a link, inside or outside, stays and is named", async () => {
    const target = await setUp();
    const { root } = target;
    const outside = makeDirectory();
    writeTree(outside, {
      "setup.ts": read(target, "src/logging/setup.ts"),
      ".env": read(target, ".env"),
    });
    for (const file of ["index.ts", "settings.ts", "setup.ts"])
      fs.renameSync(path.join(root, "src/logging", file), path.join(root, `moved-${file}`));
    writeTree(root, { "src/logging/index.ts/mine.txt": "mine\n" });
    fs.symlinkSync("../../moved-settings.ts", path.join(root, "src/logging/settings.ts"));
    fs.symlinkSync(path.join(outside, "setup.ts"), path.join(root, "src/logging/setup.ts"));
    fs.rmSync(path.join(root, ".env"));
    fs.symlinkSync(path.join(outside, ".env"), path.join(root, ".env"));
    const before = readTree(outside);
    const plan = await takeOut(target);
    expect(readTree(outside)).toEqual(before);
    expect(listKept(plan)).toEqual([
      "src/logging/index.ts is a directory by now",
      "src/logging/settings.ts is a symlink by now",
      "src/logging/setup.ts is a symlink by now",
    ]);
    expect(shortly(plan)).toEqual([
      expect.stringContaining(".env:undefined: was left alone: '.env'"),
    ]);
    expect(fs.readlinkSync(path.join(root, "src/logging/settings.ts"))).toContain("moved");
  });

  it("merge markers in a patched file are refused; in a generated one they are an edit", async () => {
    const target = await setUp();
    const marked = "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n";
    write(target, { "src/logging/index.ts": marked });
    expect(listKept(await planRemove(target, { force: false, version: "0" }))).toEqual([
      "src/logging/index.ts was edited by its owner",
    ]);
    write(target, { "src/index.ts": marked + read(target, "src/index.ts") });
    expect(await refusal(target)).toBe(
      "'src/index.ts' has merge conflicts in it. Resolve them, and run again.",
    );
  });

  it("two spellings that are one file are one file", async () => {
    const target = await setUp();
    const lock = JSON.parse(read(target, "create-logging.lock"));
    lock.files["src/logging/Index.ts"] = lock.files["src/logging/index.ts"];
    write(target, { "create-logging.lock": JSON.stringify(lock) });
    const folder = path.join(target.root, "src/logging");
    fs.linkSync(path.join(folder, "index.ts"), path.join(folder, "Index.ts"));
    const { steps } = await planRemove(target, { force: false, version: "0" });
    expect(steps.filter(({ path }) => /index\.ts$/i.test(path)).map(({ kind }) => kind)).toEqual([
      "delete",
      "patch",
    ]);
  });

  it("without a lock file a set-up that is loaded is refused", async () => {
    const target = await setUp();
    fs.rmSync(path.join(target.root, "create-logging.lock"));
    expect(await refusal(target)).toMatch(
      /^'create-logging.lock' is gone, and 'src\/index.ts:\d' loads '.\/logging\/\S+': .* Restore it from version control/,
    );
  });

  it("a lock file that names itself, or the owner's files as generated, does no harm, even with --force", async () => {
    const target = await setUp();
    const lock = JSON.parse(read(target, "create-logging.lock"));
    lock.patches["create-logging.lock"] = { created: true, hunks: [] };
    lock.files["package.json"] = lock.files["src/logging/index.ts"];
    lock.files["README.md"] = lock.files["src/logging/index.ts"];
    write(target, { "create-logging.lock": JSON.stringify(lock), "README.md": "mine\n" });
    const plan = await takeOut(target, { force: true });
    expect(listKept(plan)).toEqual(["README.md was edited by its owner"]);
    expect(readTree(target.root)).toEqual({ ...service, "README.md": "mine\n" });
  });
});

// An edit of a line that is not ours, said by its number in the original: before it, instead of it, or nothing of it.
const word = fc.constantFrom("", "}", "mine();", 'console.log("up");', "/* \u00e9 */", "x = 1;");
const edit = fc.record({
  at: fc.nat(5),
  removes: fc.boolean(),
  adds: fc.array(word, { maxLength: 2 }),
});

test("property: whatever is edited outside our lines, the result is the same edit of what was there before", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("\n", "\r\n"),
      async (edits, end) => {
        const original = index.trimEnd().split("\n");
        const target = await setUp({ "src/index.ts": original.join(end) + end });
        const patched = read(target, "src/index.ts").trimEnd().split(end);
        const sites = new Map(original.map((line, at) => [at, patched.indexOf(line)]));
        // The call is ours by now.
        const open = [...sites].filter(([, at]) => at !== -1).map(([at]) => at);
        const byLine = new Map(edits.map((each) => [open[each.at % open.length], each]));
        const apply = (lines: string[], find: (at: number) => number | undefined) => {
          const places = [...byLine].flatMap(([at, each]) => {
            const place = find(at ?? -1);
            return place === undefined ? [] : [{ place, ...each }];
          });
          const edited = [...lines];
          for (const { place, removes, adds } of places.sort((a, b) => b.place - a.place))
            edited.splice(place + 1 - (removes ? 1 : 0), removes ? 1 : 0, ...adds);
          return edited.join(end) + end;
        };
        write(target, {
          "src/index.ts": Buffer.from(apply(patched, (at) => sites.get(at))).toString("latin1"),
        });
        await takeOut(target);
        const expected = Buffer.from(apply(original, (at) => at)).toString("latin1");
        expect(read(target, "src/index.ts")).toBe(expected);
      },
    ),
    { numRuns: 60 },
  );
});
