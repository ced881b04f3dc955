import { type ExitCode, InterruptedError } from "../errors.js";
import { lockFileName } from "../file-names.js";
import { judgePlan } from "../plan/file-states.js";
import { readTargetFile } from "../plan/file-text.js";
import { readLock } from "../plan/lock-file.js";
import { readUnchanged } from "../plan/read-unchanged.js";
import { parseFailOn, readFailOn } from "./fail-on.js";
import { findSetUps, type SetUp } from "./find-set-ups.js";
import type { Terminal } from "./open-terminal.js";
import { readVersion } from "./read-version.js";
import { refuseInterrupted } from "./refuse-interrupted.js";
import { type CheckedService, reportStates } from "./report-states.js";

/**
 * Says of every file of these services how it stands to what would be written today. Writes nothing. Where nothing has
 * changed since the last run, no plan is made.
 */
export async function checkUpgrade(
  roots: readonly string[],
  { failOn }: { failOn: string | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  if (failOn !== undefined) parseFailOn(failOn);
  const services = await findSetUps(roots);
  const checked: CheckedService[] = [];
  for (const [index, service] of services.entries()) {
    terminal.progress(`${index + 1}/${services.length} ${service.dir}: Checking…`);
    try {
      checked.push(await check(service, failOn));
    } catch (error) {
      if (error instanceof InterruptedError || services.length === 1) throw error;
      checked.push({ dir: service.dir, root: service.root, error });
    }
  }
  terminal.progress();
  return reportStates(checked, terminal);
}

async function check({ dir, root }: SetUp, flag: string | undefined): Promise<CheckedService> {
  refuseInterrupted(root);
  const version = readVersion();
  const failOn = await readFailOn(root, flag);
  const bytes = readTargetFile(root, lockFileName);
  const lock = bytes && readLock(bytes);
  const known = lock && (await readUnchanged(root, version, lock));
  const about = { dir, root, failOn, writtenBy: lock?.version ?? "", version };
  if (known !== undefined) return { ...about, files: known };
  const { planUpgrade } = await import("./plan-upgrade.js");
  const { plan } = await planUpgrade(root, { force: false, install: false, restore: false });
  return { ...about, files: judgePlan(plan, lock) };
}
