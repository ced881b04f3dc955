import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RefusedError } from "../../generators/errors.js";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { readTree } from "../helpers/apply-tree.js";
import { inspectTree, makeTargetTree, type TreeFiles } from "../helpers/target-tree.js";

function git(cwd: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    cwd,
    stdio: "ignore",
  });
}

describe("inspectTarget", () => {
  it("tells everything about a plain TypeScript service", async () => {
    const root = makeTargetTree({
      "package.json": {
        name: "orders",
        type: "module",
        sideEffects: false,
        scripts: { build: "tsc", start: "node dist/index.js" },
        dependencies: { dotenv: "16" },
        devDependencies: { "@types/node": "22", typescript: "5.9" },
      },
      "tsconfig.json": {
        compilerOptions: {
          module: "NodeNext",
          outDir: "./dist",
          rootDir: "./src",
          verbatimModuleSyntax: true,
        },
      },
      "pnpm-lock.yaml": "",
      "src/index.ts": 'import { boot } from "./boot.js";\n',
      "biome.json": {},
    });
    expect(await inspectTarget(root)).toEqual({
      aliases: {},
      root,
      language: "typescript",
      moduleKind: "esm",
      specifierExtension: ".js",
      packageManager: "pnpm",
      workspaceRoot: root,
      sourceRoot: "src",
      packageJson: {
        name: "orders",
        type: "module",
        sideEffects: false,
        dependencies: ["dotenv", "@types/node", "typescript"],
      },
      tsconfig: {
        file: "tsconfig.json",
        module: "nodenext",
        rootDir: "src",
        outDir: "dist",
        verbatimModuleSyntax: true,
        writesTsExtensions: false,
        hasNodeTypes: true,
      },
      entrypoints: [{ file: "src/index.ts", sources: ["package.json scripts.start"] }],
      startCommands: [
        {
          source: "package.json scripts.start",
          command: "node dist/index.js",
          entries: ["src/index.ts"],
          loadsEnv: false,
          stage: "production",
        },
      ],
      importSorter: "biome",
      notes: [],
    });
  });

  it("changes nothing, git's index included", async () => {
    const root = makeTargetTree({
      "package.json": { scripts: { start: "node index.js" } },
      "index.js": "boot();\n",
      Dockerfile: "FROM node\nCMD node index.js\n",
    });
    git(root, "init", "-q");
    git(root, "add", ".");
    git(root, "commit", "-qm", "a");
    // The same bytes with another time: a plain `git status` would write its index anew.
    utimesSync(join(root, "index.js"), 1_000, 1_000);
    const before = readTree(root);
    await inspectTarget(root);
    expect(readTree(root)).toEqual(before);
  });

  it.each([true, false])(
    "says whether git has uncommitted changes below the target: %s",
    async (isDirty) => {
      const root = makeTargetTree({ "api/package.json": {}, "web/x.js": "" });
      git(root, "init", "-q");
      git(root, "add", ".");
      git(root, "commit", "-qm", "a");
      writeFileSync(join(root, isDirty ? "api/new.js" : "web/new.js"), "");
      expect((await inspectTarget(join(root, "api"))).gitDirty).toBe(isDirty);
    },
  );

  it("takes a package through a link for what it is", async () => {
    const root = makeTargetTree({ "real/package.json": { name: "a" }, link: { link: "real" } });
    expect((await inspectTarget(join(root, "link"))).root).toBe(join(root, "real"));
  });
});

describe("bad input", () => {
  async function refusal(path: string): Promise<string> {
    const error: unknown = await inspectTarget(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedError);
    return (error as RefusedError).message;
  }

  it("is a folder that does not exist", async () => {
    const path = join(makeTargetTree({}), "gone");
    expect(await refusal(path)).toBe(
      `'${path}' does not exist. Pass the folder of a Node service.`,
    );
  });

  it("is a file", async () => {
    const path = join(makeTargetTree({ "package.json": {} }), "package.json");
    expect(await refusal(path)).toBe(
      `'${path}' is not a folder. Pass the folder that holds its package.json.`,
    );
  });

  it("is a folder without package.json; packages below it are named", async () => {
    const empty = makeTargetTree({ "a.js": "" });
    expect(await refusal(empty)).toBe(
      `'${empty}' has no package.json. Run this in the folder of a Node service, or make one with 'npm init'.`,
    );
    const parent = makeTargetTree({
      "api/package.json": {},
      "web/package.json": {},
      "docs/a.md": "",
    });
    expect(await refusal(parent)).toBe(
      `'${parent}' has no package.json. Run this in the one of its folders that you mean: 'api', 'web'.`,
    );
  });

  it.each([
    ["{ name: }", /^'package\.json' is not valid JSON: .+\. Mend it, and run again\.$/],
    ["", /^'package\.json' is not valid JSON: .+\. Mend it, and run again\.$/],
    [
      "[]",
      /^'package\.json' does not hold a JSON object\. Mend it, for instance with 'npm init', and run again\.$/,
    ],
  ])("is the package.json %j", async (text, message) => {
    expect(await refusal(makeTargetTree({ "package.json": text }))).toMatch(message);
  });

  it("is not a byte order mark: npm and Node take it", async () => {
    const root = makeTargetTree({ "package.json": '\uFEFF{ "name": "marked" }' });
    expect((await inspectTarget(root)).packageJson.name).toBe("marked");
  });

  it("is a package.json that is a folder", async () => {
    const root = makeTargetTree({ "package.json/x": "" });
    expect(await refusal(root)).toMatch(
      /^'package\.json' cannot be read: .+\. Make it readable, and run again\.$/,
    );
  });

  it("does not break on fields of the wrong type", async () => {
    const target = await inspectTree({
      "package.json": {
        name: 1,
        type: [],
        main: {},
        bin: 3,
        scripts: { start: ["x"], dev: null },
        dependencies: [],
        workspaces: "x",
      },
    });
    expect(target.entrypoints).toEqual([]);
    expect(target.packageJson).toEqual({ dependencies: [] });
  });

  it.each([
    "tsconfig.json",
    "nodemon.json",
    "docker-compose.yml",
    "Dockerfile",
    "ecosystem.config.js",
    "ecosystem.config.json",
    "app.service",
    "Procfile",
    "lerna.json",
    "pnpm-workspace.yaml",
    "nest-cli.json",
    "biome.json",
    ".eslintrc",
    "crontab",
  ])("does not break on nonsense in %s", async (name) => {
    for (const text of [
      "",
      "\0\u0001\u00ff",
      "[[[{{{(((",
      "{",
      "]",
      "apps: [",
      "\uFEFF",
      "a".repeat(5_000),
      "- - - -\n -x\n:\n",
      'CMD ["',
      "'\"`${",
      "null",
    ]) {
      const target = await inspectTree({
        "package.json": { scripts: { start: "nest start", dev: "nodemon" } },
        [name]: text,
      });
      expect(target.entrypoints).toEqual([]);
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    "does not break on a folder that may not be read",
    async () => {
      const root = makeTargetTree({ "package.json": {}, "closed/a.js": "", "index.js": "" });
      chmodSync(join(root, "closed"), 0);
      const target = await inspectTarget(root);
      chmodSync(join(root, "closed"), 0o755);
      expect(target.entrypoints.map(({ file }) => file)).toEqual(["index.js"]);
    },
  );

  it("does not break on links in a circle", async () => {
    const root = makeTargetTree({
      "package.json": { scripts: { start: "node loop/index.js", dev: "node a.js" } },
    });
    mkdirSync(join(root, "src"));
    symlinkSync("..", join(root, "src/up"));
    symlinkSync("loop", join(root, "loop"));
    symlinkSync("a.js", join(root, "a.js"));
    symlinkSync("Dockerfile", join(root, "Dockerfile"));
    expect((await inspectTarget(root)).entrypoints).toEqual([]);
  });

  it("looks at 10,000 files in well under a second", async () => {
    const files: TreeFiles = {
      "package.json": { scripts: { start: "node index.js" } },
      "index.js": "",
    };
    for (let index = 0; index < 10_000; index++) files[`data/${index % 100}/${index}.json`] = "";
    const root = makeTargetTree(files);
    const started = performance.now();
    const target = await inspectTarget(root);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(target.entrypoints.map(({ file }) => file)).toEqual(["index.js"]);
  });
});

describe("workspaces", () => {
  const api = { name: "@acme/api", scripts: { start: "node dist/index.js" } };
  const members = {
    "packages/api/package.json": api,
    "packages/api/src/index.ts": "",
    "packages/api/tsconfig.json": { compilerOptions: { outDir: "dist" } },
    "packages/web/package.json": { name: "web", scripts: { start: "node index.js" } },
    "packages/web/index.js": "",
  };

  it.each([
    ["npm", { "package.json": { workspaces: ["packages/*"] }, "package-lock.json": "{}" }, "npm"],
    [
      "yarn",
      {
        "package.json": { workspaces: { packages: ["packages/**"], nohoist: [] } },
        "yarn.lock": "",
      },
      "yarn",
    ],
    [
      "pnpm",
      {
        "package.json": {},
        "pnpm-workspace.yaml": "packages:\n  - 'packages/*' # all\n  - '!packages/old'\n",
        "pnpm-lock.yaml": "",
      },
      "pnpm",
    ],
    [
      "lerna",
      {
        "package.json": {},
        "lerna.json": { packages: ["./packages/{api,web}/"] },
        "yarn.lock": "",
      },
      "yarn",
    ],
    [
      "packageManager",
      { "package.json": { workspaces: ["packages/*"], packageManager: "pnpm@9.0.0" } },
      "pnpm",
    ],
    [
      "devEngines",
      {
        "package.json": {
          workspaces: ["packages/*"],
          devEngines: { packageManager: { name: "yarn" } },
        },
      },
      "yarn",
    ],
  ] as [string, TreeFiles, string][])(
    "%s: its root and package manager are found from a package",
    async (_, files, manager) => {
      const root = makeTargetTree({ ...members, ...files });
      const target = await inspectTarget(join(root, "packages/api"));
      expect({
        workspaceRoot: target.workspaceRoot,
        packageManager: target.packageManager,
      }).toEqual({ workspaceRoot: root, packageManager: manager });
      expect((await inspectTarget(root)).workspaceRoot).toBe(root);
    },
  );

  it("do not claim a package they do not list; a lockfile above the repository says nothing", async () => {
    const root = makeTargetTree({
      "package.json": { workspaces: ["packages/*", "!packages/api"] },
      "yarn.lock": "",
      ...members,
    });
    const target = await inspectTarget(join(root, "packages/api"));
    expect(target.workspaceRoot).toBe(join(root, "packages/api"));
    expect(target.packageManager).toBe("npm");
  });

  it("end at the repository", async () => {
    const root = makeTargetTree({
      "package.json": { workspaces: ["repo/*"] },
      "repo/.git/HEAD": "",
      "repo/api/package.json": {},
    });
    expect((await inspectTarget(join(root, "repo/api"))).workspaceRoot).toBe(
      join(root, "repo/api"),
    );
  });

  it("a package's own lockfile wins over the root's", async () => {
    const root = makeTargetTree({
      ...members,
      "package.json": { workspaces: ["packages/*"] },
      "yarn.lock": "",
      "packages/api/package-lock.json": "{}",
    });
    expect((await inspectTarget(join(root, "packages/api"))).packageManager).toBe("npm");
  });

  it("have deployment files around a package; those that start it count, the others are theirs", async () => {
    const root = makeTargetTree({
      ...members,
      "package.json": { workspaces: ["packages/*"], scripts: { start: "npm start -w @acme/api" } },
      "packages/api/src/worker.ts": "",
      "packages/api/src/jobs.ts": "",
      "api.Dockerfile":
        'FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "packages/api/dist/worker.js"]\n',
      "web.Dockerfile": 'FROM node\nWORKDIR /app/packages/web\nCMD ["node", "index.js"]\n',
      "filter.Dockerfile":
        'FROM node\nWORKDIR /app\nCMD ["pnpm", "--filter", "@acme/api", "start"]\n',
      "start.Dockerfile": "FROM node\nWORKDIR /app\nCMD npm start\n",
      "deploy/jobs.service":
        "[Service]\nWorkingDirectory=/srv/acme/packages/api\nExecStart=node dist/jobs.js\n",
      "docker-compose.yml":
        "services:\n  api:\n    build: ./packages/api\n    command: node dist/worker.js\n  web:\n    build: ./packages/web\n    command: node index.js\n",
    });
    const target = await inspectTarget(join(root, "packages/api"));
    expect(target.startCommands.map(({ source, entries }) => [source, ...entries]).sort()).toEqual([
      ["../../api.Dockerfile:4", "src/worker.ts"],
      ["../../deploy/jobs.service:3", "src/jobs.ts"],
      ["../../docker-compose.yml:4", "src/worker.ts"],
      ["../../filter.Dockerfile:3", "src/index.ts"],
      ["../../start.Dockerfile:3", "src/index.ts"],
      ["package.json scripts.start", "src/index.ts"],
    ]);
    expect(target.notes).toEqual([]);
  });

  it("from the root: what starts a package of its own is said, and not patched", async () => {
    const target = await inspectTree({
      ...members,
      "package.json": {
        workspaces: ["packages/*"],
        scripts: {
          "start:api": "npm start -w @acme/api",
          "start:web": "cd packages/web && npm start",
        },
      },
      "packages/web/Dockerfile": "FROM node\nCMD node index.js\n",
    });
    expect(target.entrypoints).toEqual([]);
    expect(target.notes.map(({ text }) => text)).toEqual([
      "package.json scripts.start:api starts '@acme/api', a package of its own: run create-logging in its folder",
      "package.json scripts.start:web starts 'packages/web', a package of its own: run create-logging in its folder",
      "nothing here starts a service, but packages lie below: 'packages/api', 'packages/web'. Run create-logging in the one you mean",
    ]);
  });
});

describe("tests and frameworks", () => {
  it("reports tests that import an entrypoint (N11)", async () => {
    const target = await inspectTree({
      "package.json": { scripts: { start: "node src/server.js" } },
      "src/server.js": "",
      "src/app.js": "",
      "test/a.test.js": "\nconst { start } = require('../src/server');\n",
      "src/__tests__/b.js": 'import { start } from "../server.js";\n',
      "test/c.test.js": 'import "../src/app.js";\n',
      "src/d.spec.ts": 'const x = await import("@/server");\n',
      "src/e.js": 'require("./server");\n',
    });
    const text =
      "imports the entrypoint 'src/server.js': it will run the logging setup, whose guard stands down in a test runner (for node:test, import that first)";
    expect([...target.notes].sort((a, b) => ((a.file ?? "") < (b.file ?? "") ? -1 : 1))).toEqual([
      { file: "src/__tests__/b.js", line: 1, text },
      { file: "src/d.spec.ts", line: 1, text },
      { file: "test/a.test.js", line: 2, text },
    ]);
  });

  it("reports a test that imports the folder of an entrypoint", async () => {
    const target = await inspectTree({
      "package.json": { scripts: { start: "node index.js" } },
      "index.js": "",
      "test/a.js": "require('..');\n",
    });
    expect(target.notes).toEqual([
      {
        file: "test/a.js",
        line: 1,
        text: expect.stringContaining("imports the entrypoint 'index.js'"),
      },
    ]);
  });

  it.each([
    [{ "@nestjs/core": "10" }, "", "NestJS"],
    [{ bullmq: "5" }, "", "BullMQ"],
    [{ "pino-http": "9" }, "", "'pino-http'"],
    [{ fastify: "5" }, "const app = Fastify({\n  logger: true });", "Fastify's `logger`"],
    [{}, 'import { Worker } from "node:worker_threads";', "worker_threads"],
    [{}, "const cluster = require('cluster');", "cluster"],
  ])("notes what it leaves alone (N17-N21): %o %s", async (dependencies, text, named) => {
    const target = await inspectTree({
      "package.json": { scripts: { start: "node a.js" }, dependencies },
      "a.js": text,
    });
    expect(target.notes.map((note) => note.text)).toEqual([expect.stringContaining(named)]);
  });
});
