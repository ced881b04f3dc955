import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeService } from "../helpers/cli-service.js";
import { messagesOf, namesOf, run } from "../helpers/conformance-run.js";
import type { Service } from "../helpers/conformance-service.js";
import { renderVersion } from "../helpers/upgrade-render.js";
import { readFile, writeFile } from "../helpers/upgrade-repo.js";
import { runTool } from "../helpers/upgrade-tool.js";
import type { Version } from "../helpers/upgrade-versions.js";

const project = path.resolve(import.meta.dirname, "../..");

const files = {
  "package.json":
    '{\n  "name": "orders",\n  "version": "1.2.3",\n  "type": "module",\n  "scripts": { "start": "node dist/main.js" },\n  "devDependencies": { "@types/node": "*" }\n}\n',
  "tsconfig.json":
    '{ "compilerOptions": { "module": "nodenext", "target": "es2022", "rootDir": "src", "outDir": "dist", "strict": true, "noUnusedLocals": true, "skipLibCheck": true, "types": ["node"] } }\n',
  "src/main.ts": `import { exitWithReason, logger } from "./logging/index.js";

console.log("main ran");
const [what = ""] = process.argv.slice(2);
if (what === "fill") for (let index = 1; index <= 1000; index++) logger.info(\`record \${index} \${"x".repeat(100)}\`);
if (what === "crash") throw new Error("boom");
if (what === "leave") exitWithReason("nothing to do", 0);
if (what === "term") {
  setInterval(() => {}, 1000);
  process.kill(process.pid, "SIGTERM");
}
`,
};

/** What the team changed, in three files: each can be seen in the log, or in the file. */
const edits: Record<string, (text: string) => string> = {
  "src/logging/start.ts": (text) =>
    text.replace(
      "describeStart(service));\n",
      'describeStart(service));\n  writeRecord("INFO", findCallSite(startLogging), "team: étage ✓");\n',
    ),
  "src/logging/exit.ts": (text) => text.replace("toFixed(1)", "toFixed(3)"),
  "src/logging/rotation.ts": (text) =>
    text.replace("\n// The kernel's clock", "\n// Team: see the runbook.\n// The kernel's clock"),
};

test.each<[Version, Version]>([
  ["0.1.0", "0.2.0"],
  ["0.1.0", "0.3.0"],
  ["0.2.0", "0.3.0"],
])(
  "set up by %s, edited, upgraded to %s: edits kept, changes in, and the service keeps the standard",
  async (from, to) => {
    const root = makeService(files);
    symlinkSync(path.join(project, "node_modules"), path.join(root, "node_modules"), "dir");
    const scaffolded = await runTool(from, ["--name", "app", "--yes", "--no-install"], {
      cwd: root,
    });
    expect(scaffolded).toMatchObject({ code: 0, stderr: "" });
    for (const [file, edit] of Object.entries(edits)) {
      const before = readFile(root, file) ?? "";
      expect(edit(before)).not.toBe(before);
      writeFile(root, file, edit(before));
    }

    const { code, stdout } = await runTool(to, ["upgrade"], { cwd: root });
    expect({ code, stdout }).toMatchObject({ code: 0 });
    // Byte for byte what the later release writes, with the team's changes in it.
    const later = await renderVersion(to, "ts ./x.js", { name: "app" });
    const wanted = later.map(({ path: file, text }) => [file, edits[file]?.(text) ?? text]);
    expect(later.map(({ path: file }) => [file, readFile(root, file)])).toEqual(wanted);
    expect((await runTool(to, ["upgrade"], { cwd: root })).stdout).toMatch(/^Nothing to do/);

    await promisify(execFile)(process.execPath, [
      path.join(project, "node_modules/typescript/bin/tsc"),
      "-p",
      root,
    ]);
    await expectStandard(root, to === "0.3.0" ? "LOG_MAX_SIZE_IN_MB" : "LOG_MAX_SIZE", to);
  },
);

async function expectStandard(root: string, maxSize: string, version: Version): Promise<void> {
  const service = {
    folder: root,
    entry: (name: string) => path.join(root, "dist", `${name}.js`),
  } as Service;
  const up = String.raw`up \d+\.\d{3} s`;
  const started = expect.stringMatching(/^Started app, version 1\.2\.3: production, pid \d+/);

  // ENV-4
  const guarded = await run(service, [], {
    env: { NAME_APP: undefined, PATH_TO_LOGS: undefined, [maxSize]: "much" },
  });
  expect([guarded.code, guarded.stdout, guarded.files]).toEqual([1, "", undefined]);
  expect(messagesOf(guarded.terminal)[0]).toMatch(
    new RegExp(
      `^Cannot start: NAME_APP is missing; PATH_TO_LOGS is missing.*; ${maxSize} is 'much'`,
    ),
  );

  // EXIT-1, EXIT-3, FILE-1
  const left = await run(service, ["leave"]);
  expect([left.code, left.stdout, left.stderr, namesOf(left)]).toEqual([
    0,
    "main ran\n",
    "",
    ["app.log"],
  ]);
  expect(messagesOf(left.log)).toEqual([
    started,
    "team: étage ✓",
    "nothing to do",
    expect.stringMatching(new RegExp(`^Stopped by exitWithReason: exit code 0, ${up}$`)),
  ]);

  // CRASH-1
  const crashed = await run(service, ["crash"]);
  expect([crashed.code, crashed.stderr]).toEqual([1, ""]);
  expect(crashed.log.map(({ level }) => level)).toEqual(["INFO", "INFO", "CRITICAL", "ERROR"]);
  expect(messagesOf(crashed.log)[2]).toMatch(/^Uncaught Error: boom\n/);

  // EXIT-5, EXIT-6
  const ended = await run(service, ["term"]);
  expect([ended.signal, messagesOf(ended.log).at(-1)]).toEqual([
    "SIGTERM",
    expect.stringMatching(new RegExp(`^Stopped by SIGTERM, ${up}$`)),
  ]);

  // FILE-2, FILE-3, FILE-5: 20 KB in either way of writing it, and the release's own number of files.
  const size = version === "0.3.0" ? "0.02" : "20 KB";
  const filled = await run(service, ["fill"], { env: { [maxSize]: size } });
  const sizes = Object.values(filled.files ?? {}).map((text) => Buffer.byteLength(text));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000);
  expect(sizes).toHaveLength(version === "0.3.0" ? 4 : 6);
  const all = namesOf(filled).flatMap((name) => filled.files?.[name]?.split("\n") ?? []);
  expect(all.some((line) => line.includes("| record 1000 x"))).toBe(true);
}
