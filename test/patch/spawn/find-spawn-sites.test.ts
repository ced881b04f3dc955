import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeText } from "../../../generators/patch/read-bytes.js";
import {
  findSpawnSites,
  makeSpawnRequest,
} from "../../../generators/patch/spawn/find-spawn-sites.js";
import { patchSpawnSites } from "../../../generators/patch/spawn/patch-spawn-sites.js";
import { makeAnswers, makeTarget } from "../../helpers/patch-target.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "sites-"));
  write("package.json", '{ "name": "service" }');
  write("worker.js", "");
});
afterEach(() => rmSync(root, { recursive: true }));

const answers = makeAnswers({ dir: "logging", entries: ["index.js"] });
const load = 'const { fork } = require("child_process");\n';

describe("a file that can't be read is said, when it mentions processes", () => {
  it("one that does not parse, by the line of its error", async () => {
    write("index.js", `${load}\nfork("worker.js"));\n`);
    write("other.js", "const x = = 1;\n");
    expect(await find()).toEqual([
      {
        file: "index.js",
        line: 3,
        kind: "file",
        command: 'fork("worker.js"));',
        text: "",
        verdict: "report",
        reason: expect.stringMatching(/^does not parse: .*[^.]$/),
        notes: [],
        canWatch: false,
      },
    ]);
  });

  it.each(["utf16le", "utf16be"])("one in %s", async (encoding) => {
    const bytes = Buffer.from(`\uFEFF${load}fork("worker.js");\n`, "utf16le");
    write("index.js", encoding === "utf16le" ? bytes : bytes.swap16());
    expect(await find()).toMatchObject([
      { file: "index.js", line: 1, verdict: "report", reason: "is UTF-16; save it as UTF-8" },
    ]);
  });

  it("one of the developers' own, as skipped", async () => {
    write("test/run.test.js", `${load}fork(;\n`);
    expect(await find()).toMatchObject([{ file: "test/run.test.js", verdict: "skipped" }]);
  });

  it("those beyond 400, in one word", async () => {
    for (let n = 100; n < 502; n++) write(`jobs/${n}.js`, `${load}fork("worker.js");\n`);
    const sites = await find();
    expect(sites).toHaveLength(401);
    expect(sites.at(-2)).toMatchObject({ file: "jobs/499.js", verdict: "patchable" });
    expect(sites.at(-1)).toMatchObject({
      file: "jobs/500.js",
      verdict: "report",
      reason: "is one of 2 files that were not looked at, after 400 that mention processes",
    });
  });
});

it("a place in a file of the developers' own is not offered to be watched", async () => {
  write("scripts/run.js", `${load}fork("worker.js");\n`);
  expect(await find()).toMatchObject([{ verdict: "skipped", canWatch: false }]);
});

describe("a place is found again in the bytes it was found in, and all others stay", () => {
  const text = `// Größe\r\n${load}\tfork("worker.js", ["é"]);\r\n`;
  it.each([
    ["Latin-1", Buffer.from(text, "latin1")],
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with its byte order mark", Buffer.from(`\uFEFF${text}`)],
  ])("%s", async (_, bytes) => {
    write("index.js", bytes);
    const [site, other] = await find();
    if (!site || other) throw new Error("not one site");
    expect(site).toMatchObject({ line: 3, verdict: "patchable", text: 'fork("worker.js", ["é"])' });
    const decoded = decodeText(readFileSync(path.join(root, "index.js")));
    if (!decoded) throw new Error("not decoded");
    const request = makeSpawnRequest(makeTarget(root), answers, "index.js");
    const chosen = [{ ...site, descriptor: "WORKER", watch: true }];
    const patch = await patchSpawnSites(decoded.text, request, chosen);
    const after = Buffer.from(decoded.encode(patch.text ?? "") ?? []);
    const encoding = bytes.includes(0xe9) && !bytes.includes(0xc3) ? "latin1" : "utf8";
    const expected = bytes
      .toString(encoding)
      .replace(load, `${load}const { childEnv, watchChild } = require("./logging/index");\n`)
      .replace(
        'fork("worker.js", ["é"])',
        'watchChild("WORKER", fork("worker.js", ["é"], { env: childEnv("WORKER") }))',
      );
    expect(after).toEqual(Buffer.from(expected, encoding));
  });
});

it("a file with hundreds of places is patched whole, in seconds", async () => {
  const calls = Array.from({ length: 450 }, (_, n) => `fork("worker.js", ["${n}"]);`);
  write("index.js", `${load}${calls.join("\n")}\n`);
  const sites = await find();
  const request = makeSpawnRequest(makeTarget(root), answers, "index.js");
  const chosen = sites.map(({ line, text }) => ({ line, text, descriptor: "WORKER" }));
  const text = readFileSync(path.join(root, "index.js"), "utf8");
  const patch = await patchSpawnSites(text, request, chosen);
  expect(patch.patched).toHaveLength(450);
  expect(patch.text?.match(/env: childEnv\("WORKER"\)/g)).toHaveLength(450);
}, 20_000);

function find() {
  return findSpawnSites(makeTarget(root, { language: "javascript", sourceRoot: "" }), answers);
}

function write(file: string, text: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
