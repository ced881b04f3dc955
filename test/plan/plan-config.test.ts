import { expect, test } from "vitest";
import type { Answers } from "../../generators/answers/answers.js";
import { planConfig } from "../../generators/plan/plan-config.js";
import { standard } from "../../generators/standard.js";
import { makeAnswers } from "../helpers/apply-fake-stages.js";

async function configAfter(text: string | undefined, answers: Partial<Answers>) {
  const before = text === undefined ? undefined : new Uint8Array(Buffer.from(text));
  const step = await planConfig(makeAnswers(answers), "1.2.3", before);
  return step !== undefined && "after" in step ? Buffer.from(step.after).toString() : undefined;
}

function withStandard(change: (of: typeof standard) => void): Pick<Answers, "standard"> {
  const changed = structuredClone(standard);
  change(changed);
  return { standard: changed };
}

test("a new file holds the answers and only the overridden parts of the standard", async () => {
  const answers: Partial<Answers> = {
    children: [{ descriptor: "SCORER", name: "scorer", entry: "src/scorer.ts" }],
    ...withStandard((of) => {
      of.variables.environment = "NODE_ENV";
      of.modes.production.level = "WARNING";
    }),
  };
  expect(JSON.parse((await configAfter(undefined, answers)) ?? "")).toEqual({
    $schema: "https://unpkg.com/create-logging@1/schema/create-logging.schema.json",
    name: "orders",
    target: "node",
    dir: "src/logging",
    entries: ["src/index.ts"],
    children: [{ descriptor: "SCORER", name: "scorer", entry: "src/scorer.ts" }],
    variables: { environment: "NODE_ENV" },
    levels: { production: "WARNING" },
  });
});

const written = `{
  // Ours since 2024.
  "dir": "./src/logging/", "name": "orders",
  "target": "node",
  "entries": ["./src/index.ts"],
  "levels": { "production": "INFO" }, // said on purpose
  "defaults": { "maxFiles": 9 },
}
`;
const asWritten = withStandard((of) => {
  of.defaults.maxFiles = 9;
});

test("a file that says the same, in whatever way, is not touched", async () => {
  expect(await configAfter(written, asWritten)).toBeUndefined();
});

test("other answers change their own values; comments, order, layout and settings stay", async () => {
  const children = [{ descriptor: "X", name: "x" }];
  const answers = {
    ...asWritten,
    name: "sales",
    entries: ["src/index.ts", "src/two.ts"],
    children,
  };
  expect(await configAfter(written, answers)).toBe(
    written
      .replace('"name": "orders"', '"name": "sales"')
      .replace('["./src/index.ts"]', '["./src/index.ts", "src/two.ts"]')
      .replace(
        "9 },\n",
        '9 },\n  "children": [\n    {\n      "descriptor": "X",\n      "name": "x"\n    }\n  ],\n',
      ),
  );
});

test("a part of the standard that the answers change back is changed in the file", async () => {
  expect(await configAfter(written, {})).toBe(written.replace('"maxFiles": 9', '"maxFiles": 5'));
});

test("CRLF, tabs and a BOM stay", async () => {
  const text =
    '\uFEFF{\r\n\t"name": "orders",\r\n\t"target": "node",\r\n\t"dir": "src/logging",\r\n\t"entries": [\r\n\t\t"src/index.ts"\r\n\t]\r\n}\r\n';
  expect(await configAfter(text, { entries: ["src/index.ts", "b.ts"] })).toBe(
    text.replace('"src/index.ts"', '"src/index.ts",\r\n\t\t"b.ts"'),
  );
});

test("what happens where two processes have one name is written down only where it was chosen", async () => {
  const plain = (await configAfter(undefined, {})) ?? "";
  expect("onNameConflict" in JSON.parse(plain)).toBe(false);
  const strict = (await configAfter(undefined, { onNameConflict: "fatal" })) ?? "";
  expect(JSON.parse(strict).onNameConflict).toBe("fatal");
  expect(await configAfter(strict, { onNameConflict: "fatal" })).toBeUndefined();
  const said = strict.replace('"fatal"', '"next"');
  expect(await configAfter(said, {})).toBeUndefined();
  expect(await configAfter(strict, {})).toBe(said);
});
