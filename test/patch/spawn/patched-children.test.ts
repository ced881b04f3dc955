import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  findSpawnSites,
  makeSpawnRequest,
} from "../../../generators/patch/spawn/find-spawn-sites.js";
import { patchSpawnSites } from "../../../generators/patch/spawn/patch-spawn-sites.js";
import { renderLoggingFolder } from "../../../generators/render/render-logging-folder.js";
import { makeAnswers, makeTarget } from "../../helpers/patch-target.js";

const root = mkdtempSync(path.join(tmpdir(), "spawned-"));
const target = makeTarget(root, { language: "javascript", sourceRoot: "" });
const answers = makeAnswers({ dir: "logging", entries: ["index.js"] });

// Tells what it was given, by the channel that its parent has.
const child = `const { NAME_APP, KEPT, PORT } = process.env;
const text = JSON.stringify({ NAME_APP, KEPT, PORT, args: process.argv.slice(2) });
if (process.send) process.send(text); else process.stdout.write(text);
`;

beforeAll(async () => {
  for (const file of await renderLoggingFolder(answers, target)) write(file.path, file.text);
  write("package.json", '{ "name": "parent" }');
  write("scorer.js", `#!/usr/bin/env node\n${child}`, 0o755);
});
afterAll(() => rmSync(root, { recursive: true }));

const print = "process.stdout.write(String(text))";
const given = { NAME_APP: "Scorer", KEPT: "yes", args: [] };

it.each([
  ["fork without options", `fork("./scorer.js").on("message", (text) => ${print});`, given],
  [
    "fork with arguments",
    `fork("./scorer.js", ["a", "b"]).on("message", (text) => ${print});`,
    { ...given, args: ["a", "b"] },
  ],
  [
    "spawn with an environment of its own",
    'spawn("node", ["scorer.js"], { stdio: "inherit", env: { ...process.env, PORT: "7" } });',
    { ...given, PORT: "7" },
  ],
  [
    "spawn with an environment that has nothing of this one",
    'spawn(process.execPath, ["scorer.js"], { stdio: "inherit", env: { PORT: "7" } });',
    { NAME_APP: "Scorer", PORT: "7", args: [] },
  ],
  [
    "spawn with the name written out",
    'const env = { ...process.env }; env["NAME_APP"] = "Old"; spawn("node", ["scorer.js"], { stdio: "inherit", env });',
    given,
  ],
  ["exec with a callback", `exec("node scorer.js", (error, text) => ${print});`, given],
  [
    "execFile with arguments and a callback",
    `execFile("node", ["scorer.js", "a"], (error, text) => ${print});`,
    { ...given, args: ["a"] },
  ],
  ["execFile with a callback alone", `execFile("./scorer.js", (error, text) => ${print});`, given],
  ["execSync", 'const text = execSync("node scorer.js"); process.stdout.write(text);', given],
  [
    "exec that returns a promise",
    `require("util").promisify(exec)("node scorer.js").then(({ stdout: text }) => ${print});`,
    given,
  ],
  [
    "constant options",
    'const options = { stdio: "inherit", env: { ...process.env, PORT: "7" } }; spawn("node", ["scorer.js"], options);',
    { ...given, PORT: "7" },
  ],
])(
  "after patching, the child of %s has its own name and the rest of the environment (CHILD-1)",
  async (_, code, expected) => {
    const text = `const { fork, spawn, exec, execFile, execSync } = require("child_process");\n${code}\n`;
    write("index.js", text);
    const [site, other] = await findSpawnSites(target, answers);
    if (!site || other) throw new Error("not one site");
    expect([site.verdict, site.descriptor, site.script]).toEqual([
      "patchable",
      "SCORER",
      "scorer.js",
    ]);
    const request = makeSpawnRequest(target, answers, "index.js");
    const patch = await patchSpawnSites(text, request, [{ ...site, descriptor: "SCORER" }]);
    if (patch.text === undefined) throw new Error(JSON.stringify(patch));
    write("index.js", patch.text);
    const environment = { NAME_APP: "Parent", NAME_CHILD_PROCESS_SCORER: "Scorer", KEPT: "yes" };
    const shown = execFileSync(process.execPath, ["index.js"], {
      cwd: root,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...environment },
    });
    expect(JSON.parse(shown)).toEqual(expected);
  },
);

it.each([
  ["fork", 'const child = fork("./failing.js"); child.on("exit", () => {});'],
  ["spawn", 'const { pid } = spawn("node", ["failing.js"], { stdio: "ignore" });'],
  ["exec", 'exec("node failing.js", () => {});'],
])(
  "a child of %s that was patched to be watched is missed by its parent (CHILD-3)",
  async (_, code) => {
    write("failing.js", "process.exitCode = 3;");
    const text = `const { fork, spawn, exec } = require("child_process");\n${code}\n`;
    write("index.js", text);
    const [site] = await findSpawnSites(target, answers);
    if (!site?.canWatch) throw new Error("can't be watched");
    const request = makeSpawnRequest(target, answers, "index.js");
    const chosen = [{ ...site, descriptor: "SCORER", watch: true }];
    const patch = await patchSpawnSites(text, request, chosen);
    write("index.js", patch.text ?? "");
    const { stderr } = spawnSync(process.execPath, ["index.js"], {
      cwd: root,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NAME_APP: "Parent", NAME_CHILD_PROCESS_SCORER: "Scorer" },
    });
    expect(stderr).toMatch(
      /^[\d:.]+ \| ERROR \| index:<module>:3 \| Child SCORER ended with exit code 3\n$/,
    );
  },
);

function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text, { mode });
}
