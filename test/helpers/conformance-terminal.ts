import { spawn } from "@lydell/node-pty";
import type { Service } from "./conformance-service.js";

/** Runs a scenario in a pseudo-terminal and gives everything it showed. */
export function openTerminal(
  service: Service,
  args: string[],
  env: Record<string, string>,
): Promise<string> {
  return new Promise((resolve) => {
    const terminal = spawn(process.execPath, [service.entry("main"), ...args], {
      cols: 500,
      cwd: service.folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        TERM: "xterm",
        NAME_APP: "app",
        ...env,
      },
    });
    let shown = "";
    terminal.onData((text) => {
      shown += text;
    });
    terminal.onExit(() => resolve(shown));
  });
}
