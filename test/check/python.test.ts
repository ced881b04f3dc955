import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { barePython, checkAt, editCopy, scaffold } from "../helpers/check-services.js";
import { python } from "../helpers/python-package.js";

// As in a shell in which the environment is active.
process.env["VIRTUAL_ENV"] = path.resolve(path.dirname(python), "..");

let script: string;
let inPackage: string;
beforeAll(async () => {
  script = await scaffold(barePython.script);
  inPackage = await scaffold(barePython.package, ["--child", "WORKER=works:news/worker.py"]);
});

/** A project with a Python of its own, which is a shell script. */
function withPython(root: string, text: string): string {
  const copy = editCopy(root, []);
  const file = path.join(copy, ".venv/bin/python");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return copy;
}

describe("an untouched scaffold of a Python project", () => {
  test("passes every clause, in a package whose own start has effects, with a child", async () => {
    const before = readTree(inPackage);
    const { rows, skipped, passed, evidence } = await checkAt(inPackage);
    expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect(skipped).toEqual([]);
    expect(passed.length).toBeGreaterThan(60);
    expect(passed).toContain("PROC-1");
    expect(evidence["repo:load"]).toMatch(
      /^Python 3\.\d+\.\d+ with Loguru 0\.7\.\d+ \(.*python\) loads 'news\/app_logging'$/,
    );
    expect(evidence["repo:spawn"]).toBe("1 with child_env");
    expect(evidence["EXIT-6"]).toMatch(/; \d+ of 100 after SIGKILL, which loses what is queued$/);
    expect(readTree(inPackage)).toEqual(before);
  });

  test("passes with variables, levels, formats, defaults and features of its own", async () => {
    const config = {
      name: "news",
      target: "python",
      dir: "app_logging",
      entries: ["main.py"],
      variables: { environment: "NODE_ENV", name: "SERVICE", logs: "LOG_DIR" },
      levels: { development: "TRACE", testing: "SUCCESS", production: "WARNING" },
      formats: {
        terminal: "{time:HH:mm:ss} {level: <8} [{extra[job]}] {name}:{line} {message}",
        file: "{time:YYYY-MM-DD HH:mm:ss.SSSZ}|{level: >8}|{process}|{module}:{line}|{extra}|{message}",
      },
      defaults: { maxSize: "20 KB", maxFiles: 2, fileMode: "0600" },
      features: { ownership: false, diagnose: false },
    };
    const root = await scaffold({
      ...barePython.script,
      "create-logging.json": JSON.stringify(config),
    });
    const only = ["ENV", "MODE", "FMT", "FILE-5", "FILE-8", "PROC-3", "PROC-5", "CRASH", "CHILD-3"];
    const { rows, skipped } = await checkAt(root, only);
    expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect(skipped).toEqual(["ENV-7", "MODE-5", "PROC-5", "CRASH-4"]);
  });
});

test("a name that is not shared is not shared with a fork", async () => {
  const own = { name: "news", target: "python", dir: "app_logging", entries: ["main.py"] };
  const config = JSON.stringify({ ...own, onNameConflict: "fatal" });
  const root = await scaffold({ ...barePython.script, "create-logging.json": config });
  const { failed, evidence } = await checkAt(root, ["PROC-3", "PROC-5"]);
  expect(failed).toEqual([]);
  expect(evidence["PROC-3"]).toMatch(/, and a fork has no log$/);
});

describe("what a Python project's own files say", () => {
  const facts = ["repo:loguru", "repo:entry", "repo:loggers", "repo:env", "repo:spawn"];

  test.each<[string, string, string, string | RegExp, string, RegExp]>([
    [
      "no Loguru among the dependencies",
      "repo:loguru",
      "pyproject.toml",
      /, "loguru[^"]*"/,
      "",
      /^'pyproject\.toml' lacks it: run create-logging$/,
    ],
    [
      "an import with effects ahead of the setup",
      "repo:entry",
      "news/main.py",
      /^/,
      "from . import worker\n",
      /^news\/main\.py:2 .* runs before the guard/,
    ],
    [
      "no setup",
      "repo:entry",
      "news/main.py",
      /^.*_setup.*\n/m,
      "",
      /^'news\/main\.py' lacks what loads 'setup'.*: run create-logging$/,
    ],
    [
      "a start that can't import the folder",
      "repo:entry",
      "Procfile",
      /$/,
      "cron: python news/main.py\n",
      /^news\/main\.py Started as python news\/main\.py it can't import '/,
    ],
    [
      "a broken entrypoint",
      "repo:entry",
      "news/main.py",
      /$/,
      "if (",
      /^'news\/main\.py:\d+' does not parse/,
    ],
    [
      "a logger that takes the sinks away",
      "repo:loggers",
      "news/main.py",
      /$/,
      "from loguru import logger\nlogger.remove()\n",
      /^news\/main\.py:\d+ logger\.remove\(\) takes away the sinks of the set-up/,
    ],
    [
      "another logger in its directory",
      "repo:loggers",
      "news/worker.py",
      /$/,
      'import logging\nimport os\nlogging.basicConfig(filename=os.environ["PATH_TO_LOGS"])\n',
      /^news\/worker\.py:\d+ sets up logging/,
    ],
    [
      "a variable that nobody documents",
      "repo:env",
      ".env.example",
      /^NAME_CHILD_PROCESS_WORKER=.*\n/m,
      "",
      /^it lacks NAME_CHILD_PROCESS_WORKER$/,
    ],
    [
      "a child without its environment",
      "repo:spawn",
      "news/main.py",
      ', env=child_env("WORKER")',
      "",
      /^without child_env: news\/main\.py:\d+$/,
    ],
  ])("%s turns %s red, and nothing else", async (_title, clause, file, text, by, said) => {
    const { failed, evidence } = await checkAt(editCopy(inPackage, [[file, text, by]]), facts);
    expect(failed).toEqual([clause]);
    expect(evidence[clause]).toMatch(said);
  });
});

test("an import of the setup ahead of what it needs turns repo:entry red", async () => {
  const addsPath =
    "import os\nimport sys\n\nsys.path.insert(0, os.path.dirname(os.path.dirname(__file__)))\n";
  const tree = { ...barePython.script, Procfile: "cron: python bin/tidy.py\n" };
  const root = await scaffold({ ...tree, "bin/tidy.py": `${addsPath}print("up")\n` }, [
    ...["--entry", "bin/tidy.py", "--dir", "app_logging"],
  ]);
  const untouched = await checkAt(root, ["repo:entry", "EXIT-3"]);
  expect([untouched.failed, untouched.passed]).toEqual([[], ["repo:entry", "EXIT-3"]]);
  const edited = editCopy(root, [
    ["bin/tidy.py", /^.*_setup.*\n/m, ""],
    ["bin/tidy.py", /^/, "from app_logging import setup as _setup\n"],
  ]);
  const { failed, evidence } = await checkAt(edited, ["repo:entry"]);
  expect(failed).toEqual(["repo:entry"]);
  expect(evidence["repo:entry"]).toMatch(/^bin\/tidy\.py:1 .* comes before line 5, which it needs/);
});

describe("a Python project's logging folder", () => {
  test("that imports more of the service is run with it", async () => {
    const root = editCopy(inPackage, [
      ["news/app_logging/settings.py", 'max_size = "5 MB"', "max_size = size.SIZE"],
      ["news/app_logging/settings.py", "import re\n", "import re\n\nfrom .. import size\n"],
      ["news/worker.py", /^[\s\S]*$/, 'KILO = "KB"\n'],
    ]);
    writeFileSync(
      path.join(root, "news/size.py"),
      'from news.worker import KILO\n\nSIZE = f"2 {KILO}"\n',
    );
    const { failed, evidence } = await checkAt(root, ["repo:load", "FILE-2", "ENV-6"]);
    expect(failed).toEqual(["FILE-2"]);
    expect(evidence["FILE-2"]).toMatch(/^the default: files of .* bytes, of 5000000$/);
  });

  test.each([
    [
      "a file that does not parse",
      "exit_helper.py",
      "code: int = 1",
      "code: int = ",
      /^exit_helper\.py:\d+ 'SyntaxError: /,
    ],
    [
      "an import that only the setup needs",
      "setup.py",
      "from .start import",
      "from .gone import",
      /^setup\.py:\d+ 'ModuleNotFoundError: No module named 'app_logging\.gone''$/,
    ],
    [
      "a setup that has no end",
      "setup.py",
      "start_logging(children)",
      "while True: pass",
      /^it had no end after 4 s/,
    ],
  ])("with %s is said once, and nothing else is judged", async (_title, file, text, by, said) => {
    const root = editCopy(script, [[`app_logging/${file}`, text, by]]);
    const { failed, skipped, evidence } = await checkAt(
      root,
      ["repo:load", "EXIT", "ENV-1"],
      4_000,
    );
    expect([failed, skipped.length]).toEqual([["repo:load"], 8]);
    expect(evidence["repo:load"]).toMatch(said);
  });
});

describe("the Python that a project runs with", () => {
  const only = ["repo:load", "EXIT-3"];

  test("lacks Loguru: that is said with the next step, and nothing is run", async () => {
    const { rows } = await checkAt(withPython(script, `exec ${python} -I -S "$@"`), only);
    expect(rows).toMatchObject([
      {
        clause: "repo:load",
        verdict: "fail",
        evidence:
          "'.venv/bin/python' can't import Loguru (ModuleNotFoundError: No module named 'loguru'). Install it: .venv/bin/python -m pip install -r requirements.txt",
      },
      { clause: "EXIT-3", verdict: "skipped" },
    ]);
  });

  test.each([
    ["3.8.19", "0.7.3", /^'\.venv\/bin\/python' is Python 3\.8\.19, and the logging needs 3\.9/],
    ["3.12.1", "0.6.0", /^'\.venv\/bin\/python' has Loguru 0\.6\.0\. Install it: /],
  ])("is too old: Python %s, Loguru %s", async (version, loguru, said) => {
    const answer = JSON.stringify({ python: version, loguru, fault: "" });
    const { evidence } = await checkAt(withPython(script, `echo '${answer}'`), only);
    expect(evidence["repo:load"]).toMatch(said);
  });

  test("does not run", async () => {
    const { evidence } = await checkAt(withPython(script, "echo broken >&2; exit 1"), only);
    expect(evidence["repo:load"]).toBe("'.venv/bin/python' is no Python that runs: broken");
  });
});
