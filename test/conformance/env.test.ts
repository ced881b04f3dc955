import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog } from "../helpers/conformance-log.js";
import {
  linesOf,
  makeTempFolder,
  messagesOf,
  namesOf,
  type Run,
  type RunOptions,
  run,
} from "../helpers/conformance-run.js";
import type { Service } from "../helpers/conformance-service.js";

const environments = ["development", "testing", "production"];

/** The one record of a refused start; fails at anything else that the process did. */
function refusal(refused: Run): string {
  expect([refused.code, refused.signal, refused.stdout]).toEqual([1, null, ""]);
  expect(refused.terminal).toHaveLength(1);
  const [record] = refused.terminal;
  expect([record?.level, record?.function]).toEqual(["CRITICAL", "<module>"]);
  expect(record?.module).toMatch(/^setup(-child)?$/);
  return record?.message ?? "";
}

async function refuse(service: Service, options: RunOptions): Promise<string> {
  return refusal(await run(service, [], options));
}

describeFlavours((service) => {
  describe("ENV-1 a service without a name does not start", () => {
    test.each(environments)("in %s", async (environment) => {
      for (const NAME_APP of [undefined, "", "  "]) {
        const message = await refuse(service, {
          env: { NAME_APP, RUN_ENVIRONMENT: environment },
        });
        expect(message).toBe(
          `Cannot start: NAME_APP is ${NAME_APP === undefined ? "missing" : "blank"}`,
        );
      }
    });
  });

  test("ENV-2 an environment that is missing or unknown is fatal, with the value and the valid ones", async () => {
    const valid = "development, testing, production";
    for (const [value, said] of [
      [undefined, `RUN_ENVIRONMENT is missing (one of ${valid})`],
      ["", `RUN_ENVIRONMENT is blank (one of ${valid})`],
      ["prod", `RUN_ENVIRONMENT is 'prod', not one of ${valid}`],
      ["Production", `RUN_ENVIRONMENT is 'Production', not one of ${valid}`],
      ["__proto__", `RUN_ENVIRONMENT is '__proto__', not one of ${valid}`],
      ["constructor", `RUN_ENVIRONMENT is 'constructor', not one of ${valid}`],
      ["a\nb", `RUN_ENVIRONMENT is 'a\n    b', not one of ${valid}`],
    ]) {
      const message = await refuse(service, { env: { RUN_ENVIRONMENT: value } });
      expect(message).toBe(`Cannot start: ${said}`);
    }
  });

  test("ENV-3 a missing log directory is fatal in testing and production, and not asked for in development", async () => {
    for (const RUN_ENVIRONMENT of ["testing", "production"]) {
      for (const PATH_TO_LOGS of [undefined, "", " "]) {
        const message = await refuse(service, { env: { RUN_ENVIRONMENT, PATH_TO_LOGS } });
        expect(message).toMatch(/^Cannot start: PATH_TO_LOGS is (missing|blank)/);
      }
    }
    const started = await run(service, [], {
      env: { RUN_ENVIRONMENT: "development", PATH_TO_LOGS: undefined },
    });
    expect([started.code, started.stdout.includes("main ran")]).toEqual([0, true]);
  });

  test("ENV-4 everything that is wrong is named in one record, and no application code runs", async () => {
    const refused = await run(service, [], {
      env: {
        NAME_APP: undefined,
        RUN_ENVIRONMENT: "staging",
        PATH_TO_LOGS: undefined,
        LOG_MAX_SIZE: "big",
        LOG_MAX_FILES: "-1",
      },
    });
    const message = refusal(refused);
    for (const variable of [
      "NAME_APP is missing",
      "RUN_ENVIRONMENT is 'staging'",
      "PATH_TO_LOGS is missing",
      "LOG_MAX_SIZE is 'big'",
      "LOG_MAX_FILES is '-1'",
    ]) {
      expect(message).toContain(variable);
    }
    expect(refused.files).toBeUndefined();
  });

  test.each(environments)("ENV-5 unusable values are fatal in %s", async (environment) => {
    for (const [variable, value, reason] of [
      ["LOG_MAX_SIZE", "five", "no size"],
      ["LOG_MAX_SIZE", "0", "no usable size"],
      ["LOG_MAX_SIZE", "5000000", "looks like bytes, write '5 MB'"],
      ["LOG_MAX_FILES", "1.5", "no whole number"],
      ["LOG_MAX_FILES", "many", "no whole number"],
      ["NAME_APP", "a/b", "path separator"],
      ["NAME_APP", "a\\b", "path separator"],
      ["NAME_APP", "..", "directory"],
      ["NAME_APP", "a\tb", "control character"],
      ["NAME_APP", "a\nb", "control character"],
      ["NAME_APP", "a\u0085b", "control character"],
      ["NAME_APP", "ä".repeat(101), "200 bytes"],
    ] as const) {
      const message = await refuse(service, {
        env: { RUN_ENVIRONMENT: environment, [variable]: value },
      });
      expect(message).toContain(`Cannot start: ${variable} is '`);
      expect(message.replace(": write", ", write")).toContain(reason);
    }
  });

  test("ENV-5 a directory that can't be made or written is fatal, and never looked at in development", async () => {
    const folder = makeTempFolder();
    const file = path.join(folder, "file");
    writeFileSync(file, "not ours");
    const taken = path.join(folder, "taken");
    mkdirSync(path.join(taken, "app.log"), { recursive: true });
    const looped = path.join(folder, "looped");
    symlinkSync(looped, looped);
    for (const directory of [file, path.join(file, "below"), taken, looped]) {
      for (const RUN_ENVIRONMENT of ["testing", "production"]) {
        const message = await refuse(service, {
          env: { RUN_ENVIRONMENT, PATH_TO_LOGS: directory },
        });
        expect(message).toContain(
          `Cannot start: PATH_TO_LOGS is '${directory}', which is not usable: `,
        );
      }
      const options = { env: { RUN_ENVIRONMENT: "development", PATH_TO_LOGS: directory } };
      expect((await run(service, [], options)).code).toBe(0);
    }
    expect(readFileSync(file, "utf8")).toBe("not ours");
  });

  test("ENV-6 where there is a place for it, the record of a refused start is in the log file too", async () => {
    for (const env of [
      { LOG_MAX_SIZE: "nonsense" },
      { LOG_MAX_FILES: "x", RUN_ENVIRONMENT: "testing" },
      { RUN_ENVIRONMENT: "staging" },
    ]) {
      const refused = await run(service, [], { env });
      const message = refusal(refused);
      expect(namesOf(refused)).toEqual(["app.log"]);
      expect(linesOf(refused.log)[0]).toBe(linesOf(refused.terminal)[0]);
      expect(messagesOf(refused.log).filter((text) => text === message)).toHaveLength(1);
      expect(refused.log.filter((record) => record.message.startsWith("Started"))).toEqual([]);
    }
    const inDevelopment = await run(service, [], {
      env: { RUN_ENVIRONMENT: "development", LOG_MAX_SIZE: "nonsense" },
    });
    refusal(inDevelopment);
    expect(inDevelopment.files).toBeUndefined();
  });

  describe("ENV-7 a process that declares children", () => {
    const named = { NAME_CHILD_PROCESS_WORKER: "worker", NAME_CHILD_PROCESS_MAILER: "mailer" };
    const parent = { entry: "parent" };

    test("needs a usable name of its own for each of them", async () => {
      for (const [env, said] of [
        [
          { ...named, NAME_CHILD_PROCESS_WORKER: undefined },
          "NAME_CHILD_PROCESS_WORKER is missing",
        ],
        [{ ...named, NAME_CHILD_PROCESS_MAILER: " " }, "NAME_CHILD_PROCESS_MAILER is blank"],
        [{ ...named, NAME_CHILD_PROCESS_MAILER: "a/b" }, "NAME_CHILD_PROCESS_MAILER is 'a/b'"],
        [
          { ...named, NAME_CHILD_PROCESS_MAILER: "worker" },
          "NAME_CHILD_PROCESS_MAILER is 'worker'",
        ],
        [{}, "NAME_CHILD_PROCESS_WORKER is missing; NAME_CHILD_PROCESS_MAILER is missing"],
      ] as const) {
        for (const RUN_ENVIRONMENT of environments) {
          const message = await refuse(service, { ...parent, env: { ...env, RUN_ENVIRONMENT } });
          expect(message).toContain(`Cannot start: ${said}`);
        }
      }
      const started = await run(service, [], { ...parent, env: named });
      expect([started.code, started.stdout]).toEqual([0, "parent ran\n"]);
    });

    test("is that child itself where it has its name, and needs none then", async () => {
      const started = await run(service, [], {
        ...parent,
        env: { NAME_APP: "worker", NAME_CHILD_PROCESS_WORKER: "worker" },
      });
      expect([started.code, started.stdout]).toEqual([0, "parent ran\n"]);
      expect(namesOf(started)).toEqual(["worker.log"]);
    });

    test("does not keep a child's own entrypoint from starting by itself", async () => {
      const started = await run(service, [], { entry: "child", env: { NAME_APP: "worker" } });
      expect([started.code, messagesOf(started.log)[1]]).toEqual([0, "child works"]);
      const refused = await refuse(service, { entry: "child", env: { NAME_APP: "" } });
      expect(refused).toBe("Cannot start: NAME_APP is blank");
    });
  });

  test("ENV-6 a refused start is appended to the log of earlier runs", async () => {
    const first = await run(service, []);
    const refused = await run(service, [], {
      directory: first.directory,
      env: { LOG_MAX_FILES: "x" },
    });
    const before = first.files?.["app.log"] ?? "";
    expect(refused.files?.["app.log"]?.startsWith(before)).toBe(true);
    const added = parseLog(refused.files?.["app.log"]?.slice(before.length) ?? "", "file");
    expect(added[0]?.message).toBe(refusal(refused));
  });
});
