import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readTree, writeTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { installNode } from "../helpers/conformance-cache.js";

const plain = {
  "package.json": '{"type":"module","scripts":{"start":"node src/index.js"}}\n',
  "src/index.js": 'console.log("up");\n',
  "src/scorer.js": 'console.log("scoring");\n',
};
const name = ["--name", "news", "--yes"];

async function scaffold(files: Record<string, string>, flags: string[] = []): Promise<string> {
  const root = makeService(files);
  expect((await runCli([...name, ...flags], { cwd: root })).code).toBe(0);
  return root;
}

describe("a run with other answers leaves a service that starts", () => {
  it("keeps 'setup-child' while a file that is no child any more imports it, and says so", async () => {
    const root = await scaffold(plain, ["--child", "SCORER=scorer:src/scorer.js"]);
    const config = JSON.parse(readTree(root)["create-logging.json"] ?? "");
    rmSync(path.join(root, "create-logging.json"));
    const { code, stdout } = await runCli(name, { cwd: root });
    expect(config.children).toHaveLength(1);
    expect(code).toBe(0);
    expect(stdout).toContain("no longer needed, but 'src/scorer.js' imports it");
    expect(readTree(root)["src/logging/setup-child.js"]).toContain("startLogging([])");
  });

  it("refuses to move the folder, with the flag that keeps it", async () => {
    const root = await scaffold(plain);
    const before = readTree(root);
    const { code, stderr } = await runCli([...name, "--dir", "src/log"], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining("Pass --dir src/logging")]);
    expect(readTree(root)).toEqual(before);
  });

  it("names a file that was deleted, and --force writes it again", async () => {
    const root = await scaffold(plain);
    const before = readTree(root);
    rmSync(path.join(root, "src/logging/exit.js"));
    const { code, stdout } = await runCli(name, { cwd: root });
    expect([code, stdout]).toEqual([
      0,
      "Nothing to do: the logging of 'news' is up to date.\n'src/logging/exit.js' was deleted. If that was not meant, create-logging upgrade --restore writes it again.\n",
    ]);
    await runCli([...name, "--force"], { cwd: root });
    expect(readTree(root)).toEqual(before);
  });

  it("names conflicts again until they are resolved, exit 3", async () => {
    const root = await scaffold(plain);
    const settings = readTree(root)["src/logging/settings.js"] ?? "";
    writeTree(root, { "src/logging/settings.js": settings.replace('"5 MB"', '"7 MB"') });
    const config = JSON.parse(readTree(root)["create-logging.json"] ?? "");
    const changed = JSON.stringify({ ...config, defaults: { maxSize: "9 MB" } });
    writeTree(root, { "create-logging.json": changed });
    for (const _run of [1, 2]) {
      const { code, stdout } = await runCli(name, { cwd: root });
      expect(code).toBe(3);
      expect(stdout).toContain("Resolve the conflicts in 'src/logging/settings.js'.");
    }
  });
});

it("N14: TypeScript that node runs itself, without a tsconfig, starts with its setup", async () => {
  const root = await scaffold(
    {
      "package.json": '{"type":"module","scripts":{"start":"node src/index.ts"}}\n',
      "src/index.ts": 'import { hello } from "./hello.ts";\nconsole.log(hello as string);\n',
      "src/hello.ts": 'export const hello: string = "up";\n',
    },
    ["--no-install"],
  );
  const { stdout, stderr } = await promisify(execFile)(
    await installNode(24),
    [path.join(root, "src/index.ts")],
    { env: { NAME_APP: "news", RUN_ENVIRONMENT: "development" } },
  );
  expect(stdout).toBe("up\n");
  expect(stderr).toMatch(/ \| INFO \| setup:<module>:\d+ \| Started news: development/);
});

it("CommonJS with verbatimModuleSyntax is refused with a way out, and nothing is written", async () => {
  const files = {
    "package.json": '{"scripts":{"start":"node dist/index.js"}}\n',
    "tsconfig.json":
      '{"compilerOptions":{"module":"commonjs","verbatimModuleSyntax":true,"outDir":"dist","rootDir":"src"}}\n',
    "src/index.ts": 'import http = require("http");\nhttp.createServer();\n',
  };
  const root = makeService(files);
  const { code, stderr } = await runCli(name, { cwd: root });
  expect([code, stderr]).toEqual([
    2,
    "'tsconfig.json' sets 'verbatimModuleSyntax' for CommonJS, where TypeScript compiles no 'import': the logging setup would not build. Set it to false there, or make the package an ES module, and run again.\n",
  ]);
  expect(readTree(root)).toEqual(files);
});
