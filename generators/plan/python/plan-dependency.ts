import path from "node:path";
import { isInside } from "../../apply/confine-path.js";
import { compareVersions } from "../../target/python/compare-versions.js";
import type { DependencyFile, PythonTarget } from "../../target/python/python-target.js";
import { readTextFile } from "../../target/read-text-file.js";
import type { Note } from "../../target/target.js";
import { decodeText, encodeText, tryReadTargetFile } from "../file-text.js";
import type { Step } from "../plan.js";
import { quoteShell } from "../quote-shell.js";
import { addToPyproject } from "./add-to-pyproject.js";
import { addToRequirements } from "./add-to-requirements.js";
import { addToSetupCfg } from "./add-to-setup-cfg.js";
import { addToTable } from "./add-to-toml-table.js";
import type { DependencyEdit, ReadFile } from "./dependency-edit.js";
import { findLockedVersion } from "./find-locked-version.js";
import { readTomlText } from "./read-toml-text.js";
import { dependencyName, oldestVersion, requirementText } from "./requirement.js";

/** What happens to the file that keeps a Python project's dependencies. */
export interface DependencyPlan {
  steps: Step[];
  /** Whether there is something to install. */
  needsInstall: boolean;
  /** The command that installs it. Nothing is installed without a person. */
  install?: string;
  notes: Note[];
}

/** Adds Loguru where a project keeps its dependencies; everything else there stays byte for byte. */
export async function planDependency(target: PythonTarget): Promise<DependencyPlan> {
  const [first] = target.dependencyFiles;
  if (first === undefined) {
    const install = `pip install ${JSON.stringify(requirementText)}`;
    return { steps: [], needsInstall: true, install, notes: [] };
  }
  const run: Run = { target, plan: { steps: [], needsInstall: false, notes: [] } };
  await editFile(run, first, { first, seen: [] });
  return run.plan;
}

interface Run {
  target: PythonTarget;
  plan: DependencyPlan;
}

/** How a file was come to. */
interface Way {
  first: DependencyFile;
  seen: string[];
  compile?: string;
}

async function editFile(run: Run, file: DependencyFile, way: Way): Promise<void> {
  const { target, plan } = run;
  const isOutside = file.file.startsWith("../");
  const note = (text: string, line?: number) => {
    plan.notes.push({ file: file.file, ...(line === undefined ? {} : { line }), text });
  };
  const install = printInstall(target, way.first, way.compile ?? compileOf(target, file));
  const before = isOutside ? undefined : tryReadTargetFile(target.root, file.file, plan.notes);
  if (before === null) return;
  const text = isOutside ? readTextFile(path.join(target.root, file.file)) : undefined;
  const decoded = before === undefined ? undefined : decodeText(before);
  const now = decoded?.text ?? text;
  if (now === undefined) {
    note(`could not be read as text: add '${requirementText}' to it, then: ${install}`);
    return;
  }
  const mark = now.startsWith("\uFEFF") ? "\uFEFF" : "";
  const edit = await edited(now.slice(mark.length), file, (other) => readOther(target, other));
  if (edit.kind === "there") {
    const locked = findLockedVersion(target, file.file);
    if (locked !== undefined && compareVersions(locked.version, oldestVersion) < 0)
      plan.notes.push({
        file: locked.file,
        line: locked.line,
        text: `holds '${dependencyName} ${locked.version}', and the logging needs ${oldestVersion} or newer: bring it up to date.`,
      });
    return;
  }
  if (edit.kind === "elsewhere") {
    const { compile = way.compile } = edit;
    const seen = [...way.seen, file.file];
    if (seen.includes(edit.file.file)) return;
    await editFile(run, edit.file, { ...way, seen, ...(compile ? { compile } : {}) });
    return;
  }
  if (edit.kind === "left") {
    note(`${edit.reason}. Put '${requirementText}' there yourself, then: ${install}`, edit.line);
    return;
  }
  if (decoded === undefined || before === undefined) {
    note(
      `keeps the dependencies, outside of this project: add '${requirementText}', then: ${install}`,
    );
    return;
  }
  const after = encodeText({ ...decoded, text: mark + edit.text });
  const reason = `${dependencyName}, which the logging is built on`;
  plan.steps.push({ kind: "patch", path: file.file, before, after, reason });
  plan.needsInstall = true;
  plan.install = install;
}

async function edited(text: string, file: DependencyFile, read: ReadFile): Promise<DependencyEdit> {
  switch (file.kind) {
    case "requirements":
      return addToRequirements(text, file.file, read);
    case "pep621":
    case "poetry":
      return addToPyproject(text, file, read);
    case "pipfile": {
      const toml = await readTomlText(text);
      return "reason" in toml ? { kind: "left", ...toml } : addToTable(toml, ["packages"]);
    }
    case "setup-cfg":
      return addToSetupCfg(text, file.file);
    case "setup-py":
      return judgeSetupPy(text);
  }
}

// A program: what it comes to can't be known without running it.
function judgeSetupPy(text: string): DependencyEdit {
  if (new RegExp(`["']${dependencyName}\\b`, "i").test(text)) return { kind: "there" };
  const at = text.split("\n").findIndex((line) => /\binstall_requires\b/.test(line));
  const reason = "is a program, and is left as it is";
  return at === -1 ? { kind: "left", reason } : { kind: "left", reason, line: at + 1 };
}

function readOther({ root, workspaceRoot }: PythonTarget, file: string): string | undefined {
  const place = path.join(root, file);
  return isInside(workspaceRoot, place) ? readTextFile(place) : undefined;
}

// Beside requirements.in lies what is compiled from it, with the command in its first lines.
function compileOf(target: PythonTarget, { kind, file }: DependencyFile): string | undefined {
  if (kind !== "requirements" || !file.endsWith(".in")) return undefined;
  const compiled = readOther(target, file.replace(/\.in$/, ".txt"));
  const command = /^#\s*((?:uv pip compile|pip-compile)\s.*\S)\s*$/m.exec(compiled ?? "")?.[1];
  return command ?? `pip-compile ${quoteShell(file)}`;
}

/** The command that installs what a file names, once `compile` has made it of its source. */
export function printInstall(
  target: PythonTarget,
  { kind, file, manager }: DependencyFile,
  compile?: string,
): string {
  const pip = manager === "uv" || compile?.startsWith("uv ") ? "uv pip" : "pip";
  if (compile !== undefined) {
    const made = file.replace(/\.in$/, ".txt");
    return `${compile} && ${pip} install -r ${quoteShell(made)}`;
  }
  if (kind === "requirements") return `${pip} install -r ${quoteShell(file)}`;
  if (kind === "pipfile") return "pipenv install";
  if (manager === "uv") return "uv sync";
  if (manager === "pdm") return "pdm install";
  // Hatch brings an environment up to date whenever something is run in it.
  if (manager === "hatch") return "hatch run python --version";
  if (manager === "poetry" || kind === "poetry") return "poetry lock && poetry install";
  const folder = path.posix.dirname(file);
  return `pip install -e ${quoteShell(path.relative(target.root, path.join(target.root, folder)) || ".")}`;
}
