import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RefusedError } from "../../generators/errors.js";
import type { Plan } from "../../generators/plan/plan.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import {
  folder,
  listSteps,
  planFor,
  type RunOptions,
  scaffold,
} from "../helpers/apply-fake-stages.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";

const service: Tree = { "package.json": '{ "name": "orders" }\n', "src/index.ts": "start();\n" };
const settings = "src/logging/settings.ts";
const changed = { ...folder, [settings]: `${folder[settings]}export const b = 2;\n` };
const emittedOnce = "src/logging/once.ts";

function makeRepo(tree: Tree = service): string {
  const root = makeDirectory();
  writeTree(root, tree);
  return root;
}

/** A repo after a first run, then changed by its owner. */
async function scaffolded(changes: Tree = {}, options: RunOptions = {}): Promise<string> {
  const root = makeRepo();
  await scaffold(root, options);
  writeTree(root, changes);
  return root;
}

async function refusal(planned: Promise<Plan>): Promise<string> {
  const error = await planned.then(
    () => new Error("was planned"),
    (error) => error,
  );
  expect(error).toBeInstanceOf(RefusedError);
  return error.message;
}

test("a scaffold writes the folder, patches the entrypoint and leaves nothing else behind", async () => {
  const root = makeRepo();
  const plan = await scaffold(root);
  const {
    "create-logging.json": config,
    "create-logging.lock": lock,
    ".env.example": example,
    ...rest
  } = readTree(root);
  expect(rest).toEqual({
    ...service,
    ...folder,
    "src/index.ts": 'import "./logging/setup";\nstart();\n',
    ".gitignore": "/logs/\n",
  });
  expect(JSON.parse(config ?? "")).toMatchObject({ name: "orders" });
  expect(Object.keys(JSON.parse(lock ?? "").files)).toEqual(Object.keys(folder).sort());
  expect(example).toContain("NAME_APP=orders\n");
  expect(listSteps(plan)).toEqual([
    "create src/logging/index.ts",
    "create src/logging/settings.ts",
    "create src/logging/setup.ts",
    "create create-logging.json",
    "patch src/index.ts",
    "create .env.example",
    "create .gitignore",
    "create create-logging.lock",
  ]);
});

test("a plan writes nothing", async () => {
  const root = makeRepo();
  await planFor(root);
  expect(readTree(root)).toEqual(service);
});

test("a second run on an unchanged repo has no step", async () => {
  const root = await scaffolded();
  expect((await planFor(root)).steps).toEqual([]);
});

test("a checkout with CRLF is unchanged too, and what is written there gets CRLF", async () => {
  const root = await scaffolded();
  const crlf = Object.fromEntries(
    Object.entries(readTree(root)).map(([name, text]) => [name, text.replaceAll("\n", "\r\n")]),
  );
  writeTree(root, crlf);
  expect((await planFor(root)).steps).toEqual([]);
  const plan = await scaffold(root, { emitted: changed });
  expect(listSteps(plan)).toEqual([`patch ${settings}`, "patch create-logging.lock"]);
  expect(readTree(root)[settings]).toBe(changed[settings]?.replaceAll("\n", "\r\n"));
});

test("an unedited file is brought up to date", async () => {
  const root = await scaffolded();
  const plan = await scaffold(root, { emitted: changed });
  expect(listSteps(plan)).toEqual([`patch ${settings}`, "patch create-logging.lock"]);
  expect(readTree(root)).toMatchObject(changed);
  expect((await planFor(root, { emitted: changed })).steps).toEqual([]);
});

test("an edited file is left alone while nothing new is to be written into it", async () => {
  const root = await scaffolded({ [settings]: "mine\n" });
  expect((await planFor(root)).steps).toEqual([
    { kind: "leave", path: settings, reason: "was edited by its owner" },
  ]);
});

test("an edited file is merged with what is new, its Latin-1 bytes and its line endings kept", async () => {
  const mine = `// caf\u00e9\r\n${folder[settings]?.replaceAll("\n", "\r\n")}`;
  const root = await scaffolded({ [settings]: mine });
  const plan = await scaffold(root, { emitted: changed });
  expect(listSteps(plan)).toEqual([`merge ${settings}`, "patch create-logging.lock"]);
  expect(plan.conflicts).toEqual([]);
  expect(readTree(root)[settings]).toBe(`${mine}export const b = 2;\r\n`);
  expect(listSteps(await planFor(root, { emitted: changed }))).toEqual([`leave ${settings}`]);
});

test("conflicts are listed until they are resolved, and both sides are in the file", async () => {
  const root = await scaffolded({ [settings]: `${folder[settings]}export const mine = 3;\n` });
  const plan = await scaffold(root, { emitted: changed });
  expect(plan.conflicts).toEqual([settings]);
  expect(plan.next[0]).toBe("Resolve the conflicts in 'src/logging/settings.ts'.");
  expect(readTree(root)[settings]).toBe(
    `${folder[settings]}<<<<<<< yours\nexport const mine = 3;\n=======\nexport const b = 2;\n>>>>>>> create-logging 0.1.0\n`,
  );
  const again = await planFor(root, { emitted: changed });
  expect(again.conflicts).toEqual([settings]);
  expect(again.steps).toEqual([
    { kind: "leave", path: settings, reason: "still has conflicts to resolve" },
  ]);
  writeTree(root, { [settings]: "resolved\n" });
  expect((await planFor(root, { emitted: changed })).conflicts).toEqual([]);
});

test("a file that its owner deleted stays deleted, also when it would be written differently", async () => {
  const root = await scaffolded();
  fs.rmSync(path.join(root, settings));
  for (const emitted of [folder, changed])
    expect((await planFor(root, { emitted })).steps).toEqual([
      { kind: "leave", path: settings, reason: "was deleted by its owner" },
    ]);
  expect(listSteps(await scaffold(root, { force: true }))).toEqual([`create ${settings}`]);
});

test("a folder that was removed as a whole is written anew", async () => {
  const root = await scaffolded();
  fs.rmSync(path.join(root, "src/logging"), { recursive: true });
  await scaffold(root);
  expect(readTree(root)).toMatchObject(folder);
});

test("a file that is no longer emitted goes if it is unedited, and its empty directory with it", async () => {
  const emitted = { ...folder, "src/logging/deep/once.ts": "once\n" };
  const root = await scaffolded({}, { emitted });
  const plan = await scaffold(root);
  expect(listSteps(plan)).toEqual(["delete src/logging/deep/once.ts", "patch create-logging.lock"]);
  expect(Object.keys(readTree(root)).filter((name) => name.includes("deep"))).toEqual([]);
});

test("a file that is no longer emitted stays if it is edited, and stays known", async () => {
  const root = await scaffolded(
    { [emittedOnce]: "mine\n" },
    { emitted: { ...folder, [emittedOnce]: "once\n" } },
  );
  for (let run = 0; run < 2; run += 1) {
    expect(listSteps(await scaffold(root))).toEqual([`leave ${emittedOnce}`]);
    expect(readTree(root)[emittedOnce]).toBe("mine\n");
  }
});

test("another folder is refused: whatever imports the logger would break", async () => {
  const root = await scaffolded();
  expect(await refusal(planFor(root, { answers: { dir: "lib/logging" } }))).toBe(
    "The logging folder is 'src/logging', and what imports it there would break if it were 'lib/logging'. Pass --dir src/logging, and put that into 'create-logging.json'.",
  );
});

test("a file in the folder that isn't ours is refused", async () => {
  const root = makeRepo({ ...service, "src/logging/index.ts": "theirs\n" });
  expect(await refusal(planFor(root))).toBe(
    "'src/logging/index.ts' exists and was not written by create-logging. Move it, or pass --dir <folder>.",
  );
});

test("--force overwrites a file in the folder that isn't ours, and no other", async () => {
  const mine = { "src/logging/index.ts": "theirs\n", "src/logging/other.ts": "theirs\n" };
  const root = makeRepo({ ...service, ...mine });
  const plan = await scaffold(root, { force: true });
  expect(plan.steps[0]).toMatchObject({ kind: "patch", reason: "overwritten (--force)" });
  expect(readTree(root)).toMatchObject({ ...folder, "src/logging/other.ts": "theirs\n" });
});

test("files that are as they would be written are taken over without the lock file", async () => {
  const root = await scaffolded();
  const before = readTree(root);
  fs.rmSync(path.join(root, "create-logging.lock"));
  expect(listSteps(await scaffold(root))).toEqual(["create create-logging.lock"]);
  const files = (tree: Tree) => JSON.parse(tree["create-logging.lock"] ?? "").files;
  expect(files(readTree(root))).toEqual(files(before));
});

test.each<[string, Tree, RunOptions, string]>([
  [
    "an entrypoint that can't be patched",
    {},
    {
      found: {
        refused: [{ path: "src/index.ts", line: 3, reason: "it does not parse: '}' expected." }],
      },
    },
    "Cannot patch 'src/index.ts:3': it does not parse: '}' expected.\nNothing was changed. Correct it, or pass another entrypoint with --entry <file>.",
  ],
  [
    "a lock file that is cut off",
    { "create-logging.lock": "{" },
    {},
    "'create-logging.lock' is cut off or not JSON. Restore it from version control; or delete it and pass --force to write the logging folder anew.",
  ],
  [
    "a config that was changed after it was read",
    { "create-logging.json": "{}" },
    { configText: '{ "name": "x" }' },
    "'create-logging.json' was changed after it was read. Run again.",
  ],
  [
    "a file where the folder should go",
    { "src/logging": "file" },
    {},
    "'src/logging' is not a directory. Move it, or pass --dir <folder>.",
  ],
])("%s: refused, nothing written", async (_what, tree, options, message) => {
  const root = makeRepo({ ...service, ...tree });
  expect(await refusal(planFor(root, options))).toBe(message);
  expect(readTree(root)).toEqual({ ...service, ...tree });
});

test("a logging folder that is a symlink out of the target is refused", async () => {
  const root = makeRepo();
  fs.symlinkSync(makeDirectory(), path.join(root, "src/logging"));
  expect(await refusal(planFor(root))).toContain("goes through a symlink out of the target");
});

test("an env file behind a symlink out of the target is left alone, and the run goes on", async () => {
  const root = makeRepo();
  const outside = makeDirectory();
  writeTree(outside, { ".env": "A=1\n" });
  fs.symlinkSync(path.join(outside, ".env"), path.join(root, ".env"));
  const plan = await scaffold(root, { found: { envFilesLoaded: [".env"] } });
  expect(plan.notes).toEqual([
    {
      file: ".env",
      text: expect.stringContaining("was left alone: '.env' goes through a symlink out"),
    },
  ]);
  expect(readTree(outside)).toEqual({ ".env": "A=1\n" });
});

test("what the lock file keeps of patches grows by new lines alone, and never holds an env file's", async () => {
  const root = await scaffolded({ ".env": "SECRET=1" }, { found: { envFilesLoaded: [".env"] } });
  const children = [{ descriptor: "X", name: "x" }];
  await scaffold(root, { answers: { children }, found: { envFilesLoaded: [".env"] } });
  const text = readTree(root)["create-logging.lock"] ?? "";
  expect(text).not.toContain("SECRET");
  const { patches, private: hidden } = JSON.parse(text);
  expect(Object.keys(patches)).toEqual([
    ".env.example",
    ".gitignore",
    "create-logging.json",
    "src/index.ts",
  ]);
  expect(patches["src/index.ts"]).toMatchObject({
    created: false,
    hunks: [{ line: 1, removed: [], inserted: ['import "./logging/setup";'] }],
  });
  const hidingLines = expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(hidden[".env"].hunks).toEqual([{ removed: [], inserted: hidingLines }]);
  expect(patches[".env.example"].hunks[0].inserted.at(-1)).toBe("NAME_CHILD_PROCESS_X=x");
});

test("property: whatever an owner did to files of the folder, a re-run loses no line of theirs, and the run after it changes nothing", async () => {
  const line = fc.constantFrom("mine 1", "mine 2", "\u00e9", "", "// 2", "export const a = 1;");
  const edit = fc.record({
    at: fc.nat(8),
    lines: fc.array(line, { maxLength: 3 }),
    removed: fc.nat(2),
  });
  const fresh = fc.array(fc.constantFrom("new 1", "new 2", "// 3"), { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(edit, fresh, fc.nat(6), fc.boolean(), async (edit, fresh, at, isCrlf) => {
      const end = isCrlf ? "\r\n" : "\n";
      const lines = (folder[settings] ?? "").split("\n");
      const mine = lines.toSpliced(edit.at, edit.removed, ...edit.lines).join(end);
      const root = await scaffolded({ [settings]: mine });
      const emitted = { ...folder, [settings]: lines.toSpliced(at, 0, ...fresh).join("\n") };
      await scaffold(root, { emitted });
      const merged = readTree(root)[settings]?.split(/\r?\n/) ?? [];
      const added = mine.split(end).filter((one) => !lines.includes(one));
      for (const one of added) expect(merged).toContain(one);
      const settled = readTree(root);
      await scaffold(root, { emitted });
      expect(readTree(root)).toEqual(settled);
    }),
    { numRuns: 60 },
  );
});
