import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { ConfigFile } from "../../generators/answers/answers.js";
import { python } from "../../scripts/prepare-python.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { listCasesOf, snapshotsFolder } from "../helpers/snapshot-case.js";

const cases = await listCasesOf("python");

interface Ended {
  status: number | null;
  output: string;
}

/** Runs a module of the tests' Python. */
function runModule(args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Ended {
  const { status, stdout, stderr } = spawnSync(python, ["-m", ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

const clean = { status: 0 };

describe.each(cases)("snapshots/%s/after", (name) => {
  const tree = makeDirectory();
  cpSync(path.join(snapshotsFolder, name, "after"), tree, { recursive: true });
  const config = JSON.parse(
    readFileSync(path.join(snapshotsFolder, name, "answers.json"), "utf8"),
  ) as ConfigFile;

  test("is what ruff, black and mypy have nothing to say of", () => {
    const rules = ["--extend-select", "I,B,UP", "--target-version", "py39"];
    const ruff = runModule(["ruff", "check", "--isolated", "-q", ...rules, config.dir], tree);
    expect(ruff).toEqual({ status: 0, output: "" });
    const said = ["--select", "E402,F,RUF100", ...config.entries];
    const entries = runModule(["ruff", "check", "--isolated", "-q", ...said], tree);
    expect(entries.output).not.toContain("app_logging");
    expect(runModule(["black", "--check", "--quiet", config.dir], tree)).toEqual({
      status: 0,
      output: "",
    });
    const strict = ["mypy", "--strict", "--no-error-summary", "--cache-dir", path.join(tree, ".m")];
    expect(runModule([...strict, "-p", config.dir.replaceAll("/", ".")], tree)).toEqual({
      status: 0,
      output: "",
    });
  });

  test("every file compiles, and is short enough to be read at night", () => {
    expect(runModule(["compileall", "-q", "."], tree)).toMatchObject(clean);
    const long = readdirSync(path.join(tree, config.dir))
      .filter((file) => file.endsWith(".py"))
      .filter(
        (file) => readFileSync(path.join(tree, config.dir, file), "utf8").split("\n").length > 151,
      );
    expect(long).toEqual([]);
  });

  test("starts, logs and stops", () => {
    const logs = path.join(tree, "logs");
    const env = {
      PATH: process.env["PATH"],
      NAME_APP: config.name,
      RUN_ENVIRONMENT: "testing",
      PATH_TO_LOGS: logs,
      NAME_CHILD_PROCESS_SCORER: "scorer",
    };
    const [entry = ""] = config.entries;
    const script = entry.includes("/")
      ? entry.replace(/\.py$/, "").replaceAll("/", ".")
      : undefined;
    const ended =
      script === undefined
        ? spawnSync(python, [entry], { cwd: tree, env, encoding: "utf8" })
        : spawnSync(python, ["-c", `import ${script}`], { cwd: tree, env, encoding: "utf8" });
    expect([ended.status, ended.stderr.includes("Traceback")]).toEqual([0, false]);
    if (config.levels?.production === "WARNING") return;
    const text = readFileSync(path.join(logs, `${config.name}.log`), "utf8");
    expect(text).toMatch(/^[-\d]{10} [\d:.]{12} \| INFO \| \w+:\S+:\d+ \| Started /);
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/ \| Stopped by .*: exit code 0, up /);
  });
});
