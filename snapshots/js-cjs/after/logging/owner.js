"use strict";

const { readFileSync, readlinkSync } = require("node:fs");
const { hostname, uptime } = require("node:os");
const { getEnvironmentData, setEnvironmentData } = require("node:worker_threads");
const { showTime } = require("./format");

let self;
const key = "create-logging-self";

/** This process; its threads take over what the one that started them says, be the host renamed since. */
function ownSelf() {
  if (self !== undefined) return self;
  self = getEnvironmentData(key) ?? readSelf();
  setEnvironmentData(key, self);
  return self;
}

function readSelf() {
  return {
    pid: process.pid,
    startTime: readStat("self", process.pid)?.startTime,
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
    host: hostname(),
    started: new Date(Date.now() - process.uptime() * 1000).toISOString(),
  };
}

/**
 * Reads an owner as `JSON.stringify` wrote it; undefined where the text is none.
 * @param {string} text
 */
function parseOwner(text) {
  const owner = attempt(() => JSON.parse(text));
  const { pid, startTime, boot, namespace, host, started } = owner ?? {};
  if (!Number.isInteger(pid) || pid === undefined || pid <= 0 || pid >= 2 ** 31) return undefined;
  if (typeof host !== "string") return undefined;
  if (typeof started !== "string" || Number.isNaN(Date.parse(started))) return undefined;
  return { pid, startTime, boot, namespace, host, started };
}

/**
 * Whether the owner is this very process, by another of its threads perhaps.
 * @returns {boolean}
 */
function isSelf(owner) {
  const { pid, startTime, started } = ownSelf();
  if (isElsewhere(owner) || isOtherBoot(owner) || owner.pid !== pid) return false;
  if (startTime !== undefined) return owner.startTime === startTime;
  return Math.abs(Date.parse(owner.started) - Date.parse(started)) < 1000;
}

/**
 * Whether the owner, silent for so many milliseconds, runs; undefined where that can't be seen.
 * @param {number} silentMs
 * @returns {boolean | undefined}
 */
function isRunning(owner, silentMs) {
  if (isElsewhere(owner)) return undefined;
  // Before a reboot; or on another machine that has this one's name, if it wrote since.
  if (isOtherBoot(owner)) return silentMs >= upMs() ? false : undefined;
  const isProcReadable = ownSelf().startTime !== undefined && owner.startTime !== undefined;
  const stat = isProcReadable ? readStat(owner.pid) : undefined;
  if (stat === undefined) return exists(owner.pid) ? undefined : false;
  // A zombie keeps its pid until its parent has asked how it ended.
  return !/[ZX]/i.test(stat.state) && stat.startTime === owner.startTime;
}

/**
 * `pid 7, started 2026-01-31 23:59:59`, and where it runs if that is not here.
 * @returns {string}
 */
function describeOwner(owner) {
  const { host } = ownSelf();
  const place = owner.host === host ? "in another pid namespace" : `on host '${owner.host}'`;
  const started = showTime(Date.parse(owner.started));
  return `pid ${owner.pid}${isElsewhere(owner) ? ` ${place}` : ""}, started ${started}`;
}

function isElsewhere({ host, namespace }) {
  const own = ownSelf();
  return host !== own.host || namespace !== own.namespace;
}

function isOtherBoot(owner) {
  const { boot } = ownSelf();
  return boot !== undefined && owner.boot !== undefined && owner.boot !== boot;
}

function upMs() {
  return (attempt(uptime) ?? Infinity) * 1000;
}

/** What Linux says of a process; undefined where it says nothing (hidepid), or of another one. */
function readStat(name, pid = name) {
  const text = attempt(() => readFileSync(`/proc/${name}/stat`, "utf8"));
  // A /proc of another pid namespace numbers the processes differently.
  if (text === undefined || Number.parseInt(text, 10) !== pid) return undefined;
  // The second field, the program's name in brackets, may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTime: Number(fields[19]) };
}

function exists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

module.exports = { ownSelf, parseOwner, isSelf, isRunning, describeOwner };
