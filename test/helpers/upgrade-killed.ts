import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

// Loaded ahead of the CLI: the process ends itself by SIGKILL before its n-th change of the file system.
const killAt = Number(process.env["KILL_AT"] ?? 0);
const operations: string[] = [];
const real = { ...fs };

type Operation = "linkSync" | "unlinkSync" | "renameSync" | "mkdirSync" | "rmdirSync" | "chmodSync";
const names: Operation[] = [
  "linkSync",
  "unlinkSync",
  "renameSync",
  "mkdirSync",
  "rmdirSync",
  "chmodSync",
];
const changed = fs as unknown as Record<string, unknown>;
for (const name of names)
  changed[name] = (...given: unknown[]) => {
    count(name);
    return (real[name] as (...of: unknown[]) => unknown)(...given);
  };
changed["openSync"] = (file: string, flags: string, ...rest: []) => {
  if (flags === "wx") count("openSync");
  return real.openSync(file, flags, ...rest);
};
changed["fsyncSync"] = (fd: number) => {
  count("fsyncSync");
  real.fsyncSync(fd);
};
changed["writeSync"] = (fd: number, bytes: Uint8Array, at = 0) => {
  // Half of a file is what a power cut leaves, too.
  count("writeSync", () => real.writeSync(fd, bytes, at, (bytes.length - at) >> 1));
  return real.writeSync(fd, bytes, at);
};
syncBuiltinESMExports();

function count(name: string, before: () => void = () => {}): void {
  operations.push(name);
  if (operations.length !== killAt) return;
  before();
  process.kill(process.pid, "SIGKILL");
}

const list = process.env["OPERATIONS_FILE"];
if (list !== undefined)
  process.on("exit", () => real.writeFileSync(list, JSON.stringify(operations)));
