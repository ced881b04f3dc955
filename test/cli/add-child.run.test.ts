import { execFile } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { family } from "../helpers/cli-family.js";
import { plainEnv, runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";

const names = { NAME_CHILD_PROCESS_SCORER: "scorer", NAME_CHILD_PROCESS_DEDUPER: "deduper" };

const speaking = {
  ...family,
  "src/index.js": `${family["src/index.js"]}console.log("parent ran");\n`,
  "src/scorer.js": 'import { logger } from "./logging/index.js";\nlogger.info("scoring");\n',
  "src/deduper.js":
    'import { logger } from "./logging/index.js";\nlogger.info("deduping %s", process.env.MODE);\n',
};

/** Both children of the family, declared one after the other. */
async function makeFamily(): Promise<string> {
  const root = makeService(speaking);
  await runCli(["--name", "news", "--yes"], { cwd: root });
  await runCli(["add-child", "SCORER", "--yes"], { cwd: root });
  await runCli(["add-child", "DEDUPER", "--yes"], { cwd: root });
  return root;
}

function runParent(
  root: string,
  env: Record<string, string>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const all = { NAME_APP: "news", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: "logs", ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["src/index.js"],
      { cwd: root, env: plainEnv(all) },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

describe("a parent and two children that add-child declared", () => {
  it("CHILD-1, CHILD-2: each writes its own file, with its own records alone", async () => {
    const root = await makeFamily();
    expect(await runParent(root, names)).toEqual({
      code: 0,
      stdout: "parent ran\n",
      stderr: "",
    });
    const logs = readTree(path.join(root, "logs"));
    const messages = Object.fromEntries(
      Object.entries(logs).map(([file, text]) => [
        file,
        text
          .trimEnd()
          .split("\n")
          .map((line) => line.split(" | ").slice(3).join(" | ")),
      ]),
    );
    const ended = expect.stringMatching(/^Stopped by the end of the program: exit code 0/);
    const started = (name: string) => expect.stringMatching(`^Started ${name}`);
    expect(messages).toEqual({
      "news.log": [started("news"), ended],
      "scorer.log": [started("scorer"), "scoring", ended],
      "deduper.log": [started("deduper"), "deduping fast", ended],
    });
  });

  it.each(Object.keys(names))(
    "ENV-7: without %s the parent stops at its guard, by name, before any line of its own",
    async (missing) => {
      const root = await makeFamily();
      const env = Object.fromEntries(Object.entries(names).filter(([name]) => name !== missing));
      const ended = await runParent(root, env);
      expect([ended.code, ended.stdout]).toEqual([1, ""]);
      expect(ended.stderr).toMatch(
        new RegExp(`^\\S+ \\| CRITICAL \\| \\S+ \\| Cannot start: ${missing} is missing\\n$`),
      );
      expect(Object.keys(readTree(path.join(root, "logs")))).toEqual(["news.log"]);
    },
  );
});
