import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { installNode } from "../helpers/conformance-cache.js";
import { flavours } from "../helpers/conformance-flavour-kinds.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { placeOf } from "../helpers/conformance-log.js";
import { makeTempFolder, namesOf, type Run, run } from "../helpers/conformance-run.js";

/** The record of the error that nobody caught, without the lines of Node's own functions. */
function crashOf(ended: Run): string {
  const crash = ended.log.find(({ level }) => level === "CRITICAL");
  return (crash?.message ?? "")
    .split("\n")
    .filter((line) => !/^ {8}at .*(?:node:|<anonymous>\)$)/.test(line))
    .map((line) => line.replace(/\(?(?:file:\/\/|\/|[A-Z]:\\).*[\\/](.*?):\d+:\d+\)?/, "($1)"))
    .join("\n");
}

const shipped = [
  "            this = Carrier { name: 'post' }",
  "            weight = 4",
  "            order = { id: 998, lines: [ 'a', 'b' ] }",
  "            weights = [ 2, 4 ]",
  "            total = 6",
];

describeFlavours((service) => {
  test.each(["body", "timer", "async"])(
    "CRASH-4 an error thrown in '%s' shows the variables of each function, under its line of the source",
    async (way) => {
      const ended = await run(service, ["variables", way]);
      const crash = ended.log.find(({ level }) => level === "CRITICAL");
      expect([ended.code, ended.stderr]).toEqual([1, ""]);
      expect(crash && placeOf(crash)).toBe(service.place("too-heavy", "ship"));
      const lines = crashOf(ended).split("\n");
      const file = `variables${service.flavour.source.extension}`;
      expect(lines[0]).toBe("Uncaught RangeError: too heavy: 998");
      expect(lines[1]).toBe(`        at Carrier.ship (${file})`);
      expect(lines.slice(2, 7)).toEqual(shipped);
      expect(lines.slice(7)).toEqual(
        expect.arrayContaining([
          "            carrier = Carrier { name: 'post' }",
          "            orderCount = 1",
          `        at shipAll (${file})`,
        ]),
      );
      if (way === "async") expect(lines).toContain("            waited = 'a while'");
    },
  );

  test("CRASH-5 no secret is in the record, whatever it is kept in", async () => {
    const ended = await run(service, ["secrets"]);
    const crash = ended.log.find(({ level }) => level === "CRITICAL")?.message ?? "";
    expect(Object.values(ended.files ?? {}).join()).not.toContain("hunter2");
    const shown = [1, 2, 3, 4, 5, 6, 7, 8].filter((part) => crash.includes(`shown-${part}`));
    expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(crash).toContain("\n            password = '***'\n");
  });
});

const [esm, commonjs] = ["js-esm", "js-commonjs"].map((id) =>
  flavours.filter((flavour) => flavour.id === id),
);

describeFlavours((service) => {
  describe("CRASH-4", () => {
    test("a rejection of an async function that nobody awaits", async () => {
      const crash = crashOf(await run(service, ["variables", "rejection"]));
      expect(crash).toContain("id = 7\n            reason = 'no 7'");
    });

    test("what is no Error", async () => {
      const crash = crashOf(await run(service, ["variables", "text"]));
      expect(crash).toMatch(/^Uncaught 'just text'\n {8}thrown in .*\n {12}attempt = 3/);
    });

    test("an error that is thrown elsewhere than it was made", async () => {
      const crash = crashOf(await run(service, ["variables", "made"]));
      expect(crash).toMatch(/\n {8}thrown in throwIt \(variables\.js\)\n {12}when = 'later'/);
    });

    test("an error that another one was thrown for", async () => {
      const crash = crashOf(await run(service, ["variables", "behind"]));
      const [outer, cause] = crash.split("Caused by: ");
      expect(outer).toContain("\n            outer = 1\n");
      expect(cause?.split("\n").slice(2, 7)).toEqual(shipped);
    });

    test("an error that the program caught and logged", async () => {
      const ended = await run(service, ["variables", "logged"]);
      const logged = ended.log.find(({ level }) => level === "ERROR");
      expect([ended.code, logged?.message]).toEqual([
        0,
        expect.stringContaining(shipped.join("\n")),
      ]);
    });

    test("an endless recursion is reported as without", async () => {
      const crash = crashOf(await run(service, ["variables", "recursion"]));
      expect(crash).toContain("Uncaught RangeError: Maximum call stack size exceeded");
    });

    test("in a worker thread", async () => {
      const ended = await run(service, ["workerVariables"]);
      expect([ended.code, crashOf(ended)]).toEqual([
        1,
        expect.stringContaining(shipped.join("\n")),
      ]);
    });

    test.each([20, 24])(
      "a variable that V8 optimised away, or that has no value yet, is not said to be undefined (Node %i)",
      async (major) => {
        const node = major === 20 ? {} : { node: await installNode(major) };
        for (const args of [
          ["variables", "hot"],
          ["workerVariables", "hot"],
        ]) {
          const crash = crashOf(await run(service, args, node));
          expect(crash).toContain("order = { id: 1000000000 }\n            weight = 3\n");
          expect(crash).not.toMatch(/\b(?:scaled|sum|rest|result) = undefined/);
          // Where it can be told apart, it is shown.
          expect(crash.includes("given = undefined")).toBe(major === 24);
        }
      },
    );

    test("an error without a frame of the program has the place of the one behind it, or none", async () => {
      const placeIn = async (way: string): Promise<string | undefined> => {
        const { log } = await run(service, ["variables", way]);
        const crash = log.find(({ level }) => level === "CRITICAL");
        return crash && placeOf(crash);
      };
      expect(await placeIn("any")).toBe(service.place("rejects", "rejects"));
      expect(await placeIn("text")).toBe(service.place("throws-text", "<anonymous>"));
      expect(await placeIn("primitive")).toBe("<unknown>:<unknown>:0");
    });

    test("in development too, on the terminal", async () => {
      const ended = await run(service, ["variables", "timer"], {
        env: { RUN_ENVIRONMENT: "development" },
      });
      expect(crashOf({ ...ended, log: ended.terminal })).toContain(shipped.join("\n"));
    });
  });

  test("CRASH-4 values are shown without running the program's code, and within bounds", async () => {
    const ended = await run(service, ["untouched"]);
    const crash = crashOf(ended);
    expect([ended.code, ended.stdout]).toEqual([1, expect.stringContaining("\nran: \n")]);
    for (const part of [1, 2, 3]) expect(crash).toContain(`shown-${part}`);
    expect(crash).toContain("\n            proxy = [Proxy]\n");
    expect(crash.length).toBeLessThan(6000);
    expect(crash).not.toContain("uninitialised = 1");
  });

  test("CRASH-4 a program that rejects promises by the thousand runs as without, and is heard at its end", async () => {
    const ended = await run(service, ["rejectMany"]);
    expect(ended.stdout).toContain("nothing unhandled; now,catch,then,tick,immediate");
    expect([ended.code, crashOf(ended)]).toEqual([1, expect.stringContaining("weight = 4")]);
  });

  describe("CRASH-4 has no effect and makes no error", () => {
    const without = (ended: Run): void => {
      expect([ended.code, crashOf(ended)]).toEqual([1, expect.stringContaining("too heavy")]);
      expect(crashOf(ended)).not.toContain(" = ");
    };

    test("where a debugger is attached from the start", async () => {
      const options = { nodeArgs: ["--inspect=127.0.0.1:0"], stderrIsFree: true };
      without(await run(service, ["variables", "timer"], options));
    });

    test.each(["opened", "signalled"])("where the inspector is %s later", async (how) => {
      const port = { nodeArgs: ["--inspect-port=0"], stderrIsFree: true };
      without(await run(service, ["debugged", how], port));
    });

    test("where Node has no inspector", async () => {
      const preload = path.join(makeTempFolder(), "no-inspector.cjs");
      writeFileSync(
        preload,
        `const Module = require("node:module");
const load = Module._load;
Module._load = function (name, ...rest) {
  if (name === "node:inspector") throw new Error("No such built-in module: node:inspector");
  return load.call(this, name, ...rest);
};\n`,
      );
      without(await run(service, ["variables", "timer"], { nodeArgs: ["-r", preload] }));
    });
  });

  test("CRASH-4 another session in the process goes on as it did, and so do we", async () => {
    const ended = await run(service, ["debugged", "beside"]);
    expect(ended.stdout).toContain("the other session paused");
    expect([ended.code, crashOf(ended)]).toEqual([1, expect.stringContaining("weight = 4")]);
  });

  describe("a heap that is full", () => {
    async function fill(directory: string, node?: string, beside = "nothing"): Promise<Run> {
      return run(service, ["fillHeap", beside], {
        directory,
        nodeArgs: ["--max-old-space-size=30"],
        env: { LOG_MAX_FILES: "1", SOME_SECRET: "hunter2" },
        stderrIsFree: true,
        filesAreFree: true,
        ...(node === undefined ? {} : { node }),
      });
    }

    test("EXIT-7 says so without a report where threads would have to answer for it", async () => {
      const directory = path.join(makeTempFolder(), "logs");
      const { files, signal } = await fill(directory, undefined, "thread");
      expect([signal, Object.keys(files ?? {}).filter((name) => !name.endsWith(".lock"))]).toEqual([
        "SIGABRT",
        ["app.log"],
      ]);
      expect(files?.["app.log"]).toMatch(
        /\| CRITICAL \| .* \| The heap is full: \d+ MB are in use/,
      );
    });

    test.each([20, 24])(
      "EXIT-7 says so and leaves Node's report without the environment, and no more than LOG_MAX_FILES (Node %i)",
      async (major) => {
        const node = major === 20 ? undefined : await installNode(major);
        const directory = path.join(makeTempFolder(), "logs");
        const first = await fill(directory, node);
        const [firstReport] = namesOf(first).filter((name) => name.endsWith(".report.json"));
        const second = await fill(directory, node);
        const reports = namesOf(second).filter((name) => name.endsWith(".report.json"));
        expect([first.signal ?? first.code, reports.length]).toEqual(["SIGABRT", 1]);
        expect(reports[0]).not.toBe(firstReport);
        const report = JSON.parse(readFileSync(path.join(directory, reports[0] ?? ""), "utf8"));
        expect(report.header.processId).toBe(second.pid);
        const log = second.files?.["app.log"] ?? "";
        expect(log).toMatch(/\| CRITICAL \| .* \| The heap is full: \d+ MB are in use/);
        expect(log).toContain(
          `power lost; the heap was full in that run, see '${firstReport}': it may have recovered since`,
        );
        for (const name of readdirSync(directory)) {
          expect(readFileSync(path.join(directory, name), "utf8"), name).not.toContain("hunter2");
        }
      },
    );
  });
}, esm);

describeFlavours((service) => {
  test("CRASH-4 a rejection, and a CommonJS module's own variables", async () => {
    const crash = crashOf(await run(service, ["variables", "rejection"]));
    expect(crash).toContain("id = 7\n            reason = 'no 7'");
  });
}, commonjs);
