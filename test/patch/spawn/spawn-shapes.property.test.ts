import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  findSpawnSites,
  makeSpawnRequest,
} from "../../../generators/patch/spawn/find-spawn-sites.js";
import { patchSpawnSites } from "../../../generators/patch/spawn/patch-spawn-sites.js";
import type { SpawnSite } from "../../../generators/patch/spawn/spawn.js";
import { makeAnswers, makeTarget } from "../../helpers/patch-target.js";
import { type SpawnShape, spawnShape } from "../../helpers/spawn-shapes.js";

const root = mkdtempSync(path.join(tmpdir(), "shapes-"));
beforeAll(() => write("package.json", '{ "name": "parent" }'));
afterAll(() => rmSync(root, { recursive: true }));

it("of every shape the one place is found and patched once, and every token stays, in its order", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(spawnShape, fc.boolean(), async (shape, watch) => {
      const file = shape.isEsm ? "index.mjs" : "index.js";
      const { marked } = shape;
      const text = marked.replace(/[⟦⟧]/g, "");
      const { site, after } = await patchShape(file, text, shape, watch);
      expect(readTokens(file, after).errors).toEqual([]);
      expect(missingTokens(file, marked, after)).toEqual([]);
      expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
      const newline = text.includes("\r\n") ? "\r\n" : "\n";
      expect(after.replaceAll(newline, "")).not.toMatch(/[\r\n]/);
      seen.add(`${site.kind} ${watch && shape.canWatch ? "watched" : ""}`);

      const request = makeSpawnRequest(target(shape), answers, file);
      const choice = { line: site.line, text: site.text, descriptor: "CHILD", watch };
      const again = await patchSpawnSites(after, request, [choice]);
      expect(again).toMatchObject({ patched: [], refused: [] });
      expect(again.text).toBeUndefined();
      write(file, after);
      expect(await findSites(shape)).toMatchObject([
        { verdict: "handled", descriptor: "CHILD", canWatch: shape.canWatch && !watch },
      ]);
    }),
    { numRuns: 150 },
  );
  expect(seen.size).toBe(11);
}, 120_000);

it("the children of forty shapes, really started, have their own names (CHILD-1)", async () => {
  write("logging/index.js", stub);
  const shapes = fc.sample(spawnShape, { numRuns: 40, seed: 20 });
  const expected: Record<string, unknown> = {};
  const variables: Record<string, string> = {};
  const watched: string[] = [];
  for (const [index, shape] of shapes.entries()) {
    const name = `child-${index}`;
    write(`${name}.js`, child);
    const text = shape.marked.replaceAll("child.js", `${name}.js`).replace(/[⟦⟧]/g, "");
    const watch = index % 4 !== 0;
    const file = shape.isEsm ? "index.mjs" : "index.js";
    const { after, descriptor } = await patchShape(file, text, shape, watch);
    write(`parent-${index}${shape.isEsm ? ".mjs" : ".js"}`, after);
    variables[`NAME_CHILD_PROCESS_${descriptor}`] = `Child ${index}`;
    const { KEPT, ...gets } = shape.gets;
    expected[name] = { NAME_APP: `Child ${index}`, ...gets, ...(KEPT ? { KEPT: "yes" } : {}) };
    if (watch && shape.canWatch) watched.push(`${descriptor} ChildProcess`);
  }
  const files = shapes.map(({ isEsm }, index) => `parent-${index}${isEsm ? ".mjs" : ".js"}`);
  write("all.mjs", files.map((file) => `await import("./${file}");\n`).join(""));
  mkdirSync(path.join(root, "given"));
  const env = { PATH: process.env["PATH"], NAME_APP: "Parent", KEPT: "yes", ...variables };
  execFileSync(process.execPath, ["all.mjs"], { cwd: root, env, stdio: "pipe" });
  const given = Object.keys(expected).map((name) => {
    return [name, JSON.parse(readFileSync(path.join(root, "given", `${name}.js`), "utf8"))];
  });
  expect(Object.fromEntries(given)).toEqual(expected);
  const log = readFileSync(path.join(root, "watched.log"), "utf8").trim().split("\n");
  expect(log.sort()).toEqual(watched.sort());
  expect(watched.length).toBeGreaterThan(5);
}, 120_000);

// Says what it was given; the parent's channels are all taken by something else.
const child = `const { NAME_APP, PORT, KEPT } = process.env;
const path = require("path");
const file = path.join(__dirname, "given", path.basename(__filename));
require("fs").writeFileSync(file, JSON.stringify({ NAME_APP, PORT, KEPT }));
if (process.send) process.disconnect();
`;

const stub = `const fs = require("fs");
const path = require("path");
exports.logger = {};
exports.exitWithReason = () => {};
exports.childEnv = (child, extra = {}) => {
  return { ...process.env, ...extra, NAME_APP: process.env["NAME_CHILD_PROCESS_" + child] };
};
exports.watchChild = (child, spawned) => {
  const line = child + " " + spawned.constructor.name + "\\n";
  spawned.on("exit", () => fs.appendFileSync(path.join(__dirname, "../watched.log"), line));
  return spawned;
};
`;

const answers = makeAnswers({ dir: "logging", entries: ["index.js", "index.mjs"] });

function target({ isEsm }: SpawnShape) {
  return makeTarget(root, {
    language: "javascript",
    sourceRoot: "",
    moduleKind: isEsm ? "esm" : "commonjs",
    specifierExtension: isEsm ? ".js" : "",
  });
}

async function findSites(shape: SpawnShape): Promise<SpawnSite[]> {
  const sites = await findSpawnSites(target(shape), answers);
  return sites.filter(({ file }) => file.startsWith("index."));
}

async function patchShape(file: string, text: string, shape: SpawnShape, watch: boolean) {
  for (const other of ["index.js", "index.mjs"]) rmSync(path.join(root, other), { force: true });
  write(file, text);
  const [site, other] = await findSites(shape);
  if (!site || other) throw new Error(`not one site:\n${text}`);
  expect(site).toMatchObject({ verdict: "patchable", canWatch: shape.canWatch });
  const { line, text: call, descriptor = "" } = site;
  const request = makeSpawnRequest(target(shape), answers, file);
  const patch = await patchSpawnSites(text, request, [{ line, text: call, descriptor, watch }]);
  if (patch.text === undefined) throw new Error(`${JSON.stringify(patch)}\n${text}`);
  return { site, descriptor, after: patch.text };
}

interface Token {
  text: string;
  start: number;
}

// The tokens and the comments of a text.
function readTokens(file: string, text: string): { tokens: Token[]; errors: string[] } {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const tokens: Token[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(tree);
    for (const each of children) visit(each);
    if (children.length > 0) return;
    const start = node.getStart(tree);
    const comment = text.slice(node.pos, start).trim();
    if (comment !== "") tokens.push({ text: comment, start: node.pos });
    if (node.end > start) tokens.push({ text: node.getText(tree), start });
  };
  visit(tree);
  const { parseDiagnostics } = tree as ts.SourceFile & { parseDiagnostics: ts.Diagnostic[] };
  return { tokens, errors: parseDiagnostics.map(({ messageText }) => String(messageText)) };
}

// Those of the text before that don't come again in their order, but for what the marks allow to go.
function missingTokens(file: string, marked: string, after: string): string[] {
  const before = marked.replace(/[⟦⟧]/g, "");
  const { tokens } = readTokens(file, before);
  const now = readTokens(file, after).tokens.map(({ text }) => text);
  const removable = [...marked.matchAll(/⟦([^⟧]*)⟧/g)].map(({ index, 1: inner = "" }) => {
    const start = marked.slice(0, index).replace(/[⟦⟧]/g, "").length;
    return { start, end: start + inner.length };
  });
  let next = 0;
  return tokens.flatMap(({ text, start }) => {
    if (removable.some((range) => range.start <= start && start < range.end)) return [];
    const at = now.indexOf(text, next);
    if (at >= 0) next = at + 1;
    return at >= 0 ? [] : [text];
  });
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
