import { describe, expect, test } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { bareServices, checkAt, editCopy, scaffold } from "../helpers/check-services.js";
import { plainService } from "../helpers/cli-service.js";

const childless = ["ENV-7"];

function withConfig(config: object): Record<string, string> {
  const own = { name: "news", target: "node", dir: "src/logging", entries: ["src/index.js"] };
  return { ...plainService, "create-logging.json": JSON.stringify({ ...own, ...config }) };
}

const forking = {
  ...plainService,
  "src/index.js": 'import { fork } from "node:child_process";\nfork("src/worker.js");\n',
  "src/worker.js": 'console.log("works");\n',
};

describe.concurrent("an untouched scaffold passes every clause", () => {
  test.each(Object.entries(bareServices))("%s", async (_name, tree) => {
    const root = await scaffold(tree);
    const before = readTree(root);
    const { failed, skipped, passed, rows } = await checkAt(root);
    expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect([failed, skipped.sort()]).toEqual([[], childless.sort()]);
    expect(passed.length).toBeGreaterThan(50);
    expect(readTree(root)).toEqual(before);
  });

  test("with children, whose places give them their names", async () => {
    const flags = ["--child", "WORKER=works:src/worker.js", "--child", "MAILER=mails"];
    const root = await scaffold(forking, flags);
    const before = await checkAt(root, ["repo:spawn", "repo:entry"]);
    expect(before.failed).toEqual(["repo:spawn"]);
    expect(before.evidence["repo:spawn"]).toBe("without childEnv: src/index.js:3");
    const patched = editCopy(root, [
      [
        "src/index.js",
        'fork("src/worker.js")',
        'fork("src/worker.js", [], { env: childEnv("WORKER") })',
      ],
      [
        "src/index.js",
        "import { fork",
        'import { childEnv } from "./logging/index.js";\nimport { fork',
      ],
    ]);
    const { rows, failed, skipped } = await checkAt(patched);
    expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect([failed, skipped]).toEqual([[], []]);
  });

  test("without what makes threads one, which is not asked then", async () => {
    const root = await scaffold(withConfig({ features: { threads: false } }));
    const { passed, evidence } = await checkAt(root, ["PROC-2", "EXIT-1", "FILE-3"]);
    expect(passed.sort()).toEqual(["EXIT-1", "FILE-3"]);
    expect(evidence["PROC-2"]).toBe("the feature 'threads' is off");
  });

  test("with variables, levels, formats, defaults and features of its own", async () => {
    const root = await scaffold(
      withConfig({
        variables: { environment: "NODE_ENV", name: "SERVICE", logs: "LOG_DIR" },
        levels: { development: "TRACE", testing: "SUCCESS", production: "WARNING" },
        formats: {
          terminal: "{time:HH:mm:ss} {level: <8} [{extra[job]}] {name}:{line} {message}",
          file: "{time:YYYY-MM-DD HH:mm:ss.SSSZ}|{level: >8}|{process}|{module}:{line}|{extra}|{message}",
        },
        defaults: { maxSize: "20 KB", maxFiles: 2, fileMode: "0600" },
        features: { ownership: false, sourceMaps: false, captureConsole: true },
      }),
    );
    const { rows, skipped, evidence } = await checkAt(root);
    expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect(skipped.sort()).toEqual([...childless, "EXIT-7", "MODE-5", "PROC-5"].sort());
    expect(evidence["PROC-5"]).toBe("the feature 'ownership' is off");
    expect(evidence["MODE-3"]).toBe(
      "development from TRACE, testing from SUCCESS, production from WARNING",
    );
    expect(evidence["FILE-8"]).toBe("app.log has 0600");
  });

  test("with a bare format, and a name that is not shared", async () => {
    const root = await scaffold(
      withConfig({
        onNameConflict: "fatal",
        defaults: { maxFiles: 0 },
        formats: { terminal: "{message}", file: "{time:YYYY-MM-DD} {message} ({level})" },
      }),
    );
    const { rows, skipped, evidence } = await checkAt(root);
    expect(rows.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect(skipped.sort()).toEqual([...childless, "FMT-3", "FMT-4", "FMT-5"].sort());
    expect(evidence["FMT-5"]).toBe("own format, without {HH} and {mm} ahead of {message}");
    expect(evidence["PROC-5"]).toContain("NAME_APP is 'app', a name that pid");
  });
});

describe.concurrent("edited TypeScript", () => {
  test("FMT-4 turns red where lines are those of what runs", async () => {
    const root = await scaffold(bareServices["ts-nodenext"]);
    const edited = editCopy(root, [["src/logging/start.ts", "  useSourceMaps();\n", ""]]);
    expect((await checkAt(edited, ["FMT", "EXIT-4"])).failed).toEqual(["FMT-4"]);
  });

  test("that imports more of the service, and a package, is run with them", async () => {
    const root = await scaffold({
      ...bareServices["ts-bundler"],
      "src/config/index.ts":
        'import { size } from "./size";\nexport const maxSize: string = size;\n',
      "src/config/size.ts": 'import kilo from "kilo";\nexport const size = "2 " + kilo;\n',
      "node_modules/kilo/package.json": '{ "name": "kilo", "type": "module", "main": "index.js" }',
      "node_modules/kilo/index.js": 'export default "KB";\n',
    });
    const edited = editCopy(root, [
      ["src/logging/settings.ts", 'maxSize: "5 MB"', "maxSize"],
      ["src/logging/settings.ts", /^/, 'import { maxSize } from "../config";\n'],
    ]);
    const { failed, evidence } = await checkAt(edited, ["repo:load", "FILE-2", "FILE-3"]);
    expect(failed).toEqual(["FILE-2"]);
    expect(evidence["FILE-2"]).toMatch(/^the default: files of .* bytes, of 5000000$/);
  });

  test("that does not compile is said with its place, and nothing else is judged", async () => {
    const root = await scaffold(bareServices["ts-commonjs"]);
    const edited = editCopy(root, [
      ["src/logging/exit.ts", "export function exitWithReason(", "export function ("],
    ]);
    const { failed, skipped, evidence } = await checkAt(edited, ["repo:load", "EXIT-1", "ENV-1"]);
    expect([failed, skipped]).toEqual([["repo:load"], ["ENV-1", "EXIT-1"]]);
    expect(evidence["repo:load"]).toMatch(/^src\/logging\/exit\.ts:\d+ does not compile: /);
    const alone = await checkAt(edited, ["EXIT-1"]);
    expect(alone.failed).toEqual(["EXIT-1"]);
  });

  test("that can't be imported is said with the runtime's error", async () => {
    const root = await scaffold(bareServices["js-cjs"]);
    const edited = editCopy(root, [["src/logging/levels.js", /^/, 'require("left-pad");\n']]);
    const { failed, evidence } = await checkAt(edited, ["repo:load", "EXIT-1"]);
    expect(failed).toEqual(["repo:load"]);
    expect(evidence["repo:load"]).toContain("Cannot find module 'left-pad'");
  });

  test.each([
    [
      "a file that does not parse",
      "start.js",
      /$/,
      "}",
      /^src\/logging\/start\.js:\d+ does not parse: /,
    ],
    [
      "an import that only the setup needs",
      "start.js",
      /^/,
      'import "./gone.js";\n',
      /Cannot find module .*gone\.js/,
    ],
    [
      "a setup that has no end",
      "start.js",
      "useSourceMaps();",
      "for (;;);",
      /^it had no end after 6 s/,
    ],
  ])("%s is said once, and nothing else is judged", async (_title, file, text, by, said) => {
    const root = await scaffold(bareServices["js-esm"]);
    const edited = editCopy(root, [[`src/logging/${file}`, text, by]]);
    const { failed, skipped, evidence } = await checkAt(
      edited,
      ["repo:load", "EXIT", "ENV-1"],
      6_000,
    );
    expect([failed, skipped.length]).toEqual([["repo:load"], 8]);
    expect(evidence["repo:load"]).toMatch(said);
  });

  test("a program that hangs is a failure with its reason", async () => {
    const root = await scaffold(bareServices["js-esm"]);
    const edited = editCopy(root, [
      ["src/logging/exit.js", "const site = findCallSite(exitWithReason);", "for (;;);"],
    ]);
    const { failed, evidence } = await checkAt(edited, ["EXIT-1", "EXIT-3"], 6_000);
    expect(failed).toEqual(["EXIT-1"]);
    expect(evidence["EXIT-1"]).toBe("it had no end after 6 s, and was killed");
  });
});
