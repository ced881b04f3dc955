import fs from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

/** What a claim says of its owner. */
export interface ClaimOwner {
  pid: number;
  startTime?: number | undefined;
  boot?: string | undefined;
  namespace?: string | undefined;
  host: string;
  started: string;
}

/** A live owner on this machine: this test's own process. */
export function ownerHere(pid: number = process.pid): ClaimOwner {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  return {
    pid,
    startTime: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]),
    boot: fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    namespace: fs.readlinkSync("/proc/self/ns/pid"),
    host: hostname(),
    started: "2026-01-02T03:04:05.000Z",
  };
}

/** Writes a claim on a log name, last refreshed so many seconds ago; gives its path. */
export function putClaim(directory: string, name: string, text: string, age = 0): string {
  fs.mkdirSync(directory, { recursive: true });
  const count = fs.readdirSync(directory).length.toString(16).padStart(8, "0");
  const file = path.join(directory, `${name}.${process.pid}-${count}.lock`);
  fs.writeFileSync(file, text, { mode: 0o600 });
  const time = Date.now() / 1000 - age;
  fs.utimesSync(file, time, time);
  return file;
}

/** The text of a claim that is held. */
export function heldBy(owner: ClaimOwner, ...more: string[]): string {
  return `${[JSON.stringify(owner), "held", ...more].join("\n")}\n`;
}

/** What is in a directory; of claims, whose they are: `app.lock` for any claim on `app`. */
export function shapeOf(directory: string): string[] {
  return fs
    .readdirSync(directory)
    .map((name) => name.replace(/\.\d+-[0-9a-f]{8}\.lock$/, ".lock"))
    .sort();
}

/** The paths of the claims on a log name. */
export function claimsOn(directory: string, name: string): string[] {
  return fs
    .readdirSync(directory)
    .filter(
      (file) => file.startsWith(name) && /^\.\d+-[0-9a-f]{8}\.lock$/.test(file.slice(name.length)),
    )
    .map((file) => path.join(directory, file));
}
