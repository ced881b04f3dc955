import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { findServices } from "../../generators/target/find-services.js";
import { describeVerdict } from "../../generators/target/judge-package.js";
import { makeTargetTree, type TreeFiles } from "../helpers/target-tree.js";

const service = (name: string, more: object = {}) => ({
  name,
  private: true,
  scripts: { start: "node src/index.js" },
  ...more,
});

/** What is found in a folder: a line for each package, `x` for those that are set up unless said otherwise. */
async function verdictsOf(root: string): Promise<string[] | undefined> {
  const list = await findServices(root);
  return list?.packages.map(
    (each) => `${each.isChosen ? "x" : "-"} ${each.dir}: ${describeVerdict(each)}`,
  );
}

const inTree = (files: TreeFiles) => verdictsOf(makeTargetTree(files));

const api: TreeFiles = {
  "services/api/package.json": service("@acme/api", { dependencies: { "@acme/db": "*" } }),
  "services/api/src/index.js": "",
};
const db: TreeFiles = {
  "packages/db/package.json": { name: "@acme/db", main: "index.js" },
  "packages/db/index.js": "",
};
const both = [
  "- packages/db: a library ('services/api' depends on it, nothing starts it)",
  "x services/api: package.json scripts.start runs 'src/index.js'",
];

describe("the packages of a workspace", () => {
  it.each<[string, TreeFiles]>([
    ["npm", { "package.json": { workspaces: ["services/*", "packages/*"] } }],
    ["yarn 1", { "package.json": { workspaces: { packages: ["services/*", "packages/*"] } } }],
    ["pnpm", { "package.json": {}, "pnpm-workspace.yaml": 'packages:\n  - "**"\n' }],
    ["lerna", { "package.json": {}, "lerna.json": { packages: ["services/*", "packages/*"] } }],
    ["turbo", { "package.json": { workspaces: ["*/*"] }, "turbo.json": {} }],
    ["nx", { "package.json": { name: "root", main: "x.js" }, "nx.json": {} }],
    ["plain folders", {}],
    ["a root that starts nothing", { "package.json": { name: "root", scripts: { test: "x" } } }],
  ])("are told apart: %s", async (_, root) => {
    const found = await inTree({ ...root, ...api, ...db });
    expect(found?.filter((line) => !line.includes(" .: "))).toEqual(both);
  });

  it("are lerna's own default where lerna.json names none", async () => {
    expect(
      await inTree({
        "lerna.json": {},
        "package.json": { name: "root" },
        "packages/a/package.json": service("a"),
        "packages/a/src/index.js": "",
        "other/b/package.json": service("b"),
        "other/b/src/index.js": "",
      }),
    ).toEqual([
      "- other/b: package.json scripts.start runs 'src/index.js'; is no member of the workspace",
      "x packages/a: package.json scripts.start runs 'src/index.js'",
    ]);
  });

  it("are none where the folder is one service, whatever lies below", async () => {
    expect(
      await inTree({ "package.json": service("app"), "src/index.js": "", ...api, ...db }),
    ).toBeUndefined();
    expect(await inTree({ "package.json": { name: "app" }, "src/index.js": "" })).toBeUndefined();
    expect(await inTree({ "readme.md": "" })).toBeUndefined();
  });

  it("include a root that is a service itself, which alone is no choice", async () => {
    const root = { "package.json": service("root", { workspaces: ["*/*"] }), "src/index.js": "" };
    expect(await inTree({ ...root, ...api, ...db })).toEqual([
      "x .: package.json scripts.start runs 'src/index.js'",
      ...both,
    ]);
    expect(await inTree({ ...root, ...db })).toBeUndefined();
  });

  it("are used by each other, not by a root that lists them", async () => {
    expect(
      await inTree({
        "package.json": { workspaces: ["a"], dependencies: { a: "*" } },
        "a/package.json": { name: "a", private: true, scripts: { dev: "tsx src/index.js" } },
        "a/src/index.js": "",
      }),
    ).toEqual(["x a: package.json scripts.dev runs 'src/index.js'"]);
  });

  it("take what the root starts in them as theirs", async () => {
    expect(
      await inTree({
        "package.json": {
          workspaces: ["services/*"],
          scripts: { start: "node services/a/src/index.js", "start:b": "npm run serve -w b" },
        },
        "docker-compose.yml":
          "services:\n  c:\n    build: ./services/c\n    command: node src/index.js\n",
        "deploy/d.service":
          "[Service]\nWorkingDirectory=/srv/shop/services/d\nExecStart=/usr/bin/node src/index.js\n",
        ...Object.fromEntries(
          ["a", "b", "c", "d"].flatMap((name) => [
            [
              `services/${name}/package.json`,
              { name, main: "src/index.js", scripts: { serve2: "x", run2: "node src/index.js" } },
            ],
            [`services/${name}/src/index.js`, ""],
          ]),
        ),
        "services/b/package.json": { name: "b", scripts: { serve: "node src/index.js" } },
      }),
    ).toEqual([
      "x services/a: ../../package.json scripts.start runs 'src/index.js'",
      "x services/b: package.json scripts.serve runs 'src/index.js'",
      "x services/c: ../../docker-compose.yml:4 runs 'src/index.js'",
      "x services/d: ../../deploy/d.service:3 runs 'src/index.js'",
    ]);
  });
});

describe("a package is judged by what starts it and by who uses it", () => {
  it.each<[string, object, TreeFiles, string]>([
    [
      "a production start wins over users",
      service("it"),
      {},
      "x packages/it: package.json scripts.start runs 'src/index.js'; as a library of 'packages/user' too",
    ],
    [
      "a start in development alone does not",
      { name: "it", private: true, scripts: { dev: "tsx watch src/index.js" } },
      {},
      "- packages/it: a library ('packages/user' depends on it, only package.json scripts.dev starts it)",
    ],
    [
      "a compiler that watches starts nothing",
      { name: "it", main: "x.js", scripts: { dev: "tsc --watch", start: "tsc -w" } },
      {},
      "- packages/it: a library ('packages/user' depends on it, nothing starts it)",
    ],
    [
      "one used in development is no library for that",
      { name: "it-dev", private: true, scripts: { dev: "tsx src/index.js" } },
      {},
      "x packages/it: package.json scripts.dev runs 'src/index.js'",
    ],
    [
      "what npm publishes is a library, started in development",
      { name: "own", types: "x.d.ts", scripts: { dev: "tsx src/index.js" } },
      {},
      "- packages/it: a library (it has 'types', only package.json scripts.dev starts it)",
    ],
    [
      "a start in vain gives way to one in development",
      { name: "own", scripts: { start: "node dist/main.js", dev: "tsx src/index.js" } },
      {},
      "x packages/it: package.json scripts.dev runs 'src/index.js'",
    ],
    [
      "a start in vain alone is offered, not taken",
      { name: "own", scripts: { start: "node dist/main.js" } },
      {},
      "- packages/it: package.json scripts.start starts no file that was found here",
    ],
    [
      "a command is a tool",
      { name: "own", bin: "src/index.js" },
      {},
      "- packages/it: a command, 'bin' names 'own', and nothing starts it",
    ],
    [
      "a published command that `npm start` tries out, too",
      {
        name: "own",
        bin: { own: "src/index.js" },
        files: ["src"],
        scripts: { start: "node src/index.js" },
      },
      {},
      "- packages/it: a command, 'bin' names 'own', and only package.json scripts.start starts it",
    ],
    [
      "a developers' script is none",
      { name: "own", scripts: { start: "node scripts/menu.js" } },
      { "packages/it/scripts/menu.js": "" },
      "- packages/it: package.json scripts.start runs 'scripts/menu.js', a script of its developers",
    ],
    [
      "Express's bin/www is a service",
      service("own", { scripts: { start: "node bin/www" } }),
      { "packages/it/bin/www": "#!/usr/bin/env node\n" },
      "x packages/it: package.json scripts.start runs 'bin/www'",
    ],
    [
      "another server's guest is left alone",
      { name: "own", scripts: { start: "next start" } },
      {},
      "- packages/it: 'next' starts it and brings its own entrypoint: there is none here to patch",
    ],
    [
      "what only a browser runs is left alone",
      { name: "own", scripts: { dev: "vite" } },
      {},
      "- packages/it: nothing starts a file of it with node",
    ],
    [
      "what was set up before is a service",
      { name: "it", main: "src/index.js" },
      { "packages/it/create-logging.json": {} },
      "x packages/it: has a create-logging.json",
    ],
    [
      "a package.json that can't be read is told",
      { name: "own" },
      { "packages/it/package.json": "{" },
      "x packages/it: 'package.json' is not valid JSON",
    ],
    [
      "an ES module beside a CommonJS user",
      service("it", { type: "module" }),
      {},
      "x packages/it: package.json scripts.start runs 'src/index.js'; as a library of 'packages/user' too",
    ],
  ])("%s", async (_, manifest, more, line) => {
    const found = await inTree({
      "package.json": { workspaces: ["packages/*"] },
      "packages/it/package.json": manifest,
      "packages/it/src/index.js": "",
      "packages/user/package.json": {
        name: "user",
        main: "i.js",
        dependencies: { it: "*" },
        devDependencies: { "it-dev": "*" },
      },
      ...more,
    });
    expect(found?.find((each) => each.includes("packages/it:"))).toContain(line);
    expect(found).toHaveLength(2);
  });
});

it("whoever waits is told which of 60 packages is being looked at", async () => {
  const files = Array.from({ length: 60 }, (_, index) => [
    [`s/m${index}/package.json`, service(`m${index}`)],
    [`s/m${index}/src/index.js`, ""],
  ]).flat();
  const told: string[] = [];
  const list = await findServices(makeTargetTree(Object.fromEntries(files)), (...at) => {
    told.push(at.join(" "));
  });
  expect(list?.packages.filter(({ isChosen }) => isChosen)).toHaveLength(60);
  expect([told[0], told.at(-1), told.length]).toEqual(["1 60 s/m0", "60 60 s/m9", 60]);
});

describe("packages in unusual places", () => {
  it("one below another, among examples, and one that git ignores", async () => {
    const root = makeTargetTree({
      ".gitignore": "/generated\n",
      "apps/web/package.json": { name: "web", scripts: { dev: "vite" } },
      "apps/web/server/package.json": service("server"),
      "apps/web/server/src/index.js": "",
      "examples/one/package.json": service("one"),
      "examples/one/src/index.js": "",
      "examples/lib/package.json": { name: "lib", main: "i.js" },
      "generated/client/package.json": service("client"),
      "generated/client/src/index.js": "",
      "apps/esm/package.json": { type: "module" },
      "apps/node_modules/x/package.json": service("x"),
    });
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    expect(await verdictsOf(root)).toEqual([
      "- apps/web: nothing starts a file of it with node",
      "x apps/web/server: package.json scripts.start runs 'src/index.js'",
      "- examples/one: package.json scripts.start runs 'src/index.js'; lies among tests or examples",
      "- generated/client: git ignores it",
    ]);
  });

  it("a linked member counts once, one that leads out is left alone, a circle ends", async () => {
    const outside = makeTargetTree({ "package.json": service("out"), "src/index.js": "" });
    const root = makeTargetTree({
      "package.json": { workspaces: ["services/*"] },
      "vendor-src/in/package.json": service("in"),
      "vendor-src/in/src/index.js": "",
      "services/in": { link: "../vendor-src/in" },
      "services/out": { link: outside },
      "services/loop": { link: "." },
    });
    expect(await verdictsOf(root)).toEqual([
      "x vendor-src/in: package.json scripts.start runs 'src/index.js'",
      `- services/out: a link to '${outside}', outside of this folder: run create-logging there`,
    ]);
  });

  it("an app of Nx without a package.json is named with its next step", async () => {
    expect(
      await inTree({
        "nx.json": {},
        "package.json": { name: "root" },
        "apps/api/project.json": { projectType: "application" },
        "apps/api/src/main.ts": "",
        "apps/web/project.json": { projectType: "application" },
        "apps/web/src/main.ts": "",
        "apps/web/src/index.html": "",
        ...api,
      }),
    ).toEqual([
      "x services/api: package.json scripts.start runs 'src/index.js'",
      "- apps/api: an app of Nx without a package.json of its own: run create-logging --entry apps/api/src/main.ts in the root",
    ]);
  });

  it("folders with names that mean something elsewhere", async () => {
    const names = ["it's", "a b", "$(x)", "--yes", "*", "ünï", "{{a}}", "[x]", "a\nb"];
    const files = names.flatMap((name) => [
      [`${name}/package.json`, service("x")],
      [`${name}/src/index.js`, ""],
    ]);
    const list = await findServices(makeTargetTree(Object.fromEntries(files)));
    expect(list?.packages.map(({ dir, role }) => [dir, role])).toEqual(
      [...names].sort().map((name) => [name, "service"]),
    );
  });
});

it("a package that starts nothing stays one package where only examples lie below", async () => {
  const examples = { "examples/one/package.json": service("one"), "examples/one/src/index.js": "" };
  expect(
    await inTree({ "package.json": { name: "lib", main: "i.js" }, ...examples }),
  ).toBeUndefined();
  expect(await inTree(examples)).toHaveLength(1);
});
