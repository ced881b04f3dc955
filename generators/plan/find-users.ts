import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { diffIndices } from "node-diff3";
import { loadTypeScript } from "../patch/parse-source.js";
import { resolveModule } from "../patch/resolve-module.js";
import { layoutOf } from "../patch/spawn/find-child-file.js";
import { findOutputOf } from "../target/find-outputs.js";
import { listFiles } from "../target/list-files.js";
import type { Target } from "../target/target.js";
import { findDangling } from "./find-dangling.js";
import { isSource, lineAt, mentions, parseText, type Use, type User, visit } from "./read-code.js";
import { readAnyText } from "./read-patched.js";

/** What a run takes away. Paths are POSIX and relative to the target. */
export interface Removal {
  root: string;
  /** Modules that will be gone. */
  gone: ReadonlySet<string>;
  /** Files of ours that stay because they were edited: what they import is their owner's to see to. */
  kept: ReadonlySet<string>;
  /** The texts of files that change: as they are, and as they will be. */
  changed: ReadonlyMap<string, { before: string; after: string }>;
}

// What is larger is generated.
const maxBytes = 1_000_000;

/**
 * Finds the code that still needs what is removed: imports of it that aren't ours, and names that only
 * our import brought in. TypeScript is loaded only where a text gives reason to look closer.
 */
export async function findUsers(target: Target, removal: Removal): Promise<User[]> {
  const users: User[] = [];
  const names = listNames(removal.gone);
  for (const file of listSources(target, removal)) {
    const text = removal.changed.get(file)?.after ?? readText(path.join(removal.root, file));
    if (text === undefined) continue;
    const isGone = (specifier: string) => {
      const stem = path.posix.basename(specifier).replace(/\.[cm]?[jt]sx?$/, "");
      if (!names.has(stem)) return false;
      const module = resolveModule(removal.root, file, specifier, target.aliases);
      // Compiled in its place, `setup.js` is `setup.ts`.
      const source = module?.replace(/\.([cm]?)js$/, ".$1ts");
      return [module, source].some((each) => each !== undefined && removal.gone.has(each));
    };
    const changed = removal.changed.get(file);
    const found = mentions(text, isGone) ? await findSpecifiers(file, text, isGone) : [];
    found.push(...(await findDangling(file, changed, isGone)));
    const lineNow = changed && found.length > 0 ? mapLines(changed) : undefined;
    users.push(...found.map((use) => ({ ...use, lineNow: lineNow?.get(use.line) ?? use.line })));
  }
  return users;
}

/** Lines of a text as they are numbered before a change; nothing is written where a person is to look at them. */
export function mapLines({
  before,
  after,
}: {
  before: string;
  after: string;
}): Map<number, number> {
  const lines = new Map<number, number>();
  const [old, young] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  let [from, to] = [0, 0];
  const copy = (until: number) => {
    while (from < until) lines.set(++from, ++to);
  };
  for (const { buffer1, buffer2 } of diffIndices(young, old)) {
    copy(buffer1[0]);
    from = buffer1[0] + buffer1[1];
    to = buffer2[0] + buffer2[1];
  }
  copy(young.length);
  return lines;
}

function listSources(target: Target, { root, gone, kept }: Removal): string[] {
  const { outputs } = layoutOf(root);
  const outDir = target.tsconfig?.outDir;
  const all = outDir ? [...outputs, { outDir }] : outputs;
  return listFiles(root, (dir) => findOutputOf(dir, all).length > 0)
    .files.filter((file) => isSource.test(file) && !gone.has(file) && !kept.has(file))
    .filter((file) => !isEmitted(root, file))
    .sort();
}

// tsc without an outDir writes index.js beside index.ts.
function isEmitted(root: string, file: string): boolean {
  const stem = /^(.*)\.([cm]?)jsx?$/.exec(file);
  return stem !== null && existsSync(path.join(root, `${stem[1]}.${stem[2]}ts`));
}

/** A source's text; undefined where it can't be read, or is too large to be a person's. */
export function readText(file: string): string | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= maxBytes ? readAnyText(readFileSync(file)) : undefined;
  } catch {
    return undefined;
  }
}

// The last words of specifiers that may mean a module; a folder stands for its index.
function listNames(modules: ReadonlySet<string>): Set<string> {
  const names = new Set<string>();
  for (const module of modules) {
    const { dir, name } = path.posix.parse(module);
    names.add(name);
    if (name === "index") {
      names.add(path.posix.basename(dir));
      names.add(".").add("..").add("");
    }
  }
  return names;
}

// Any string in the code counts, not only that of an import: mocks, `new URL` and workers name modules too.
async function findSpecifiers(
  file: string,
  text: string,
  isGone: (specifier: string) => boolean,
): Promise<Use[]> {
  const ts = await loadTypeScript();
  const tree = parseText(ts, file, text);
  if (tree === undefined) return findInText(file, text, isGone);
  const users: Use[] = [];
  visit(tree, (node) => {
    if (ts.isStringLiteralLike(node) && isGone(node.text))
      users.push({ file, line: lineAt(tree, node), uses: node.text });
  });
  return users;
}

// A file whose syntax is broken is read line by line.
function findInText(file: string, text: string, isGone: (specifier: string) => boolean): Use[] {
  return text.split("\n").flatMap((content, index) => {
    const found = [...content.matchAll(/(["'`])([^"'`]{1,400})\1/g)].find(([, , specifier = ""]) =>
      isGone(specifier),
    );
    return found === undefined ? [] : [{ file, line: index + 1, uses: found[2] ?? "" }];
  });
}
