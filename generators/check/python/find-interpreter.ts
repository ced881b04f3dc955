import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { isInside } from "../../apply/confine-path.js";
import { printInstall } from "../../plan/python/plan-dependency.js";
import { requirementText } from "../../plan/python/requirement.js";
import { quoteShell } from "../../plan/quote-shell.js";
import type { PythonTarget } from "../../target/python/python-target.js";

/** The Python that a project runs with, and what is installed in it. */
export interface Interpreter {
  /** A path, or a name that is looked for. */
  command: string;
  /** As a person is shown it. */
  shown: string;
  python: string;
  loguru: string;
}

// The oldest that the emitted code runs with.
const oldest = { python: [3, 9], loguru: [0, 7] };

/** Finds the project's own Python and looks whether Loguru can be imported in it; says what to do where it can't. */
export async function findInterpreter(
  target: PythonTarget,
  env: NodeJS.ProcessEnv,
  temp: string,
): Promise<Interpreter | { reason: string }> {
  const command = listEnvironments(target).find(existsSync) ?? usual;
  const isOwn = path.isAbsolute(command) && isInside(target.workspaceRoot, command);
  const shown = isOwn ? path.relative(target.root, command) : command;
  let answer: { python: string; loguru: string | null; fault: string };
  try {
    // Not in the project: a file of it that is called like a module of Python's would be taken for that.
    const { stdout } = await promisify(execFile)(command, ["-c", question], {
      env,
      cwd: temp,
      timeout: 15_000,
    });
    // Whatever else an environment prints when it starts.
    answer = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  } catch (error) {
    const fault = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    return { reason: `'${shown}' is no Python that runs: ${fault}` };
  }
  const { python, loguru, fault } = answer;
  if (isOlder(python, oldest.python))
    return { reason: `'${shown}' is Python ${python}, and the logging needs 3.9 or newer` };
  if (loguru !== null && !isOlder(loguru, oldest.loguru)) return { command, shown, python, loguru };
  const seen = loguru === null ? `can't import Loguru (${fault})` : `has Loguru ${loguru}`;
  return { reason: `'${shown}' ${seen}. Install it: ${describeInstall(target, shown)}` };
}

const usual = process.platform === "win32" ? "python" : "python3";

function listEnvironments({ root, workspaceRoot }: PythonTarget): string[] {
  const inside = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  const active = process.env["VIRTUAL_ENV"];
  return [
    ...[root, workspaceRoot].flatMap((folder) =>
      [".venv", "venv", "env"].map((name) => path.join(folder, name)),
    ),
    ...(active ? [active] : []),
  ].map((folder) => path.join(folder, inside));
}

const question = `import json, platform
try:
    import loguru
    loguru, fault = getattr(loguru, "__version__", "0"), ""
except Exception as error:
    loguru, fault = None, f"{type(error).__name__}: {error}"
print(json.dumps({"python": platform.python_version(), "loguru": loguru, "fault": fault}))`;

function isOlder(version: string, [major = 0, minor = 0]: number[]): boolean {
  const [own = 0, more = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return own < major || (own === major && more < minor);
}

// As the project installs what it depends on, and into this very environment.
function describeInstall(target: PythonTarget, command: string): string {
  const [first] = target.dependencyFiles;
  const install = first
    ? printInstall(target, first)
    : `pip install ${quoteShell(requirementText)}`;
  return install.startsWith("pip ") ? `${quoteShell(command)} -m ${install}` : install;
}
