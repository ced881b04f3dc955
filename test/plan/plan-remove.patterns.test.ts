import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Child } from "../../generators/answers/answers.js";
import { findSpawnSites } from "../../generators/patch/spawn/find-spawn-sites.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { listCases, openCase } from "../helpers/patch-cases.js";
import { putIn, takeOut } from "../helpers/remove-round-trip.js";
import { listSpawnCases, openSpawnCase } from "../helpers/spawn-cases.js";

let close: () => void = () => {};
afterEach(() => close());

const lines = (text: string) => text.split("\n");
// What a file may be on the disk; a tree's bytes are latin1 text.
const forms: Record<string, (bytes: string) => string> = {
  "as it is": (bytes) => bytes,
  CRLF: (bytes) => bytes.replaceAll("\n", "\r\n"),
  "a byte order mark": (bytes) => `\u00ef\u00bb\u00bf${bytes.replace(/^\u00ef\u00bb\u00bf/, "")}`,
  "no final newline": (bytes) => bytes.replace(/\n+$/, ""),
  "Latin-1": (bytes) => `${bytes.replace(/^\u00ef\u00bb\u00bf/, "")}// gr\u00fc\u00dfe \u00e9\n`,
  "mixed endings": (bytes) =>
    lines(bytes)
      .map((line, index) => (index % 2 === 0 ? `${line}\r` : line))
      .join("\n")
      .replace(/\r$/, ""),
};
// What lies beside it, in turns: no file, an empty one, one without a final newline, one of each.
const surroundings: Tree[] = [
  {},
  { ".env.example": "", ".gitignore": "", ".env": "" },
  { ".env.example": "PORT=1", ".gitignore": "dist", ".env": "TOKEN=secret" },
  { ".env.example": "PORT=1\r\n\r\n", ".gitignore": "dist\r\n", ".env": "A=1\r\nB=2\r\n" },
  { ".env.example": "\u00ef\u00bb\u00bf", ".gitignore": "# \u00e9\n", ".env": "A=1\n\n" },
];
const json = (type: string | undefined) =>
  `${JSON.stringify({ name: "service", ...(type === undefined ? {} : { type }), sideEffects: false }, null, 2)}`;

describe.each(Object.entries(forms))(
  "scaffold, then remove, gives it back: %s",
  (_form, change) => {
    it.each(listCases().map((name, index) => [name, index] as const))("%s", async (name, index) => {
      const opened = openCase(name);
      close = opened.remove;
      const { root, target, answers, file } = opened;
      const before = lay(root, file, change, index, target.packageJson.type);
      await putIn(target, answers);
      if (index % 2 === 0) {
        const late = { descriptor: "LATE", name: "late" };
        await putIn(target, { ...answers, plop: true, children: [...answers.children, late] });
      }
      expect(readTree(root)[file]).not.toBe(before[file]);
      const plan = await takeOut(target);
      expect(readTree(root)).toEqual(before);
      expect(plan.steps.filter(({ kind }) => kind === "leave")).toEqual([]);
      expect((await takeOut(target)).steps).toEqual([]);
    });
  },
);

// Their own code uses the folder, as it may where there is one already.
const ownImport = /["'][.@]\/logging(?:\/index(?:\.js)?)?["']/;
const few = Object.entries(forms).filter(([form]) => /^as|CRLF|Latin/.test(form));

describe.each(few)("children's environments are taken back: %s", (_form, change) => {
  it.each(listSpawnCases().map((name, index) => [name, index] as const))(
    "%s",
    async (name, index) => {
      const opened = openSpawnCase(name);
      close = opened.remove;
      const { root, target, answers, file, input } = opened;
      const before = lay(root, file, change, index, target.packageJson.type);
      await putIn(target, answers);
      const children: Child[] = [];
      // One after the other, as they are declared.
      for (;;) {
        const sites = await findSpawnSites(target, { ...answers, children });
        const site = sites.find((each) => each.file === file && each.verdict === "patchable");
        if (site === undefined) break;
        const descriptor = `${site.descriptor ?? "X"}_${children.length}`;
        children.push({ descriptor, name: `child-${children.length}` });
        const { line, text } = site;
        const spawn = { file, line, text, descriptor, watch: index % 2 === 0 };
        await putIn(target, { ...answers, children }, [spawn]);
      }
      const isUsed = ownImport.test(input);
      if (isUsed) await expect(takeOut(target)).rejects.toThrow(/needs the logging folder/);
      await takeOut(target, { force: isUsed });
      expect(readTree(root)).toEqual(before);
    },
  );
});

function lay(
  root: string,
  file: string,
  change: (bytes: string) => string,
  index: number,
  type: string | undefined,
): Tree {
  const full = path.join(root, file);
  writeFileSync(full, Buffer.from(change(readFileSync(full, "latin1")), "latin1"));
  const there = readTree(root);
  const beside = { "package.json": json(type), ...surroundings[index % surroundings.length] };
  for (const [name, bytes] of Object.entries(beside))
    if (there[name] === undefined) writeTree(root, { [name]: bytes });
  return readTree(root);
}
