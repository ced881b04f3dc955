import fc from "fast-check";
import { expect, test } from "vitest";
import { planDependency } from "../../../generators/plan/python/plan-dependency.js";
import { recordPatch } from "../../../generators/plan/record-patch.js";
import { takeBack } from "../../../generators/plan/take-back.js";
import type { DependencyKind } from "../../../generators/target/python/python-target.js";
import { makeDirectory } from "../../helpers/apply-directory.js";
import { writeTree } from "../../helpers/apply-tree.js";
import { makePythonTarget } from "../../helpers/python-target.js";

const root = makeDirectory();

async function add(kind: DependencyKind, file: string, before: string): Promise<string> {
  writeTree(root, { [file]: Buffer.from(before).toString("latin1") });
  const target = makePythonTarget(root, { dependencyFiles: [{ kind, file }] });
  const { steps, notes } = await planDependency(target);
  const [step] = steps;
  if (step?.kind !== "patch") throw new Error(JSON.stringify(notes));
  const patch = recordPatch(step.before, step.after, undefined);
  expect(takeBack(step.after, patch)).toMatchObject({ bytes: step.before, missing: [] });
  const after = Buffer.from(step.after).toString("utf8");
  expectInsertion(before, after);
  writeTree(root, { [file]: Buffer.from(step.after).toString("latin1") });
  expect(await planDependency(target)).toEqual({ steps: [], needsInstall: false, notes: [] });
  return after;
}

// One place in one line of it, and whatever was there is there still, in its order.
function expectInsertion(before: string, after: string): void {
  let [start, end] = [0, 0];
  while (start < before.length && before[start] === after[start]) start += 1;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const middle = before.slice(start, before.length - end);
  expect(middle).not.toContain("\n");
  const inserted = after.slice(start, after.length - end);
  let at = 0;
  for (const character of inserted) if (character === middle[at]) at += 1;
  expect(at).toBe(middle.length);
  expect(inserted).toContain("oguru");
  expect(inserted.length - middle.length).toBeLessThan(40);
}

const name = fc.stringMatching(/^[a-z][a-z0-9_.]{0,4}[a-z]$/).filter((each) => each !== "loguru");
const eol = fc.constantFrom("\n", "\n", "\r\n");
const space = fc.constantFrom("", " ", "  ", "\t");
const comment = fc.constantFrom("", "", " # ours", "# [x] \u00fc \u{1F600}", '  # "a", ');

const requirementLine = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(name, fc.constantFrom("", "==1.0", " >= 2", "[x]~=1.1", '; python_version > "3"'))
      .map((each) => each.join("")),
  },
  name.map((each) => `${each} \\\n   >=1`),
  fc.constantFrom(
    "",
    "# loguru",
    "-e .",
    "--index-url https://x/loguru/",
    "./loguru.whl",
    "   # via x",
  ),
);

test("a requirements file gets one line, and everything else stays", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(requirementLine, space, comment, eol), { maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      async (lines, isOpen, hasMark) => {
        const text = lines.map(([line, gap, about, end]) =>
          line.startsWith("#") || /^ |^$/.test(line)
            ? line + end
            : `${line}${gap}${about.startsWith("#") ? ` ${about}` : about}${end}`,
        );
        const whole = (hasMark ? "\uFEFF" : "") + text.join("");
        const after = await add(
          "requirements",
          "requirements.txt",
          isOpen ? whole.trimEnd() : whole,
        );
        expect(
          after.split(/\r?\n/).filter((line) => /^\uFEFF?loguru ?[>=]=/.test(line)),
        ).toHaveLength(1);
      },
    ),
    { numRuns: 120 },
  );
});

const value = fc.oneof(
  fc.constantFrom(
    "1",
    "true",
    '"x # y"',
    "'[project]'",
    "1979-05-27",
    '"""\na = [\n"""',
    "[1, # one\n 2]",
    "[[1], ['loguru']]",
  ),
  name.map((each) => `{ ${each.replaceAll(".", "-")} = 1, b.c = "loguru" }`),
);
const entry = fc
  .tuple(name, space, space, value, comment)
  .map(
    ([key, left, right, text, about]) =>
      `z_${key.replaceAll(".", "-")}${left}=${right}${text}${about}`,
  );
const table = (header: string) =>
  fc
    .tuple(
      comment,
      fc.uniqueArray(entry, { maxLength: 3, selector: (each) => each.split(/[\s=]/)[0] }),
      fc.constantFrom("", "\n"),
    )
    .map(([about, entries, gap]) => [header + about, ...entries].join("\n") + gap);

const layout = fc
  .tuple(
    fc.array(fc.tuple(name, fc.constantFrom("", "==1", ">=2,<3", "[x]; a == 'b'")), {
      maxLength: 5,
    }),
    fc.array(
      fc.tuple(
        fc.constantFrom(" ", "\n", "\n  ", "# c ]\n\t", ' # , "x"\n# b\n'),
        fc.constantFrom("", " ", "\n", " # d\n"),
      ),
      { minLength: 7, maxLength: 7 },
    ),
    fc.boolean(),
  )
  .map(([items, gaps, hasComma]) => {
    const printed = items.map(
      ([each, versions], index) => `${gaps[index]?.[0]}"${each}${versions}"${gaps[index]?.[1]}`,
    );
    return `dependencies = [${printed.join(",")}${hasComma && items.length > 0 ? "," : ""}${gaps[6]?.[1]}]`;
  });

const document = (own: fc.Arbitrary<string>) =>
  fc
    .tuple(
      table("# top\nz_top = 1"),
      table("[tool.a]"),
      own,
      table("[[tool.b]]"),
      table("[[tool.b]]"),
      table('[tool."c d".e]'),
      eol,
      fc.boolean(),
    )
    .map(([top, a, mine, b, c, d, end, isOpen]) => {
      const text = [top, a, mine, b, c, d].join("\n");
      return (isOpen ? text : `${text}\n`).replace(/\n/g, (found, at) =>
        at % 3 === 0 ? end : found,
      );
    });

test("a list of [project] gets one item, and everything else stays", async () => {
  const own = fc
    .tuple(table("[project]"), layout, table('z_x = "y"'))
    .map((each) => each.join("\n"));
  await fc.assert(
    fc.asyncProperty(document(own), async (text) => {
      await add("pep621", "pyproject.toml", text);
    }),
    { numRuns: 120 },
  );
});

test.each([
  ["[project]", "pep621"],
  ["[tool.poetry.dependencies]", "poetry"],
] as const)("a %s without the key gets it, and everything else stays", async (header, kind) => {
  await fc.assert(
    fc.asyncProperty(document(table(header)), async (text) => {
      await add(kind, "pyproject.toml", text);
    }),
    { numRuns: 80 },
  );
});

test("a setup.cfg gets one line, or two, and everything else stays", async () => {
  const line = fc.constantFrom("a", "z >= 1", "b==2 # c", "; no", "", "# yes");
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.array(line, { maxLength: 6 })),
      fc.constantFrom("  ", "\t"),
      eol,
      fc.boolean(),
      async (lines, indent, end, isLast) => {
        const list =
          lines === null
            ? []
            : [
                "install_requires =",
                ...lines.map((each) => (/^$/.test(each) ? each : indent + each)),
              ];
        const text = [
          "[metadata]",
          "name = x",
          "",
          "[options]",
          "packages = find:",
          ...list,
          "zip_safe = no",
          ...(isLast ? [] : ["", "[options.extras_require]", "dev =", "  loguru"]),
        ];
        await add("setup-cfg", "setup.cfg", text.join(end) + (isLast ? "" : end));
      },
    ),
    { numRuns: 80 },
  );
});
