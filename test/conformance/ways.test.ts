import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { installCached, installNode } from "../helpers/conformance-cache.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { parseLog, placeOf } from "../helpers/conformance-log.js";
import { messagesOf, namesOf, type RunOptions, run, start } from "../helpers/conformance-run.js";
import {
  flavours,
  prepareService,
  type Service,
  strippedFlavour,
} from "../helpers/conformance-service.js";
import { callSites } from "../helpers/conformance-sites.js";

const majors = [22, 24, 26];
const tsx = createRequire(import.meta.url).resolve("tsx");

/** The clauses that depend on how and where the code runs, in few processes. */
function checkWay(service: () => Service, options: () => RunOptions): void {
  test("ENV-4 every variable at fault is named, exit code 1, no application line", async () => {
    const ended = await run(service(), [], {
      ...options(),
      env: { NAME_APP: undefined, RUN_ENVIRONMENT: "x" },
    });
    expect([ended.code, ended.stdout, ended.terminal.length]).toEqual([1, "", 1]);
    expect(ended.terminal[0]?.message).toMatch(/NAME_APP is missing.*RUN_ENVIRONMENT is 'x'/);
  });

  test("FMT-4, EXIT-3 records name the places of the source", async () => {
    const ended = await run(service(), ["sites"], {
      ...options(),
      env: { RUN_ENVIRONMENT: "testing" },
    });
    expect([ended.code, namesOf(ended)]).toEqual([0, ["app.log"]]);
    expect(ended.terminal.length).toBe(ended.log.length);
    expect(ended.log.slice(1, -1).map((record) => `${placeOf(record)} ${record.message}`)).toEqual(
      callSites.map(({ text, marker, name }) => `${service().place(marker, name)} ${text}`),
    );
    const [started, stopped] = [ended.log[0]?.message, ended.log.at(-1)?.message];
    expect(started).toMatch(/^Started app, version 1\.2\.3: testing, pid \d+, node \d/);
    expect(stopped).toMatch(/^Stopped by the end of the program: exit code 0, up /);
  });

  test.each(["exit", "throw", "reject"])("EXIT-6, CRASH-1 nothing is lost at %s", async (how) => {
    const ended = await run(service(), ["burst", "1000", how], options());
    const records = messagesOf(ended.log).filter((message) => message.startsWith("record "));
    expect([ended.code, ended.stderr, records.length]).toEqual([1, "", 1000]);
    const last = ended.log.at(-1);
    expect(last && placeOf(last)).toBe(service().place(`burst-${how}`, "burst"));
    const [crash] = ended.log.filter((record) => record.level === "CRITICAL");
    const [, , line] = service().place(`burst-${how}`, "burst").split(":");
    if (how !== "exit") {
      expect(crash?.message).toMatch(
        new RegExp(`^Uncaught Error: burst .*\\n {8}at .*burst.*/src/endings\\.[jt]s:${line}:\\d+`),
      );
    }
  });

  test("EXIT-5 SIGTERM is recorded, and has its effect", async () => {
    const held = start(service(), ["stay"], options());
    await held.printed("ready");
    held.child.kill("SIGTERM");
    const ended = await held.ended();
    expect([ended.signal, messagesOf(ended.log)[1]]).toEqual([
      "SIGTERM",
      expect.stringMatching(/^Stopped by SIGTERM, /),
    ]);
  });

  test("FILE-3, FILE-5 files are rotated, and the newest kept", async () => {
    const ended = await run(service(), ["flood", "2000", "100"], {
      ...options(),
      env: { LOG_MAX_SIZE: "20 KB" },
    });
    expect([ended.code, ended.stderr, namesOf(ended).length]).toEqual([0, "", 6]);
    for (const text of Object.values(ended.files ?? {})) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20_000);
      expect(parseLog(text, "file").length).toBeGreaterThan(0);
    }
  });

  test("CRASH-6 the program's own handler decides", async () => {
    const ended = await run(service(), ["handle", "goes on"], options());
    expect([ended.code, ended.stdout.match(/own handler/g)?.length]).toEqual([0, 1]);
    expect(messagesOf(ended.log)[2]).toBe("went on");
  });
}

describe.each(majors)("Node %d", (major) => {
  let node = "";
  beforeAll(async () => {
    node = await installNode(major);
  }, 180_000);

  describeFlavours(
    (service) => {
      checkWay(
        () => service,
        () => ({ node }),
      );

      test("EXIT-1 exitWithReason in a thread ends the process with its code", async () => {
        const args = ["thread", service.entry("worker"), "exitWithReason"];
        const ended = await run(service, args, { node });
        expect([ended.code, messagesOf(ended.log).includes("thread gives up")]).toEqual([6, true]);
      });
    },
    flavours.filter(({ id }) => ["ts-nodenext", "js-commonjs"].includes(id)),
  );

  describe("running TypeScript as it is", () => {
    let service: Service;
    beforeAll(async () => {
      service = await prepareService(strippedFlavour);
    });
    checkWay(
      () => service,
      // Node 22 says on stderr that it is an experiment.
      () => ({ node, nodeArgs: ["--disable-warning=ExperimentalWarning"] }),
    );
  });
});

describe.each([
  ["ts-nodenext", ["--import", pathToFileURL(tsx).href]],
  ["ts-commonjs", ["--import", pathToFileURL(tsx).href]],
  ["ts-commonjs", ["--require", path.join(path.dirname(tsx), "cjs/index.cjs")]],
] as const)("%s under tsx (%j)", (id, nodeArgs) => {
  let service: Service;
  beforeAll(async () => {
    const built = await prepareService({ id });
    service = { ...built, entry: (name) => path.join(built.folder, "src", `${name}.ts`) };
  });
  checkWay(
    () => service,
    () => ({ nodeArgs: [...nodeArgs] }),
  );
});

describe("ts-commonjs under ts-node", () => {
  let service: Service;
  let register = "";
  beforeAll(async () => {
    const built = await prepareService({ id: "ts-commonjs" });
    service = { ...built, entry: (name) => path.join(built.folder, "src", `${name}.ts`) };
    register = path.join(await installCached("ts-node", 10), "ts-node/register/transpile-only");
  }, 180_000);
  const compiler = createRequire(import.meta.url).resolve("typescript");
  checkWay(
    () => service,
    () => ({
      nodeArgs: ["--require", register],
      shell: `TS_NODE_COMPILER='${compiler}' exec "$@"`,
    }),
  );
});

describe.each(["ts-nodenext", "ts-commonjs", "ts-bundler"] as const)(
  "%s with --enable-source-maps",
  (id) => {
    let service: Service;
    beforeAll(async () => {
      service = await prepareService({ id });
    });
    checkWay(
      () => service,
      () => ({ nodeArgs: ["--enable-source-maps"] }),
    );
  },
);
