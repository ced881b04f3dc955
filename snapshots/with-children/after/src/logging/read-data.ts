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

/** An own property that is a text; empty where there is none. */
export function readText(owner: object, key: string): string {
  const value = readData(owner, key);
  return typeof value === "string" ? value : "";
}

/** An own property that is no getter. */
export function readData(owner: object, key: string): unknown {
  return types.isProxy(owner) ? undefined : Object.getOwnPropertyDescriptor(owner, key)?.value;
}
