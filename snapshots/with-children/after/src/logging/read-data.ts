import { types } from "node:util";

/** The size of a map or a set. */
export function readSize(prototype: object, value: object): number {
  return Number(Object.getOwnPropertyDescriptor(prototype, "size")?.get?.call(value));
}

/** The name of the class that made an object; empty where that can't be told. */
export function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null || types.isProxy(prototype)) return "";
  const maker = readData(prototype, "constructor");
  return typeof maker === "function" ? readText(maker, "name") : "";
}

// Of an object with more, the rest is not looked at.
const maxKeys = 50;
// What comes first in an instance, last ones ahead.
const plainTypes = ["boolean", "bigint", "number", "string"];

/**
 * The keys that tell something: those of methods do not. Of an instance (a request, a socket) what its
 * class keeps for itself tells least, and a plain value most.
 */
export function listTelling(value: object, keys: string[], isPlain: boolean): string[] {
  const telling = keys
    .slice(0, maxKeys)
    .filter((key) => typeof readData(value, key) !== "function");
  if (isPlain) return telling;
  const rank = (key: string): number => plainTypes.indexOf(typeof readData(value, key));
  return telling
    .filter((key) => !key.startsWith("_") && readData(value, key) !== undefined)
    .sort((a, b) => rank(b) - rank(a));
}

/** An own property that is a text; empty where there is none. */
export function readText(owner: object, key: string): string {
  const value = readData(owner, key);
  return typeof value === "string" ? value : "";
}

/** An own property that is no getter. */
export function readData(owner: object, key: string): unknown {
  return types.isProxy(owner) ? undefined : Object.getOwnPropertyDescriptor(owner, key)?.value;
}
