import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { patchPythonEntrypoints } from "../../../generators/patch/python/patch-entrypoints.js";
import {
  listPythonCases,
  locateExpected,
  openPythonCase,
  type PythonCase,
} from "../../helpers/python-cases.js";

const python = path.join(import.meta.dirname, "../../../.venv/bin/python");
const run = promisify(execFile);

let open: PythonCase | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

describe("a Python pattern's input becomes its output, and stays so when run again", () => {
  it.each(listPythonCases())("%s", async (name) => {
    open = openPythonCase(name);
    const { root, target, answers } = open;
    const first = await patchPythonEntrypoints(target, answers);
    expect(first.refused).toEqual([]);
    expect(first.patches.map(({ path: file, after }) => [file, decode(after)])).toEqual([
      [open.file, open.output],
    ]);
    expect(first.envFile).toEqual(open.envFile);
    expect(first.notes.map(({ text }) => text)).toEqual(
      open.notes.map((part) => expect.stringContaining(part)),
    );
    expect(first.envFilesLoaded).toEqual(open.envFilesLoaded);

    writeAll(root, first);
    const second = await patchPythonEntrypoints(target, answers, () => true);
    expect(second.patches).toEqual([]);
    expect(second.unchanged.map(({ path: file }) => file)).toEqual([open.file]);
    expect(second.envFile).toEqual(open.envFile);
    expect(second.envFilesLoaded).toEqual(open.envFilesLoaded);
  });
});

describe("a patched service prints what it did, behind its set-up", () => {
  const cases = listPythonCases().filter((name) => {
    const opened = openPythonCase(name);
    opened.remove();
    return opened.prints;
  });

  it.each(cases)("%s", async (name) => {
    open = openPythonCase(name);
    const { root, target, answers } = open;
    writeAll(root, await patchPythonEntrypoints(target, answers));
    const folder = path.join(root, answers.dir);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "__init__.py"), "");
    writeFileSync(
      path.join(folder, "setup.py"),
      "import os\n\nprint(f\"setup {os.environ.get('NAME_APP', '')}\".strip())\n",
    );
    const [entry = ""] = answers.entries;
    const started = target.entrypoints[0]?.runs[0]?.module ?? "__main__";
    const start = started === "__main__" ? [entry] : ["-m", started.replace(/\.__main__$/, "")];
    const { PATH } = process.env;
    const { stdout } = await run(python, ["-B", ...start], { cwd: root, env: { PATH } });
    expect(stdout.trimEnd().split("\n")).toEqual(open.prints);
  });
});

describe("every output and every env file", () => {
  it("compiles", async () => {
    const files = listPythonCases().flatMap((name) => [
      locateExpected(name, "output.py"),
      ...(openedEnvFile(name) ? [locateExpected(name, "env_file.py")] : []),
    ]);
    const cache = mkdtempSync(path.join(tmpdir(), "compiled-"));
    const env = { ...process.env, PYTHONPYCACHEPREFIX: cache };
    await run(python, ["-m", "py_compile", ...files], { env });
    rmSync(cache, { recursive: true });
  });

  it("is as black, ruff and mypy want it, where it is ours", async () => {
    const files = listPythonCases()
      .filter(openedEnvFile)
      .map((name) => locateExpected(name, "env_file.py"));
    const bin = path.dirname(python);
    await run(path.join(bin, "black"), ["--check", "--quiet", ...files]);
    const rules = ["--select", "E4,E7,E9,F,I,B,UP", "--target-version", "py39"];
    await run(path.join(bin, "ruff"), ["check", "--isolated", "--no-cache", ...rules, ...files]);
    const folder = mkdtempSync(path.join(tmpdir(), "typed-"));
    for (const [index, file] of files.entries()) {
      copyFileSync(file, path.join(folder, `env_${index}.py`));
    }
    await run(path.join(bin, "mypy"), [
      "--strict",
      "--cache-dir",
      path.join(folder, ".cache"),
      folder,
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe("the Python patterns have cases", () => {
  it.each(Array.from({ length: 14 }, (_, index) => `p${index + 1}`))("%s has some", (row) => {
    const cases = listPythonCases().filter((name) => name.startsWith(`${row}-`));
    expect(cases.length).toBeGreaterThan(1);
  });
});

function openedEnvFile(name: string): boolean {
  const opened = openPythonCase(name);
  opened.remove();
  return opened.envFile !== undefined;
}

function writeAll(
  root: string,
  { patches, envFile }: Awaited<ReturnType<typeof patchPythonEntrypoints>>,
): void {
  for (const patch of patches) writeFileSync(path.join(root, patch.path), patch.after);
  if (!envFile) return;
  mkdirSync(path.dirname(path.join(root, envFile.path)), { recursive: true });
  writeFileSync(path.join(root, envFile.path), envFile.text);
}
