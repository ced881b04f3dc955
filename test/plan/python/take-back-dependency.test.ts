import { describe, expect, test } from "vitest";
import type { Lock } from "../../../generators/plan/lock-file.js";
import { planTakeBack } from "../../../generators/plan/plan-take-back.js";
import { planDependency } from "../../../generators/plan/python/plan-dependency.js";
import { recordPatch } from "../../../generators/plan/record-patch.js";
import { showNote } from "../../../generators/plan/show-plan.js";
import type { DependencyFile } from "../../../generators/target/python/python-target.js";
import { makeDirectory } from "../../helpers/apply-directory.js";
import { writeTree } from "../../helpers/apply-tree.js";
import { makePythonTarget } from "../../helpers/python-target.js";

const kinds: Record<string, DependencyFile["kind"]> = {
  "pyproject.toml": "pep621",
  Pipfile: "pipfile",
  "setup.cfg": "setup-cfg",
};

/** Adds the dependency, lets the file's owner edit the result, and takes it back. */
async function takeBackEdited(
  file: string,
  before: string,
  ownersEdit: (text: string) => string,
  kind = kinds[file] ?? "requirements",
) {
  const root = makeDirectory();
  writeTree(root, { [file]: before });
  const target = makePythonTarget(root, { dependencyFiles: [{ file, kind }] });
  const [step] = (await planDependency(target)).steps;
  if (step?.kind !== "patch") throw new Error("nothing was added");
  const patches = { [file]: recordPatch(step.before, step.after, undefined) };
  const lock: Lock = { lockVersion: 1, version: "0.0.0", files: {}, patches };
  const edited = ownersEdit(Buffer.from(step.after).toString("latin1"));
  writeTree(root, { [file]: edited });
  const { steps, notes } = await planTakeBack(root, lock, { force: false });
  const left = steps.flatMap((each) => (each.kind === "patch" ? [each.after] : []));
  return {
    edited,
    text: left[0] === undefined ? edited : Buffer.from(left[0]).toString("latin1"),
    notes: notes.map(showNote),
  };
}

const replace = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};
const project = (list: string) => `[project]\nname = "app"\ndependencies = ${list}\n`;

describe("a line of dependencies that its owner edited loses ours and nothing else", () => {
  test.each<[string, string, string, (text: string) => string, string]>([
    [
      "one behind it",
      "pyproject.toml",
      project('["a"]'),
      replace('"loguru>=0.7"]', '"loguru>=0.7", "z"]'),
      project('["a", "z"]'),
    ],
    [
      "one ahead of it",
      "pyproject.toml",
      project('["a"]'),
      replace('["a"', '["b>=2", "a"'),
      project('["b>=2", "a"]'),
    ],
    [
      "with a comment",
      "pyproject.toml",
      project('[ "a" ]'),
      replace('"loguru>=0.7" ]', '"loguru>=0.7" ] # all'),
      project('[ "a" ] # all'),
    ],
    [
      "in a list that was ours",
      "pyproject.toml",
      '[project]\nname = "app"\n',
      replace('["loguru>=0.7"]', '["loguru>=0.7", "z"]'),
      project('["z"]'),
    ],
    [
      "beside one of a similar name",
      "pyproject.toml",
      project('["loguru-mypy"]'),
      replace('"loguru>=0.7"]', '"loguru>=0.7", "z"]'),
      project('["loguru-mypy", "z"]'),
    ],
    [
      "spread over lines",
      "pyproject.toml",
      project('["a"]'),
      replace('["a", "loguru>=0.7"]', '[\n  "a",\n  "loguru>=0.7",\n]'),
      project('[\n  "a",\n]'),
    ],
    [
      "in other quotes",
      "pyproject.toml",
      project('["a"]'),
      replace('["a", "loguru>=0.7"]', "['a', 'loguru>=0.7']"),
      project("['a']"),
    ],
    [
      "below a line that got a comma of ours",
      "pyproject.toml",
      project('[\n    "a" # first\n]'),
      replace('"a"', '"a>=2"'),
      project('[\n    "a>=2" # first\n]'),
    ],
    [
      "above a line that was added",
      "pyproject.toml",
      project('[\n    "a"\n]'),
      replace('"loguru>=0.7"\n', '"loguru>=0.7",\n    "z"\n'),
      project('[\n    "a",\n    "z"\n]'),
    ],
    [
      "that has a comment now",
      "pyproject.toml",
      project('[\n    "a",\n]'),
      replace('"loguru>=0.7",', '"loguru>=0.7",  # logs'),
      project('[\n    "a",\n    # logs\n]'),
    ],
    [
      "in CRLF",
      "pyproject.toml",
      project('[\n    "a"\n]').replaceAll("\n", "\r\n"),
      replace('"a"', '"a>=2"'),
      project('[\n    "a>=2"\n]').replaceAll("\n", "\r\n"),
    ],
    [
      "behind a byte order mark",
      "pyproject.toml",
      `\u00ef\u00bb\u00bf${project('["a"]')}`,
      replace('"a"', '"a>=2"'),
      `\u00ef\u00bb\u00bf${project('["a>=2"]')}`,
    ],
    [
      "an inline table",
      "pyproject.toml",
      '[tool.poetry]\ndependencies = { python = "^3.9" }\n',
      replace('"^3.9"', '"^3.10"'),
      '[tool.poetry]\ndependencies = { python = "^3.10" }\n',
    ],
    [
      "an entry that was put in line",
      "Pipfile",
      '[packages]\nflask = "*"\n',
      replace("loguru = ", "loguru  = "),
      '[packages]\nflask = "*"\n',
    ],
    [
      "a list of a setup.cfg that was ours",
      "setup.cfg",
      "[metadata]\nname = app\n\n[options]\npackages = find:\n",
      (text) => `${text}    z\n`,
      "[metadata]\nname = app\n\n[options]\npackages = find:\ninstall_requires =\n    z\n",
    ],
    [
      "a list of a setup.cfg that was ours, with one ahead of it",
      "setup.cfg",
      "[options]\npackages = find:\n",
      replace("    loguru", "    a\n    loguru"),
      "[options]\npackages = find:\ninstall_requires =\n    a\n",
    ],
  ])("%s", async (_what, file, before, edit, after) => {
    expect(await takeBackEdited(file, before, edit)).toMatchObject({ text: after, notes: [] });
  });
});

describe("what its owner made of ours stays, and is named", () => {
  test.each<[string, string, string, (text: string) => string, number]>([
    [
      "another version in a list",
      "pyproject.toml",
      `# my-loguru-demo\n${project('["a"]')}`,
      replace('"loguru>=0.7"', '"loguru>=0.7.3"'),
      4,
    ],
    [
      "an extra",
      "pyproject.toml",
      project('[\n    "a"\n]'),
      replace('"loguru>=0.7"', '"loguru[x]>=0.7"'),
      5,
    ],
    [
      "another version in a table",
      "Pipfile",
      '[packages]\nflask = "*"\n',
      replace('">=0.7"', '"==0.7.3"'),
      3,
    ],
    [
      "another version in one table, ours in another",
      "Pipfile",
      '[packages]\nflask = "*"\n',
      (text) => `${text.replace(">=0.7", "==0.7.3")}[dev-packages]\nloguru = ">=0.7" # ours\n`,
      3,
    ],
    [
      "another version in a setup.cfg",
      "setup.cfg",
      "[options]\ninstall_requires =\n    a\n",
      replace("loguru>=0.7", "loguru>=0.7.3"),
      4,
    ],
    ["another version in a requirements file", "requirements.txt", "a\n", replace("0.7", "0.8"), 2],
    [
      "a file that is broken",
      "pyproject.toml",
      project('["a"]'),
      replace('"loguru>=0.7"]', '"loguru>=0.7" "z"]'),
      3,
    ],
  ])("%s", async (_what, file, before, edit, line) => {
    const { text, edited, notes } = await takeBackEdited(file, before, edit);
    expect(text).toBe(edited);
    expect(notes).toEqual([
      `${file}:${line}: 'loguru' was changed there after it was written: left as it is.`,
    ]);
  });
});

test("nothing is said of a dependency that its owner took out", async () => {
  const edit = replace(', "loguru>=0.7"', "");
  expect(await takeBackEdited("pyproject.toml", project('["a"]'), edit)).toMatchObject({
    text: project('["a"]'),
    notes: [],
  });
});
