import { describe, expect, test } from "vitest";
import { formatFiles } from "../../scripts/format-files.js";
import { rewriteCommonJs } from "../../scripts/rewrite-commonjs.js";
import { stripTypes } from "../../scripts/strip-types.js";

async function toEsm(text: string): Promise<string | undefined> {
  return (await formatFiles(new Map([["x.js", stripTypes(text, "x.ts")]]))).get("x.js");
}

async function toCommonJs(text: string): Promise<string | undefined> {
  const code = rewriteCommonJs(stripTypes(text, "x.ts"), "x.js");
  return (await formatFiles(new Map([["x.js", code]]))).get("x.js");
}

describe("types leave nothing behind", () => {
  test.each([
    [
      "statements, with their comments and nobody else's",
      `// About the file.

import type { A } from "./a.js";
import { type B, c, type D } from "./b.js";
import { type E } from "./e.js";
export type { F } from "./f.js";
export { type G, h } from "./g.js";

/** What A is. */
// And more.
export interface A {
  /** Its b. */
  b: string;
}

// A section.

type B = { a: string };
declare const z: number;
declare global {
  var y: number;
}
f();
`,
      `// About the file.

import { c } from "./b.js";
export { h } from "./g.js";

// A section.

f();
`,
    ],
    [
      "annotations, arguments, assertions",
      `const a: number = 1 as number;
let b!: string;
const m = new Map<string, Array<number>>();
const s = (x as unknown as Foo).bar!.baz satisfies Baz;
const env = process.env["A"] ?? e?.["B"] ?? (e as E)["C"]!["d-e"];
function f<T extends A, U>(this: Foo, a?: T, { b }: { b: U } = {}, ...c: T[]): a is T {
  return call<T>(a)!;
}
const g = async <T,>(a: T): Promise<void> => {};
function overloaded(a: string): string;
function overloaded(a: unknown): unknown {
  return a;
}
try {
} catch (error: unknown) {}
`,
      `const a = 1;
let b;
const m = new Map();
const s = x.bar.baz;
const env = process.env.A ?? e?.B ?? e.C["d-e"];
function f(a, { b } = {}, ...c) {
  return call(a);
}
const g = async (a) => {};
function overloaded(a) {
  return a;
}
try {
} catch (error) {}
`,
    ],
    [
      "members and modifiers of classes",
      `export abstract class Sink<T> extends Base<T> implements Closable, Writable {
  private readonly path: string;
  static readonly count?: number = 1;
  declare name: string;
  [key: string]: unknown;
  abstract open(): void;

  protected override close(this: Sink<T>, force: boolean): void {}
}
`,
      `export class Sink extends Base {
  path;
  static count = 1;

  close(force) {}
}
`,
    ],
    [
      "tags around types alone go with them, the others stay on their lines",
      `// % if (it.features.sourceMaps) {
import type { A } from "./a.js";
// % }
import { b } from "./b.js";
// % if (it.hasChildren) {
// % if (it.isEsm) {
type C = string;
// % }
// % }
// % if (it.hasChildren) {
/** Says it. */
type D = string;

b();
// % }

/** The children. */
// %= it.children
export const children: readonly string[] = ["WORKER"];
`,
      `import { b } from "./b.js";
// % if (it.hasChildren) {

b();
// % }

/** The children. */
// %= it.children
export const children = ["WORKER"];
`,
    ],
  ])("%s", async (_title, typescript, javascript) => {
    expect(await toEsm(typescript)).toBe(javascript);
  });

  test("enums and parameter properties are refused", () => {
    expect(() => stripTypes("enum A { B }", "x.ts")).toThrow("x.ts:1 is not erasable syntax.");
    const text = "class A {\n  constructor(private a: string) {}\n}";
    expect(() => stripTypes(text, "x.ts")).toThrow("x.ts:2 is not erasable syntax.");
  });
});

describe("signatures of exported functions become JSDoc", () => {
  test("as far as JavaScript knows the types", async () => {
    const typescript = `import type { ChildProcess } from "node:child_process";
import type { Sink } from "./sink.js";

/** Ends the process. */
export function exitWithReason(reason: string, code = 1, more?: Record<string, string>): never {
  throw reason;
}

/**
 * Watches.
 *
 * Long.
 */
export function watch(child: ChildProcess, sink: Sink, ...rest: unknown[]): ChildProcess {
  return child;
}

export function two(sizes: { a: number; b: string | null }[] = []): void {}

/** Says nothing new. */
export function log(sink: Sink, value: unknown): Sink {
  return sink;
}

type Env = Record<string, string | undefined>;

export function childEnv<Child extends NodeJS.EventEmitter>(child: Child, env: Env): Child {
  return child;
}

export function narrow(level: "INFO" | "ERROR", signal: NodeJS.Signals): void {}

/** Not exported. */
function inner(a: string): string {
  return a;
}

function end(): never {
  process.exit(1);
}
`;
    expect(await toEsm(typescript)).toBe(`/**
 * Ends the process.
 * @param {string} reason
 * @param {Record<string, string>} [more]
 * @returns {never}
 */
export function exitWithReason(reason, code = 1, more) {
  throw reason;
}

/**
 * Watches.
 *
 * Long.
 * @param {import("node:child_process").ChildProcess} child
 * @param {...unknown} rest
 * @returns {import("node:child_process").ChildProcess}
 */
export function watch(child, sink, ...rest) {
  return child;
}

/** @param {{ a: number; b: string | null }[]} [sizes] */
export function two(sizes = []) {}

/** Says nothing new. */
export function log(sink, value) {
  return sink;
}

/**
 * @template {NodeJS.EventEmitter} Child
 * @param {Child} child
 * @param {Record<string, string | undefined>} env
 * @returns {Child}
 */
export function childEnv(child, env) {
  return child;
}

export function narrow(level, signal) {}

/** Not exported. */
function inner(a) {
  return a;
}

/** @returns {never} */
function end() {
  return process.exit(1);
}
`);
  });
});

test("what a checker of JavaScript needs takes the place of a type", async () => {
  const typescript = `const shared = globalThis as unknown as Record<symbol, State>;
const { moduleLoadList } = process as { moduleLoadList?: string[] };
let map: Mapper = () => undefined;
const other: Mapper = () => undefined;
`;
  expect(await toEsm(typescript)).toBe(`const shared = /** @type {any} */ (globalThis);
const { moduleLoadList } = /** @type {any} */ (process);
/** @type {Function} */
let map = () => undefined;
const other = () => undefined;
`);
});

describe("CommonJS", () => {
  test("requires where imports stood, one list of exports at the end", async () => {
    const typescript = `/** About the file. */
import * as fs from "node:fs";
import os from "node:os";
import { join as joinPath, sep } from "node:path";
import "./setup.js";
export { logger, exit as end } from "./logger.js";

export const a: number = 1, b = 2;
export async function f(): Promise<void> {}
export class C {}
const d = 4;
export { d, d as e };
`;
    expect(await toCommonJs(typescript)).toBe(`"use strict";

/** About the file. */
const fs = require("node:fs");
const os = require("node:os");
const { join: joinPath, sep } = require("node:path");
require("./setup.js");
const { logger, exit: end } = require("./logger.js");

const a = 1,
  b = 2;
async function f() {}
class C {}
const d = 4;

module.exports = { logger, end, a, b, f, C, d, e: d };
`);
  });

  test("names that stood inside tags stand inside them in the list", async () => {
    const typescript = `export const a = 1;
// % if (it.hasChildren) {
export { childEnv, watchChild } from "./child.js";
// % if (it.features.sourceMaps) {
export const b = 2;
// % }
// % }
export {
  logger,
  // % if (it.features.captureConsole) {
  capture,
  // % }
} from "./logger.js";
`;
    expect(await toCommonJs(typescript)).toBe(`"use strict";

const a = 1;
// % if (it.hasChildren) {
const { childEnv, watchChild } = require("./child.js");
// % if (it.features.sourceMaps) {
const b = 2;
// % }
// % }
const {
  logger,
  // % if (it.features.captureConsole) {
  capture,
  // % }
} = require("./logger.js");

module.exports = {
  a,
  // % if (it.hasChildren) {
  childEnv,
  watchChild,
  // % if (it.features.sourceMaps) {
  b,
  // % }
  // % }
  logger,
  // % if (it.features.captureConsole) {
  capture,
  // % }
};
`);
  });

  test("a module without exports has no list", async () => {
    expect(await toCommonJs('import "./setup.js";\n')).toBe(
      '"use strict";\n\nrequire("./setup.js");\n',
    );
  });

  test.each([
    ["export default 1;", "x.js has a default export."],
    ['export * from "./a.js";', "x.js exports by '*'."],
    ["export let a = 1;", "'export let' does not stay live in CommonJS: export let a = 1;"],
  ])("%s is refused", (text, message) => {
    expect(() => rewriteCommonJs(text, "x.js")).toThrow(new Error(message));
  });
});
