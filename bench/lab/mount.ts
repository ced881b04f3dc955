import { spawnSync } from "node:child_process";

const mounted = new Set<string>();

/** Mounts a file system in memory; whether it could, which takes root on Linux. */
export function mountMemory(directory: string, size: string): boolean {
  const isDone = run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", directory]);
  if (isDone) mounted.add(directory);
  return isDone;
}

/** Unmounts it, whoever still writes there. */
export function unmount(directory: string): void {
  run("umount", ["-l", directory]);
  mounted.delete(directory);
}

/** For Ctrl+C. */
export function unmountAll(): void {
  for (const directory of mounted) unmount(directory);
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
