import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readEnvironment } from "../../templates/node/env.js";

const folder = mkdtempSync(path.join(tmpdir(), "create-logging-env-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("readEnvironment", () => {
  const good = { NAME_APP: "app", RUN_ENVIRONMENT: "production", PATH_TO_LOGS: folder };

  test("gives the service as it is to run", () => {
    const { service, problems } = readEnvironment({ ...good, LOG_MAX_FILES: "007" }, []);
    expect([service, problems]).toEqual([
      {
        name: "app",
        environment: "production",
        directory: folder,
        maxBytes: 5_000_000,
        maxFiles: 7,
      },
      [],
    ]);
  });

  test.each(["-1", "1.5", "1e2", "five", "0x1", "9".repeat(30), "1 2"])(
    "FILE-5 refuses LOG_MAX_FILES=%j",
    (value) => {
      const { problems } = readEnvironment({ ...good, LOG_MAX_FILES: value }, []);
      expect(problems).toEqual([expect.stringContaining(`LOG_MAX_FILES is '${value}'`)]);
    },
  );

  test("ENV-5 takes any name that is a plain file name, of 200 bytes at most", () => {
    const names = ["a", "ä".repeat(100), "x".repeat(200), "a b", "...", ".a", "{}", "🚀", "-", "~"];
    for (const name of names) {
      expect(readEnvironment({ ...good, NAME_APP: name }, []).problems).toEqual([]);
    }
    for (const name of [
      "/",
      "a/b",
      "a\\b",
      ".",
      "..",
      "\u0001",
      "a\u007f",
      "x".repeat(201),
      "ä".repeat(101),
    ]) {
      expect(readEnvironment({ ...good, NAME_APP: name }, []).problems, name).toHaveLength(1);
    }
  });

  test("ENV-5 makes no file and no directory in development, and reads no PATH_TO_LOGS", () => {
    const nowhere = path.join(folder, "nowhere");
    const env = { ...good, RUN_ENVIRONMENT: "development", PATH_TO_LOGS: nowhere };
    expect(readEnvironment(env, []).service?.directory).toBeUndefined();
    expect(() => rmSync(nowhere)).toThrow("ENOENT");
  });

  test("ENV-5 finds that the log file's own path is taken", () => {
    const taken = path.join(folder, "taken");
    mkdirSync(path.join(taken, "app.log"), { recursive: true });
    writeFileSync(path.join(taken, "file"), "");
    for (const PATH_TO_LOGS of [taken, path.join(taken, "file")]) {
      const { problems } = readEnvironment({ ...good, PATH_TO_LOGS }, []);
      expect(problems).toEqual([expect.stringContaining(`PATH_TO_LOGS is '${PATH_TO_LOGS}'`)]);
    }
  });

  test("ENV-7 asks children for names of their own, except a child itself", () => {
    const children = ["A", "B", "C"];
    const problems = (env: Record<string, string>) =>
      readEnvironment({ ...good, ...env }, children).problems;
    expect(problems({}).map((text) => text.split(" ")[0])).toEqual([
      "NAME_CHILD_PROCESS_A",
      "NAME_CHILD_PROCESS_B",
      "NAME_CHILD_PROCESS_C",
    ]);
    const named = {
      NAME_CHILD_PROCESS_A: "a",
      NAME_CHILD_PROCESS_B: "b",
      NAME_CHILD_PROCESS_C: "c",
    };
    expect(problems(named)).toEqual([]);
    expect(problems({ ...named, NAME_CHILD_PROCESS_C: "a" })).toHaveLength(1);
    expect(problems({ NAME_CHILD_PROCESS_B: "app" })).toEqual([]);
  });
});
