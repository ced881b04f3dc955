import { createHash } from "node:crypto";
import fs from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";

/** A folder for exactly these sources, outside of the repo: Node strips no types below node_modules. */
export function cacheFolder(inputs: string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of inputs.flatMap(listFiles)) hash.update(file).update(fs.readFileSync(file));
  const parent = path.join(fs.realpathSync(tmpdir()), `create-logging-${userInfo().uid}`);
  const folder = path.join(parent, hash.digest("hex").slice(0, 12));
  if (!fs.existsSync(folder)) removeOld(parent);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

function listFiles(start: string): string[] {
  if (fs.statSync(start).isFile()) return [start];
  const names = fs.readdirSync(start).sort();
  return names.flatMap((name) => listFiles(path.join(start, name)));
}

// Those of an hour ago belong to no run that is still going on.
function removeOld(parent: string): void {
  if (!fs.existsSync(parent)) return;
  for (const name of fs.readdirSync(parent)) {
    const folder = path.join(parent, name);
    const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > 3_600_000) fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes a folder once, however many test files ask for it at the same time. */
export async function once(
  folder: string,
  make: (staged: string) => Promise<void>,
): Promise<string> {
  const lock = `${folder}.lock`;
  while (!fs.existsSync(folder)) {
    if (!takeLock(lock)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const staged = `${folder}.${process.pid}.staged`;
    try {
      fs.mkdirSync(staged, { recursive: true });
      await make(staged);
      fs.renameSync(staged, folder);
    } finally {
      fs.rmSync(staged, { recursive: true, force: true });
      fs.rmSync(lock, { force: true });
    }
  }
  return folder;
}

function takeLock(lock: string): boolean {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isAlive(lock)) fs.rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(lock: string): boolean {
  try {
    const pid = Number(fs.readFileSync(lock, "utf8"));
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}
