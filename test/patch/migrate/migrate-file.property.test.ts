import fc from "fast-check";
import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { migrateFile } from "../../../generators/patch/migrate/migrate-file.js";
import { makeSpawnRequest } from "../../../generators/patch/spawn/find-spawn-sites.js";
import { makeAnswers, makeTarget } from "../../helpers/patch-target.js";

const eol = fc.constantFrom("\n", "\r\n");
const blank = fc.constantFrom("", " ", "\t", "/* a */", "  /* console.log(1) */ ");
const text = fc
  .tuple(
    fc.constantFrom('"', "'", "`"),
    fc.string({ unit: fc.constantFrom("a", " ", "é", "😀", "%s", "console.log(", "//") }),
  )
  .map(([quote, inner]) => quote + inner + quote);
const argument = fc.oneof(
  text,
  fc.constantFrom(
    "1",
    "x",
    "...x",
    "{ a: 1 }",
    "() => console.warn(2)",
    "/console\\.log/",
    "x ? 1 : 2",
  ),
);
const call = fc
  .tuple(
    fc.constantFrom("log", "info", "debug", "warn", "error", "table", "trace"),
    fc.array(argument, { maxLength: 3 }),
    fc.array(blank, { minLength: 4, maxLength: 4 }),
  )
  .map(([method, args, [a, b, c, d]]) => `console${a}.${b}${method}${c}(${args.join(`,${d}`)})`);
const line = fc.oneof(
  { weight: 4, arbitrary: call },
  call.map((each) => `x && ${each}`),
  call.map((each) => `const f = () => ${each}`),
  call.map((each) => `function g(console) { ${each} }`),
  call.map((each) => `{ const logger = 1; ${each} }`),
  call.map((each) => `run(${each})`),
  fc.constantFrom(
    'import b from "./b"',
    "const { log } = console",
    "// console.log(1)",
    "console.log = 1",
    "x.catch(console.error)",
    "console?.log(1)",
  ),
);
const program = fc
  .tuple(
    fc.constantFrom("", "#!/usr/bin/env node\n", "/* Copyright */\n\n", '"use strict"\n'),
    eol,
    fc.constantFrom("", ";"),
    fc.array(line, { minLength: 1, maxLength: 8 }),
    fc.boolean(),
  )
  .map(([head, end, semicolon, lines, isEnded]) => {
    const own = lines.map((each, index) =>
      // A name may be declared once.
      each.replace(/^const f/, `const f${index}`).replace(/^import b/, `import b${index}`),
    );
    const body = own.map((each) => each + semicolon).join(end);
    return head.replaceAll("\n", end) + body + (isEnded ? end : "");
  });

const target = makeTarget("/nowhere", { moduleKind: "esm", specifierExtension: ".js" });

function migrate(file: string, source: string) {
  const request = {
    imports: makeSpawnRequest(target, makeAnswers(), file),
    openModule: () => undefined,
    isLoggerModule: () => false,
    refusesUnused: false,
    refuse: () => undefined,
  };
  return migrateFile(ts, source, request);
}

// Every name that a migration may write, as one; what stands between the two names stays.
function mask(source: string): string {
  return source
    .replace(/\b(?:console|logger|serviceLogger)(?=\s*(?:\/\*.*?\*\/\s*)*\.)/g, "§")
    .replace(
      /(§\s*(?:\/\*.*?\*\/\s*)*\.\s*(?:\/\*.*?\*\/\s*)*)(?:log|info|warning|warn)\b/g,
      "$1§",
    );
}

const imported =
  /import \{ logger(?: as serviceLogger)? \} from (["'])\.\/logging\/index(?:\.js)?\1;?/;

describe("whatever a file holds, a migration changes nothing but the names and one import", () => {
  it("the text around them is identical, it parses, and a second run changes nothing", () => {
    let changed = 0;
    fc.assert(
      fc.property(program, (source) => {
        const result = migrate("src/index.ts", source);
        if (result.text === undefined) return;
        changed++;
        const { text } = result;
        const { index, 0: statement } = imported.exec(text) ?? { index: -1, 0: "" };
        expect(statement).not.toBe("");
        // On a line of its own, with a blank one behind it, as the last line, or beside other code.
        const without = ["(?:\\r?\\n){2}", "\\r?\\n", " ", ""].flatMap((behind) =>
          ["\\r?\\n", " ", ""].flatMap((ahead) => {
            const [before, after] = [text.slice(0, index), text.slice(index + statement.length)];
            const isThere =
              new RegExp(`${ahead}$`).test(before) && new RegExp(`^${behind}`).test(after);
            const kept = before.replace(new RegExp(`${ahead}$`), "");
            return isThere ? [kept + after.replace(new RegExp(`^${behind}`), "")] : [];
          }),
        );
        expect(without.map(mask)).toContain(mask(source));
        const again = migrate("src/index.ts", result.text);
        expect(again.text).toBeUndefined();
        expect(again.left.length).toBe(result.left.length);
      }),
      { numRuns: 600 },
    );
    // A program that never changes would prove nothing.
    expect(changed).toBeGreaterThan(200);
  });
});
