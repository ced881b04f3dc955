import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
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

/** This process. */
export function ownSelf(): Owner {
  self ??= {
    pid: process.pid,
    startTime: readStat("self", process.pid)?.startTime,
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
    host: hostname(),
    started: new Date(Date.now() - process.uptime() * 1000).toISOString(),
  };
  return self;
}

/** Reads an owner as `JSON.stringify` wrote it; undefined where the text is none. */
export function parseOwner(text: string): Owner | undefined {
  const owner = attempt(() => JSON.parse(text) as Partial<Owner> | null);
  const { pid, startTime, boot, namespace, host, started } = owner ?? {};
  if (!Number.isInteger(pid) || pid === undefined || pid <= 0 || pid >= 2 ** 31) return undefined;
  if (typeof host !== "string") return undefined;
  return { pid, startTime, boot, namespace, host, started: String(started) };
}

/** Whether the owner is this very process, by another of its threads perhaps. */
export function isSelf(owner: Owner): boolean {
  const { pid, startTime } = ownSelf();
  return isNear(owner) && owner.pid === pid && owner.startTime === startTime;
}

/** Whether the owner runs; undefined where this process can't see that. */
export function isRunning(owner: Owner): boolean | undefined {
  if (isElsewhere(owner)) return undefined;
  if (!isNear(owner)) return false; // before a reboot
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

/** Whether the owner is, or was, a process of this system since its last boot. */
function isNear(owner: Owner): boolean {
  const { boot } = ownSelf();
  const isOtherBoot = boot !== undefined && owner.boot !== undefined && owner.boot !== boot;
  return !isElsewhere(owner) && !isOtherBoot;
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
