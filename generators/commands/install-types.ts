import { spawn } from "node:child_process";
import { lacksNodeTypes } from "../target/has-node-types.js";
import { listLackingPlop } from "../target/list-lacking-plop.js";
import { isPython, type Project } from "../target/project.js";
import type { Terminal } from "./open-terminal.js";
import { letSignalsIn } from "./watch-interrupt.js";

/** A run of the target's own package manager. */
export interface Install {
  command: string;
  args: string[];
  cwd: string;
}

export type InstallResult =
  | { outcome: "installed" }
  | { outcome: "not asked for" }
  | { outcome: "interrupted" }
  | { outcome: "failed"; reason: string };

/** What brings in the dependencies that the plan adds: `@types/node` where TypeScript lacks it, and plop's; undefined without any. */
export async function planInstall(
  target: Project,
  answers: { plop?: boolean } = {},
): Promise<Install | undefined> {
  // Which environment a Python project is installed into is its owner's to know.
  if (isPython(target)) return undefined;
  const { packageJson } = target;
  const addsTypes = lacksNodeTypes(target) && !packageJson.dependencies.includes("@types/node");
  const addsPlop = answers.plop === true && listLackingPlop(target).length > 0;
  return addsTypes || addsPlop ? resolveInstall(target) : undefined;
}

/** The package manager's run that brings what is installed in line with package.json. */
export async function resolveInstall(target: Project): Promise<Install | undefined> {
  if (isPython(target)) return undefined;
  const { packageManager, root } = target;
  const { resolveCommand } = await import("package-manager-detector/commands");
  const resolved = resolveCommand(packageManager, "install", []);
  return resolved === null ? undefined : { ...resolved, cwd: root };
}

/** The command as a person would type it. */
export function describeInstall({ command, args }: Install): string {
  return [command, ...args].join(" ");
}

/** Runs it, its output going to standard error. A failure is a value: the files are in their place by now. */
export async function runInstall({ command, args, cwd }: Install): Promise<InstallResult> {
  return new Promise((resolve) => {
    let isInterrupted = false;
    // The package manager gets the same Ctrl+C and tidies up; leaving before it would cut that short.
    const onInterrupt = (): void => {
      isInterrupted = true;
    };
    process.on("SIGINT", onInterrupt);
    const finish = async (result: InstallResult): Promise<void> => {
      await letSignalsIn();
      process.off("SIGINT", onInterrupt);
      resolve(isInterrupted ? { outcome: "interrupted" } : result);
    };
    // npm and its kind are .cmd files on Windows, which only a shell starts.
    const shell = process.platform === "win32";
    const child = spawn(command, args, { cwd, shell, stdio: ["ignore", 2, 2] });
    child.once("error", (error) => finish({ outcome: "failed", reason: error.message }));
    child.once("close", (code, signal) => {
      // Its death may be heard of before the signal that it had in common with this process.
      if (signal === "SIGINT") onInterrupt();
      return finish(
        code === 0
          ? { outcome: "installed" }
          : { outcome: "failed", reason: `it ended with ${signal ?? `exit code ${code}`}` },
      );
    });
  });
}

/** Runs what was planned, if anything, and says how it went. */
export async function installTypes(
  install: Install | undefined,
  terminal: Terminal,
): Promise<InstallResult> {
  if (install === undefined) return { outcome: "not asked for" };
  terminal.tell(`Running ${describeInstall(install)}`);
  const result = await runInstall(install);
  if (result.outcome === "failed")
    terminal.tell(
      `'${describeInstall(install)}' failed: ${result.reason}. All files are in place; run it again yourself.`,
    );
  if (result.outcome === "interrupted")
    terminal.tell(
      `Interrupted: all files are in place, but '${describeInstall(install)}' did not finish. Run it again.`,
    );
  return result;
}
