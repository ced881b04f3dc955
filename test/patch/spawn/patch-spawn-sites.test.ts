import { describe, expect, it } from "vitest";
import {
  patchSpawnSite,
  patchSpawnSites,
} from "../../../generators/patch/spawn/patch-spawn-sites.js";
import type { SpawnRequest } from "../../../generators/patch/spawn/spawn.js";
import { standard } from "../../../generators/standard.js";

const request: SpawnRequest = {
  root: "/nowhere",
  file: "index.js",
  dir: "logging",
  variables: standard.variables,
  moduleKind: "commonjs",
  specifierExtension: "",
  verbatimModuleSyntax: false,
};
const head = 'const { fork, spawn } = require("child_process");\n';
const own = 'const { childEnv } = require("./logging/index");\n';
const call = 'fork("a.js")';
const done = 'fork("a.js", [], { env: childEnv("A") })';

describe("a site is found where it is now", () => {
  it("follows its text when lines were added above it", async () => {
    const moved = `${head}\n\n\n${call};\n`;
    const result = await patchSpawnSite(moved, request, { line: 2, text: call, descriptor: "A" });
    expect(result).toMatchObject({ patched: true, text: `${head}${own}\n\n\n${done};\n` });
  });

  it.each([
    [
      "is gone",
      `${head}  spawn("git");\n`,
      /^no longer holds `fork\("a\.js"\)`, but `spawn\("git"\);`$/,
    ],
    ["is gone, and its line is blank", `${head}\n`, /but a blank line$/],
    ["is gone with the end of the file", head.trim(), /but nothing: the file is shorter/],
    [
      "has other options by now",
      `${head}fork("a.js", [], { silent: true });\n`,
      /has changed since/,
    ],
    [
      "has other options, and has moved",
      `${head}\n\nfork("a.js", [], { silent: true });\n`,
      /has changed since it was shown, if it is the one in line 4 now/,
    ],
  ])("is refused when it %s", async (_, text, reason) => {
    const result = await patchSpawnSite(text, request, { line: 2, text: call, descriptor: "A" });
    expect(result).toEqual({
      patched: false,
      already: false,
      line: 2,
      reason: expect.stringMatching(reason),
    });
  });

  it("is found however far it has moved, and of two that read the same the nearer one", async () => {
    const far = `${head}${"\n".repeat(200)}${call};\n${"\n".repeat(200)}${call};\n`;
    const result = await patchSpawnSite(far, request, { line: 2, text: call, descriptor: "A" });
    const expected = `${head}${own}${"\n".repeat(200)}${done};\n${"\n".repeat(200)}${call};\n`;
    expect(result).toMatchObject({ patched: true, text: expected });
    const other = await patchSpawnSite(far, request, { line: 350, text: call, descriptor: "A" });
    const second = `${head}${own}${"\n".repeat(200)}${call};\n${"\n".repeat(200)}${done};\n`;
    expect(other).toMatchObject({ patched: true, text: second });
  });

  it("takes a line alone, the second time too, and any line of a call that has several", async () => {
    const text = `${head}spawn(\n  "node",\n  ["a.js"]\n);\n`;
    const first = await patchSpawnSite(text, request, { line: 3, descriptor: "A" });
    if (!first.patched) throw new Error(JSON.stringify(first));
    expect(first.text).toBe(
      `${head}${own}spawn(\n  "node",\n  ["a.js"],\n  { env: childEnv("A") }\n);\n`,
    );
    const short = await patchSpawnSite(`${head}${call};\n`, request, { line: 2, descriptor: "A" });
    if (!short.patched) throw new Error(JSON.stringify(short));
    const again = await patchSpawnSite(short.text, request, { line: 2, descriptor: "A" });
    expect(again).toEqual({ patched: false, already: true, notes: [] });
  });

  it.each([
    ["two calls", `${head}${call}; ${call};\n`, /more than one call/],
    ["no call", `${head}\n`, /no call that starts a process/],
  ])("refuses a line that holds %s", async (_, text, reason) => {
    const result = await patchSpawnSite(text, request, { line: 2, descriptor: "A" });
    expect(result).toMatchObject({ patched: false, reason: expect.stringMatching(reason) });
  });

  it("tells calls with one text apart by their order", async () => {
    const text = `${head}\n\n${call};\n${call};\n`;
    const chosen = [
      { line: 2, text: call, descriptor: "A" },
      { line: 3, text: call, descriptor: "B" },
    ];
    const { text: after } = await patchSpawnSites(text, request, chosen);
    expect(after).toBe(`${head}${own}\n\n${done};\n${done.replace('"A"', '"B"')};\n`);
  });
});

describe("what can't be patched is refused with the reason", () => {
  it.each([
    ["a call of another child", `${head}${own}${done};\n`, 3, "B", /is child 'A' already/],
    ["an external tool", `${head}spawn("git", ["status"]);\n`, 2, "A", /no service of yours/],
    ["a computed file", `${head}fork(process.argv[2]);\n`, 2, "A", /can't be told/],
    ["a file that does not parse", `${head}${call}};\n`, 2, "A", /does not parse/],
  ])("%s", async (_, text, line, descriptor, reason) => {
    const result = await patchSpawnSite(text, request, { line, descriptor });
    expect(result).toMatchObject({ patched: false, reason: expect.stringMatching(reason) });
  });

  it("a call where our function's name means something else", async () => {
    const text = `${head}${own}exports.run = (childEnv) => ${call};\n`;
    const patch = await patchSpawnSites(text, request, [{ line: 3, text: call, descriptor: "A" }]);
    expect(patch).toEqual({
      patched: [],
      already: [],
      refused: [{ line: 3, descriptor: "A", reason: expect.stringMatching(/would not read as/) }],
    });
  });

  it("a site chosen for two children keeps the first", async () => {
    const patch = await patchSpawnSites(`${head}${call};\n`, request, [
      { line: 2, text: call, descriptor: "A" },
      { line: 2, text: call, descriptor: "B" },
    ]);
    expect(patch.text).toBe(`${head}${own}${done};\n`);
    expect(patch.refused).toEqual([
      { line: 2, descriptor: "B", reason: expect.stringContaining("two children, 'A' and 'B'") },
    ]);
  });
});

describe("two choices of one file don't get in each other's way", () => {
  it("two calls in one line that read the same are two places", async () => {
    const patch = await patchSpawnSites(`${head}[${call}, ${call}];\n`, request, [
      { line: 2, text: call, descriptor: "A" },
      { line: 2, text: call, descriptor: "B" },
    ]);
    expect(patch.text).toBe(`${head}${own}[${done}, ${done.replace('"A"', '"B"')}];\n`);
  });

  it("one place that was chosen twice is one, though another one reads the same", async () => {
    const patch = await patchSpawnSites(`${head}${call};\n\n${call};\n`, request, [
      { line: 2, text: call, descriptor: "A" },
      { line: 2, text: call, descriptor: "A", watch: true },
    ]);
    const both = 'const { childEnv, watchChild } = require("./logging/index");\n';
    expect(patch.text).toBe(`${head}${both}watchChild("A", ${done});\n\n${call};\n`);
    expect(patch.patched).toHaveLength(1);
  });

  const shared = `${head}const env = { ...process.env, NAME_APP: "Old" };
spawn("node", ["a.js"], { env });
spawn("node", ["b.js"], { env });
`;

  it("two calls that share the object with the name can't be two children", async () => {
    const patch = await patchSpawnSites(shared, request, [
      { line: 3, descriptor: "A" },
      { line: 4, descriptor: "B" },
    ]);
    expect(patch.text).toBe(
      shared.replace(head, head + own).replace('"Old"', 'childEnv("A").NAME_APP'),
    );
    expect(patch.refused).toEqual([
      {
        line: 4,
        descriptor: "B",
        reason: "shares its child's name with line 3, which is child 'A'",
      },
    ]);
  });

  it("what needs nothing is said beside what is refused and what is patched", async () => {
    const text = `${head}${own}${done};\n${call};\nspawn("git");\n`;
    const patch = await patchSpawnSites(text, request, [
      { line: 3, descriptor: "A" },
      { line: 4, descriptor: "A" },
      { line: 5, descriptor: "A" },
    ]);
    expect(patch).toMatchObject({
      already: [{ line: 3, descriptor: "A" }],
      patched: [{ line: 4, descriptor: "A" }],
      refused: [{ line: 5, descriptor: "A" }],
      text: text.replace(`\n${call}`, `\n${done}`),
    });
  });
});

describe("a descriptor that is none never reaches the text", () => {
  it.each(['A"); evil("', "a-b", "", "1A", "A\n", "worker"])("%j", async (descriptor) => {
    const text = `${head}${call};\n`;
    const patch = await patchSpawnSites(text, request, [{ line: 2, text: call, descriptor }]);
    expect(patch).toEqual({
      patched: [],
      already: [],
      refused: [{ line: 2, descriptor, reason: expect.stringMatching(/not in upper snake case/) }],
    });
  });
});

describe("a child is watched only where that is asked for (CHILD-3)", () => {
  const wrapped = `watchChild("A", ${done})`;
  const both = 'const { childEnv, watchChild } = require("./logging/index");\n';

  it("and where its environment is its own already, that alone is added", async () => {
    const text = `${head}${own}${done};\n`;
    const choice = { line: 3, text: done, descriptor: "A" };
    expect(await patchSpawnSites(text, request, [choice])).toMatchObject({ patched: [] });
    const patch = await patchSpawnSites(text, request, [{ ...choice, watch: true }]);
    expect(patch.text).toBe(`${head}${both}${wrapped};\n`);
    expect(patch.patched).toEqual([{ line: 3, descriptor: "A", notes: [] }]);
    const again = await patchSpawnSites(patch.text ?? "", request, [{ ...choice, watch: true }]);
    expect(again).toEqual({ patched: [], refused: [], already: [{ line: 3, descriptor: "A" }] });
  });

  it("one that is watched under another name is left as it is", async () => {
    const text = `${head}${both}watchChild("B", ${done});\n`;
    const chosen = [{ line: 3, descriptor: "A", watch: true }];
    expect(await patchSpawnSites(text, request, chosen)).toMatchObject({ patched: [] });
  });

  it("another function of that name is not ours", async () => {
    const text = `${head}${own}const watchChild = (x, child) => child;\nwatchChild("A", ${done});\n`;
    const patch = await patchSpawnSites(text, request, [{ line: 4, descriptor: "A", watch: true }]);
    const ours = own.replace("childEnv }", "childEnv, watchChild: loggingWatchChild }");
    expect(patch.text).toBe(
      text.replace(own, ours).replace(done, `loggingWatchChild("A", ${done})`),
    );
  });

  it("what can't be watched is patched all the same, and the reason noted", async () => {
    const text = 'require("child_process").execSync("node a.js");\n';
    const patch = await patchSpawnSites(text, request, [{ line: 1, descriptor: "A", watch: true }]);
    const patched = text.replace('"node a.js"', '"node a.js", { env: childEnv("A") }');
    expect(patch.text).toBe(own + patched);
    expect(patch.patched).toMatchObject([
      { notes: ["can't be watched: execSync gives no child process"] },
    ]);
  });
});

it("the names of the variables are the team's own", async () => {
  const variables = { ...standard.variables, name: "SERVICE", childPrefix: "SERVICE_OF_" };
  const text = `${head}fork("a.js", [], { env: { SERVICE: process.env.SERVICE_OF_A } });
fork("a.js", [], { env: { PORT: "1" } });
`;
  const patch = await patchSpawnSites(text, { ...request, variables }, [
    { line: 2, descriptor: "A" },
    { line: 3, descriptor: "A" },
  ]);
  expect(patch.already).toEqual([{ line: 2, descriptor: "A" }]);
  expect(patch.text).toContain('{ PORT: "1", SERVICE: childEnv("A").SERVICE }');
});
