import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assignShell, quoteShell } from "../../generators/plan/quote-shell.js";
import { printReplay } from "../../generators/plan/replay-command.js";
import { standard } from "../../generators/standard.js";
import { makeAnswers, makeTarget } from "../helpers/apply-fake-stages.js";

test.each([
  [{}, {}, "/repo", "npx create-logging@0.1.0 --name orders --entry src/index.ts --yes"],
  [
    { dir: "lib/log" },
    {},
    "/repo",
    "npx create-logging@0.1.0 --name orders --entry src/index.ts --dir lib/log --yes",
  ],
  [
    { plop: true },
    {},
    "/repo",
    "npx create-logging@0.1.0 --name orders --entry src/index.ts --plop --yes",
  ],
  [
    { dir: "logging" },
    { sourceRoot: "" },
    "/repo",
    "npx create-logging@0.1.0 --name orders --entry src/index.ts --yes",
  ],
  [
    { name: "-rf; it's $(x)" },
    {},
    "/repo",
    "npx create-logging@0.1.0 '--name=-rf; it'\\''s $(x)' --entry src/index.ts --yes",
  ],
  [
    {
      children: [
        { descriptor: "A", name: "a" },
        { descriptor: "B", name: "b:c", entry: "b.ts" },
      ],
    },
    {},
    "/repo",
    "npx create-logging@0.1.0 --name orders --child A=a --child B=b:c:b.ts --entry src/index.ts --yes",
  ],
  [{}, {}, "/", "npx create-logging@0.1.0 repo --name orders --entry src/index.ts --yes"],
  [{}, {}, "/repo/sub", "npx create-logging@0.1.0 .. --name orders --entry src/index.ts --yes"],
])("the command for %j of %j in %s", (answers, target, cwd, command) => {
  expect(printReplay(makeAnswers(answers), makeTarget("/repo", target), "0.1.0", cwd)).toBe(
    command,
  );
});

test("another environment variable is part of the command", () => {
  const changed = structuredClone(standard);
  changed.variables.environment = "NODE_ENV";
  expect(printReplay(makeAnswers({ standard: changed }), makeTarget("/repo"), "0.1.0")).toContain(
    " --env-var NODE_ENV --yes",
  );
});

test.skipIf(process.platform === "win32")(
  "property: a shell reads every word back as it was",
  () => {
    const word = fc
      .oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom("'", "\\", "$(id)", "`id`", "a\nb", "!!", "*", "~", ""),
      )
      .filter((text) => !text.includes("\0") && !/\p{Surrogate}/u.test(text));
    const words = fc.sample(word, 400);
    const script = `printf '%s\\0' ${words.map(quoteShell).join(" ")}; ${assignShell("X", "it's")} sh -c 'printf %s "$X"'`;
    const child = spawnSync("sh", ["-c", script], { encoding: "utf8" });
    expect(child.stdout.split("\0")).toEqual([...words, "it's"]);
  },
);
