import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Probes } from "./run-probe.js";

// Ctrl+C is none of them: the command line makes an exit of it.
const endings = ["SIGTERM", "SIGHUP"] as const;

/** A temporary directory that is gone at the end, however that comes, and the processes in it with it. */
export async function withTemp<Result>(
  probes: Probes,
  act: (temp: string) => Promise<Result>,
): Promise<Result> {
  const temp = realpathSync(mkdtempSync(path.join(tmpdir(), "create-logging-check-")));
  const clear = (): void => {
    probes.kill();
    // One that is not quite dead may still put a file there.
    rmSync(temp, { recursive: true, force: true, maxRetries: 3 });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    clear();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.once("exit", clear);
  for (const signal of endings) process.on(signal, onSignal);
  try {
    return await act(temp);
  } finally {
    clear();
    process.off("exit", clear);
    for (const signal of endings) process.off(signal, onSignal);
  }
}
