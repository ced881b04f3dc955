import { symlinkSync, unlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Answers } from "../../../generators/answers/answers.js";
import type { EntrypointPatches } from "../../../generators/patch/patch.js";
import { patchPythonEntrypoints } from "../../../generators/patch/python/patch-entrypoints.js";
import type { PythonTarget } from "../../../generators/target/python/python-target.js";
import { makePackage, type TestPackage } from "../../helpers/patch-package.js";
import { makeAnswers } from "../../helpers/patch-target.js";
import { makePythonTarget } from "../../helpers/python-cases.js";

let open: TestPackage | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

type Content = Record<string, string | Uint8Array>;

async function patch(
  files: Content,
  answers: Partial<Answers> = {},
  changes: Partial<PythonTarget> = {},
  isOurs?: (file: string, line: string) => boolean,
): Promise<EntrypointPatches> {
  open ??= makePackage({});
  open.write(files);
  const given = makeAnswers({ dir: "app_logging", entries: ["main.py"], ...answers });
  return patchPythonEntrypoints(makePythonTarget(open.root, changes), given, isOurs);
}

function apply(result: EntrypointPatches): void {
  for (const { path: file, after } of result.patches) open?.write({ [file]: after });
  if (result.envFile) open?.write({ [result.envFile.path]: result.envFile.text });
}

const textsOf = ({ patches }: EntrypointPatches) =>
  Object.fromEntries(patches.map(({ path: file, after }) => [file, Buffer.from(after).toString()]));

const line = (name: string, module = name, isBelowCode = false) =>
  `from app_logging import ${name} as _${module}  # noqa: F401${isBelowCode ? ",E402" : ""}\n`;
const setup = line("setup");
const envFile = line("env_file");

describe("an entrypoint is refused, and the others are patched,", () => {
  it.each<[string, Content, string, Partial<Answers>, string, number?]>([
    ["does not exist", {}, "gone.py", {}, "does not exist"],
    ["is Python 2", { "old.py": 'import a\nprint "x"\n' }, "old.py", {}, "'print \"x\"'", 2],
    ["does not parse", { "bad.py": "import a\nx = (\n" }, "bad.py", {}, "syntax error", 3],
    [
      "is UTF-16",
      { "wide.py": Buffer.from("\uFEFFimport a\n", "utf16le") },
      "wide.py",
      {},
      "UTF-16",
    ],
    [
      "is ours",
      { "app_logging/setup.py": "" },
      "app_logging/setup.py",
      {},
      "part of the logging folder",
    ],
    [
      "can't reach the folder",
      { "jobs/nightly.py": "import os\n" },
      "jobs/nightly.py",
      {},
      "Python searches 'jobs' when it is started. Choose a folder in there with --dir",
    ],
  ])("when it %s", async (_, files, entry, answers, reason, at) => {
    const entries = [entry, "main.py"];
    const result = await patch({ ...files, "main.py": "import b\n" }, { entries, ...answers });
    expect(result.refused).toEqual([
      { path: entry, reason: expect.stringContaining(reason), ...(at ? { line: at } : {}) },
    ]);
    expect(textsOf(result)).toEqual({ "main.py": `${setup}import b\n` });
  });

  it.each(["my-logging", "class", "2log", "src/async"])(
    "when no import can name the folder '%s'",
    async (dir) => {
      const result = await patch({ "main.py": "import b\n" }, { dir });
      expect(result.patches).toEqual([]);
      expect(result.refused[0]?.reason).toContain("is no name of a Python package");
    },
  );

  it("when the folder would hide the standard library's 'logging'", async () => {
    const result = await patch({ "main.py": "import b\n" }, { dir: "logging" });
    expect(result.patches).toEqual([]);
    expect(result.refused[0]?.reason).toBe(
      "can't import 'logging': that is the name of the standard library's own; choose another with --dir",
    );
  });
});

describe("links", () => {
  it("lead to the file that is patched, and out of the project they are refused", async () => {
    await patch({ "real.py": "import b\n" }, { entries: [] });
    const links = ["main.py", "outside.py"].map((name) => path.join(open?.root ?? "", name));
    symlinkSync("real.py", links[0] ?? "");
    symlinkSync(import.meta.filename, links[1] ?? "");
    const result = await patch({}, { entries: ["main.py", "outside.py"] });
    for (const link of links) unlinkSync(link);
    expect(textsOf(result)).toEqual({ "real.py": `${setup}import b\n` });
    expect(result.notes).toEqual([
      { file: "main.py", text: "It is a link: 'real.py' is patched." },
    ]);
    expect(result.refused).toEqual([
      { path: "outside.py", reason: expect.stringContaining("outside of this project") },
    ]);
  });
});

describe("several entrypoints", () => {
  const files = {
    "main.py": "import env\nimport server\n",
    "env.py": "from dotenv import load_dotenv\n\nload_dotenv()\n",
    "cron.py": 'import env\nfrom dotenv import load_dotenv\n\nload_dotenv(".env.cron")\n',
    "worker.py": "from dotenv import load_dotenv\n\nload_dotenv()\nimport work\n",
    "work.py": "",
    "server.py": "",
  };
  const answers = {
    entries: ["main.py", "cron.py", "worker.py"],
    children: [{ descriptor: "WORK", name: "Worker", entry: "worker.py" }],
  };

  it("share one env file that repeats each call once, and a child's gets setup_child (ENV-7)", async () => {
    const result = await patch(files, answers);
    expect(textsOf(result)).toEqual({
      "main.py": envFile + setup + files["main.py"],
      "cron.py": envFile + setup + files["cron.py"],
      "worker.py": files["worker.py"].replace(
        "import work",
        `${line("setup_child", "setup", true)}import work`,
      ),
    });
    expect(result.envFile?.text.split("\n").slice(2)).toEqual([
      "from dotenv import load_dotenv",
      "",
      "load_dotenv()",
      'load_dotenv(".env.cron")',
      "",
    ]);
    expect(result.envFilesLoaded).toEqual([".env", ".env.cron"]);
    apply(result);
    const again = await patch({}, answers);
    expect(again.patches).toEqual([]);
    expect(again.envFile).toEqual(result.envFile);
  });
});

it("the env file repeats what modules load as they are imported ahead of what functions load", async () => {
  const result = await patch({
    "main.py":
      'from dotenv import load_dotenv\n\n\ndef late():\n    load_dotenv(".env.late")\n\n\nimport env\n',
    "env.py": "from dotenv import load_dotenv\n\nload_dotenv()\n",
  });
  expect(result.envFilesLoaded).toEqual([".env", ".env.late"]);
  expect(result.envFile?.text).toContain('load_dotenv()\nload_dotenv(".env.late")\n');
});

describe("what an earlier run wrote", () => {
  const text = "import app\nfrom dotenv import load_dotenv\n\nload_dotenv()\n";
  const app = { "app.py": "" };

  it("stays in the env file while an entrypoint imports it, though the service's call is gone", async () => {
    const first = await patch({ ...app, "main.py": text });
    apply(first);
    const second = await patch({ "main.py": `${envFile}${setup}import app\n` });
    expect(second.patches).toEqual([]);
    expect(second.envFile).toEqual(first.envFile);
    expect(second.envFilesLoaded).toEqual([".env"]);
  });

  it("joins it, when the call came later than the set-up", async () => {
    const result = await patch({ ...app, "main.py": setup + text });
    expect(textsOf(result)).toEqual({ "main.py": envFile + setup + text });
  });

  it("is brought back to its place, and only what is ours (P1)", async () => {
    const moved = `"""Doc."""\n\nimport app\n${setup}import os\n`;
    const theirs = await patch({ ...app, "main.py": moved });
    expect(theirs.patches).toEqual([]);
    expect(theirs.notes).toEqual([
      { file: "main.py", line: 4, text: expect.stringContaining("comes after line 3") },
    ]);
    const ours = await patch({}, {}, {}, (_, written) => `${written}\n` === setup);
    expect(textsOf(ours)).toEqual({ "main.py": `"""Doc."""\n\n${setup}import app\nimport os\n` });
  });

  it("follows the call that loads the env file, when that came behind it (P2)", async () => {
    const early = `${setup}from dotenv import load_dotenv\n\nload_dotenv()\nimport app\n`;
    const result = await patch({ ...app, "main.py": early }, {}, {}, () => true);
    expect(textsOf(result)).toEqual({
      "main.py": `from dotenv import load_dotenv\n\nload_dotenv()\n${line("setup", "setup", true)}import app\n`,
    });
  });

  it("is renamed, when the entrypoint became a child's, and gets its place (ENV-7)", async () => {
    const children = [{ descriptor: "X", name: "X", entry: "main.py" }];
    const asChild = { entries: [], children };
    const result = await patch({ ...app, "main.py": `${setup}import app\n` }, asChild);
    expect(textsOf(result)).toEqual({ "main.py": `${line("setup_child", "setup")}import app\n` });
    apply(result);
    const back = await patch({}, { entries: ["main.py"] });
    expect(textsOf(back)).toEqual({ "main.py": `${setup}import app\n` });
  });

  it.each([
    "import app_logging.setup\n",
    "from app_logging import setup\n",
    "from .app_logging import (\n    env_file as _env_file,  # first\n    setup as _setup,\n)\n",
    "import os; from app_logging import setup as _setup\n",
  ])("counts however it is written: %j", async (written) => {
    const result = await patch({ ...app, "main.py": `${written}import app\n` });
    expect(result.patches).toEqual([]);
    expect(result.unchanged).toEqual([{ path: "main.py", reason: "imports 'setup' already" }]);
  });
});

describe("what is said about the environment", () => {
  it("names an env file that is loaded after the guard, and only there", async () => {
    const result = await patch({
      "main.py": "from dotenv import load_dotenv\n\nload_dotenv()\nimport more\n",
      "more.py": 'from dotenv import load_dotenv\n\nload_dotenv(".env.more")\nload_dotenv()\n',
    });
    expect(result.envFile).toBeUndefined();
    expect(result.notes).toEqual([
      { file: "more.py", line: 3, text: expect.stringContaining("'.env.more'") },
    ]);
  });

  it("lists the files that start commands load", async () => {
    const start = (command: string) => ({
      source: "",
      command,
      entries: ["main.py"],
      loadsEnv: true,
      stage: "production" as const,
    });
    const startCommands = [
      start("uvicorn main:app --env-file config/.env"),
      start("dotenv -f .env.cli run -- python main.py"),
      start("pipenv run python main.py"),
      start("flask run"),
      start("uv run --env-file /etc/service.env python main.py"),
    ];
    const dependencies = ["python-dotenv"];
    const result = await patch({ "main.py": "" }, {}, { startCommands, dependencies });
    expect(result.envFilesLoaded).toEqual(["config/.env", ".env.cli", ".env", ".flaskenv"]);
  });
});

it("a graph with cycles, missing modules, folders and broken files is followed as far as it goes", async () => {
  const result = await patch({
    "main.py": "import a, missing, broken\nfrom pkg import sub, nothing\nimport app_logging\n",
    "a.py": "import main\nfrom . import b\n",
    "broken.py": "from dotenv import load_dotenv\nload_dotenv(\n",
    "pkg/sub/__init__.py": "from ..deep.er import load\n",
    "pkg/deep/er.py": 'import dotenv as d\n\n\ndef load():\n    d.load_dotenv(".env.deep")\n',
    "app_logging/__init__.py": 'import dotenv\n\ndotenv.load_dotenv(".env.wrong")\n',
  });
  expect(result.envFilesLoaded).toEqual([".env.deep"]);
});

describe("P14: tests that import an entrypoint", () => {
  it.each<[line: string, isTold: boolean]>([
    ["from app.main import app", true],
    ["from app import main", true],
    ["from app import (\n    db,\n    main,\n)", true],
    ["import app.main as m", true],
    ["if True:\n    from app.main import app", true],
    ["import app.db", false],
    ["from app import db", false],
  ])("%j", async (text, isTold) => {
    const runs = [{ searchPath: "", module: "app.main" }];
    const { notes } = await patch(
      { "app/main.py": "", "app/db.py": "", "tests/conftest.py": `${text}\n` },
      { entries: ["app/main.py"], dir: "app/app_logging" },
      { entrypoints: [{ file: "app/main.py", sources: [], runs }] },
    );
    const said =
      "imports the entrypoint 'app/main.py': it will run the logging setup, whose guard stands down in pytest and unittest";
    const file = "tests/conftest.py";
    const line = text.startsWith("if") ? 2 : 1;
    expect(notes).toEqual(isTold ? [{ file, line, text: said, kind: "test" }] : []);
  });
});

describe("what else sets up logging", () => {
  it("is told once, where the service loads it", async () => {
    const { notes } = await patch({
      "main.py": "import log\n",
      "log.py":
        "import structlog\nfrom loguru import logger\nlogger.add(1)\nstructlog.configure()\n",
      "other.py": "from loguru import logger\nlogger.add(1)\n",
      "app_logging/sinks.py": "from loguru import logger\nlogger.add(1)\n",
    });
    expect(notes.map(({ file, line, text }) => `${file}:${line} ${text.split(" ")[0]}`)).toEqual([
      "log.py:3 logger.add()",
      "log.py:4 structlog",
    ]);
  });
});
