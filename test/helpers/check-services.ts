import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkService } from "../../generators/check/check-service.js";
import { chooseClauses } from "../../generators/check/choose-clauses.js";
import { readSetUp } from "../../generators/commands/read-set-up.js";
import { inspectProject } from "../../generators/target/inspect-project.js";
import { makeDirectory } from "./apply-directory.js";
import type { Tree } from "./apply-tree.js";
import { runCli } from "./cli-run.js";
import { makeService, plainService } from "./cli-service.js";

const tsService = (type: string, compilerOptions: object, start: string): Tree => ({
  "package.json": JSON.stringify({ name: "news", type, scripts: { start } }),
  "tsconfig.json": JSON.stringify({ compilerOptions: { strict: true, ...compilerOptions } }),
  "src/index.ts": 'export const up = true;\nconsole.log("up");\n',
});

const built = { rootDir: "src", outDir: "dist" };

/** Packages of every flavour, before they have any logging. */
export const bareServices = {
  "js-esm": plainService,
  "js-cjs": {
    "package.json": '{ "name": "news", "scripts": { "start": "node src/index.js" } }\n',
    "src/index.js": "'use strict';\nconsole.log('up');\n",
  },
  "js-cjs in an ES module package": {
    "package.json":
      '{ "name": "news", "type": "module", "scripts": { "start": "node src/index.cjs" } }\n',
    "src/index.cjs": "console.log('up');\n",
  },
  "ts-commonjs": tsService("commonjs", { module: "commonjs", ...built }, "node dist/index.js"),
  "ts-nodenext": tsService("module", { module: "nodenext", ...built }, "node dist/index.js"),
  "ts-bundler": tsService(
    "commonjs",
    { module: "esnext", moduleResolution: "bundler", noEmit: true },
    "tsx src/index.ts",
  ),
} satisfies Record<string, Tree>;

/** Python projects, before they have any logging: a script alone, and a package whose own start has effects. */
export const barePython = {
  script: {
    "main.py": '"""Tidies up."""\n\nimport os\n\nprint("up", os.getpid())\n',
    "requirements.txt": "requests\n",
    Procfile: "cron: python main.py\n",
  },
  package: {
    "pyproject.toml": '[project]\nname = "news"\nversion = "1.2.3"\ndependencies = ["requests"]\n',
    Procfile: "web: python -m news.main\n",
    "news/__init__.py": 'import os\n\nos.environ["NEWS_DATABASE"]\n',
    "news/main.py":
      'import subprocess\nimport sys\n\nfrom .app_logging import child_env\n\nsubprocess.run([sys.executable, "-m", "news.worker"], env=child_env("WORKER"))\n',
    "news/worker.py": 'print("works")\n',
  },
} satisfies Record<string, Tree>;

/** A package with its logging, made by the real command line; the flags' own config may come with the tree. */
export async function scaffold(tree: Tree, flags: readonly string[] = []): Promise<string> {
  const root = makeService(tree);
  const { code, stderr } = await runCli(["--name", "news", "--yes", "--no-install", ...flags], {
    cwd: root,
  });
  if (code !== 0) throw new Error(stderr);
  return root;
}

/** A copy of a package, with texts of its files replaced; each must be there to be replaced. */
export function editCopy(
  from: string,
  edits: readonly (readonly [file: string, text: string | RegExp, by: string])[],
): string {
  const root = path.join(makeDirectory(), "service");
  cpSync(from, root, { recursive: true, verbatimSymlinks: true });
  for (const [name, text, by] of edits) {
    const file = path.join(root, name);
    const before = readFileSync(file, "utf8");
    const after = before.replace(text, () => by);
    if (after === before) throw new Error(`'${name}' does not hold ${text}`);
    writeFileSync(file, after);
  }
  return root;
}

/** What a check says of a package: every clause by its verdict, evidence beside it. */
export async function checkAt(root: string, only?: readonly string[], limitMs = 15_000) {
  const target = await inspectProject(root);
  const { answers } = await readSetUp(target);
  const clauses = only === undefined ? {} : { only: chooseClauses(only) };
  const { rows } = await checkService(target, answers, { limitMs, ...clauses });
  const of = (verdict: string) =>
    rows.filter((row) => row.verdict === verdict).map(({ clause }) => clause);
  const evidence = Object.fromEntries(rows.map((row) => [row.clause, row.evidence]));
  return { rows, evidence, passed: of("pass"), failed: of("fail"), skipped: of("skipped") };
}
