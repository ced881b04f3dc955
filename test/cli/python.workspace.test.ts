import path from "node:path";
import { expect, test } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { serviceIn } from "../helpers/workspace-tree.js";

const pythonServices: Tree = {
  "services/mail/Dockerfile": 'FROM python:3.12\nCMD ["python", "-m", "mail"]\n',
  "services/mail/mail/__init__.py": "",
  "services/mail/mail/__main__.py": 'print("mail")\n',
  "services/mail/pyproject.toml":
    '[project]\nname = "mail"\nversion = "1.0"\ndependencies = [] # none\n',
  "services/score/Procfile": "web: python main.py\n",
  "services/score/main.py": 'print("score")\n',
  "services/score/requirements.txt": "loguru==0.7.2\n",
};

/** Services and a library of each language. */
const mixed: Tree = {
  ...pythonServices,
  "package.json": '{ "name": "shop", "private": true, "workspaces": ["services/*", "libs/*"] }\n',
  ...serviceIn("services/api", "@shop/api", { dependencies: { "@shop/db": "*" } }),
  "libs/db/package.json": '{ "name": "@shop/db", "type": "module", "main": "index.js" }\n',
  "libs/db/index.js": "export const db = 1;\n",
  "libs/money/pyproject.toml": '[project]\nname = "money"\nversion = "1.0"\n',
  "libs/money/money/__init__.py": "RATE = 1\n",
};

test.each([
  { what: "a workspace of both languages", tree: mixed, services: ["api", "mail", "score"] },
  { what: "a folder of Python services", tree: pythonServices, services: ["mail", "score"] },
])("$what: each service is set up, found again, and taken out", async ({ tree, services }) => {
  const root = makeService(tree);
  const dirs = services.map((name) => `services/${name}`);
  const all = await runCli(["--yes", "--no-install"], { cwd: root });
  expect(all).toMatchObject({ code: 0, stderr: "" });
  expect(all.stdout).toContain(`${services.length} services: ${services.length} written.`);
  for (const library of Object.keys(tree).filter((file) => file.startsWith("libs/"))) {
    expect(all.stdout).toContain(`${library.split("/").slice(0, 2).join("/")}: a library (`);
    expect(readTree(root)[library]).toBe(tree[library]);
  }
  const once = readTree(root);
  const locks = Object.keys(once).filter((file) => file.endsWith("create-logging.lock"));
  expect(locks).toEqual(dirs.map((dir) => `${dir}/create-logging.lock`));
  expect(await runCli(["--yes", "--no-install"], { cwd: root })).toMatchObject({ code: 0 });
  expect(readTree(root)).toEqual(once);
  const check = await runCli(["upgrade", "--check"], { cwd: root });
  expect(check).toMatchObject({ code: 0 });
  expect(check.stdout).toContain(`${services.length} services: ${services.length} current.`);
  if ("package.json" in tree)
    expect((await runCli(["remove", "--yes"], { cwd: root })).stdout).toContain(
      `Services below it have one: create-logging remove ${dirs.join(" ")}\n`,
    );
  const removed = await runCli(["remove", ...dirs, "--yes", "--no-install"], { cwd: root });
  expect(removed).toMatchObject({ code: 0 });
  expect(readTree(root)).toEqual(tree);
});

test("a folder with a package.json and Python: the entry says which it is", async () => {
  const tree: Tree = {
    ...serviceIn("both", "both"),
    "both/requirements.txt": "requests\n",
    "both/worker.py": 'print("work")\n',
  };
  const root = path.join(makeService(tree), "both");
  const flags = ["--name", "both", "--yes", "--no-install"];
  const node = await runCli([...flags, "--dry-run"], { cwd: root });
  expect(node).toMatchObject({ code: 0 });
  expect(node.stdout).toContain("src/index.js");
  const python = await runCli([...flags, "--target", "python", "--entry", "worker.py"], {
    cwd: root,
  });
  expect(python).toMatchObject({ code: 0 });
  expect(readTree(root)["worker.py"]).toBe(
    'from app_logging import setup as _setup  # noqa: F401\n\nprint("work")\n',
  );
  expect(await runCli(["upgrade", "--check"], { cwd: root })).toMatchObject({ code: 0 });
  expect(await runCli(["remove", "--yes", "--no-install"], { cwd: root })).toMatchObject({
    code: 0,
  });
  expect(readTree(path.dirname(root))).toEqual(tree);
});
