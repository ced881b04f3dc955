import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { makeAnswers } from "../helpers/patch-target.js";
import { makeTargetTree } from "../helpers/target-tree.js";

const modules = path.resolve(import.meta.dirname, "../../node_modules");

test.each([
  ["commonjs", "index.js", "require('./src/logging/setup');\n"],
  ["module", "index.js", "import './src/logging/setup.js';\n"],
])("a %s package that checks its JavaScript strictly stays green", async (type, entry, text) => {
  const strict = { allowJs: true, checkJs: true, strict: true, noEmit: true, module: "nodenext" };
  const options = { ...strict, skipLibCheck: true };
  const root = makeTargetTree({
    "package.json": { type, main: entry },
    "tsconfig.json": { compilerOptions: { ...options, types: ["node"] } },
    [entry]: text,
  });
  symlinkSync(modules, path.join(root, "node_modules"), "dir");
  const answers = makeAnswers({ dir: "src/logging" });
  for (const file of await renderLoggingFolder(answers, await inspectTarget(root))) {
    const full = path.join(root, file.path);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, file.text);
  }
  const tsc = path.join(modules, "typescript/bin/tsc");
  const complaints = await promisify(execFile)(process.execPath, [tsc], { cwd: root }).then(
    () => "",
    ({ stdout }) => stdout,
  );
  expect(complaints).toBe("");
});
