import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";
import { showTime } from "./format.js";

/** A process, told from every other one; undefined is what its system does not say. */
export interface Owner {
  pid: number;
  /** In clock ticks since the boot: a later process with the same pid has another. */
  startTime: number | undefined;
  boot: string | undefined;
  /** The pid namespace: elsewhere, a container say, the same pid is another process. */
  namespace: string | undefined;
  host: string;
  /** ISO time. */
  started: string;
}

let self: Owner | undefined;
const key = "create-logging-self";

/** This process; its threads take over what the one that started them says, be the host renamed since. */
export function ownSelf(): Owner {
  if (self !== undefined) return self;
  self = (getEnvironmentData(key) as unknown as Owner | undefined) ?? readSelf();
  setEnvironmentData(key, self as never);
  return self;
}

function readSelf(): Owner {
  return {
    pid: process.pid,
    startTime: readStat("self", process.pid)?.startTime,
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
    host: hostname(),
    started: new Date(Date.now() - process.uptime() * 1000).toISOString(),
  };
}

/** Reads an owner as `JSON.stringify` wrote it; undefined where the text is none. */
export function parseOwner(text: string): Owner | undefined {
  const owner = attempt(() => JSON.parse(text) as Partial<Owner> | null);
  const { pid, startTime, boot, namespace, host, started } = owner ?? {};
  if (!Number.isInteger(pid) || pid === undefined || pid <= 0 || pid >= 2 ** 31) return undefined;
  if (typeof host !== "string") return undefined;
  if (typeof started !== "string" || Number.isNaN(Date.parse(started))) return undefined;
  return { pid, startTime, boot, namespace, host, started };
}

/** Whether the owner is this very process, by another of its threads perhaps. */
export function isSelf(owner: Owner): boolean {
  const { pid, startTime, started } = ownSelf();
  if (isElsewhere(owner) || isOtherBoot(owner) || owner.pid !== pid) return false;
  if (startTime !== undefined) return owner.startTime === startTime;
  return Math.abs(Date.parse(owner.started) - Date.parse(started)) < 1000;
}

/** Whether the owner, silent for so many milliseconds, runs; undefined where that can't be seen. */
export function isRunning(owner: Owner, silentMs: number): boolean | undefined {
  if (isElsewhere(owner)) return undefined;
  // Before a reboot; or on another machine that has this one's name, if it wrote since.
  if (isOtherBoot(owner)) return silentMs >= upMs() ? false : undefined;
  const isProcReadable = ownSelf().startTime !== undefined && owner.startTime !== undefined;
  const stat = isProcReadable ? readStat(owner.pid) : undefined;
  if (stat === undefined) return exists(owner.pid) ? undefined : false;
  // A zombie keeps its pid until its parent has asked how it ended.
  return !/[ZX]/i.test(stat.state) && stat.startTime === owner.startTime;
}

/** `pid 7, started 2026-01-31 23:59:59`, and where it runs if that is not here. */
export function describeOwner(owner: Owner): string {
  const { host } = ownSelf();
  const place = owner.host === host ? "in another pid namespace" : `on host '${owner.host}'`;
  const started = showTime(Date.parse(owner.started));
  return `pid ${owner.pid}${isElsewhere(owner) ? ` ${place}` : ""}, started ${started}`;
}

function isElsewhere({ host, namespace }: Owner): boolean {
  const own = ownSelf();
  return host !== own.host || namespace !== own.namespace;
}

function isOtherBoot(owner: Owner): boolean {
  const { boot } = ownSelf();
  return boot !== undefined && owner.boot !== undefined && owner.boot !== boot;
}

function upMs(): number {
  return (attempt(uptime) ?? Infinity) * 1000;
}

/** What Linux says of a process; undefined where it says nothing (hidepid), or of another one. */
function readStat(
  name: number | "self",
  pid = name,
): { state: string; startTime: number } | undefined {
  const text = attempt(() => readFileSync(`/proc/${name}/stat`, "utf8"));
  // A /proc of another pid namespace numbers the processes differently.
  if (text === undefined || Number.parseInt(text, 10) !== pid) return undefined;
  // The second field, the program's name in brackets, may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTime: Number(fields[19]) };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
