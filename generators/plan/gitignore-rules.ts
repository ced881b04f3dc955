import fs from "node:fs";
import path from "node:path";

/** One pattern of a `.gitignore`. */
interface IgnoreRule {
  /** Absolute directory of the file that holds it. */
  base: string;
  isNegated: boolean;
  onlyDirectories: boolean;
  pattern: RegExp;
}

/** The patterns of every `.gitignore` from the top of the work tree down to a directory. */
export function readIgnoreRules(root: string): IgnoreRule[] {
  const directories = [root];
  for (let at = root; !fs.existsSync(path.join(at, ".git")); ) {
    const parent = path.dirname(at);
    // Outside git the directory's own file is the only one that counts.
    if (parent === at) return readRulesOf(root);
    directories.unshift(parent);
    at = parent;
  }
  return directories.flatMap(readRulesOf);
}

/** Whether git ignores a path: the last pattern that matches it, or a directory that holds it, decides. */
export function isIgnored(rules: IgnoreRule[], file: string, isDirectory: boolean): boolean {
  const parent = path.dirname(file);
  if (parent !== file && rules.some((rule) => isBelow(rule.base, parent)))
    if (isIgnored(rules, parent, true)) return true;
  const last = rules.findLast((rule) => {
    if (!isBelow(rule.base, file) || (rule.onlyDirectories && !isDirectory)) return false;
    return rule.pattern.test(path.relative(rule.base, file).split(path.sep).join("/"));
  });
  return last !== undefined && !last.isNegated;
}

/** A glob of the kind that git and bundlers read, as a pattern for POSIX paths. */
export function compileGlob(glob: string): RegExp {
  const isAnchored = glob.replace(/\/$/, "").includes("/");
  const source = glob
    .replace(/^\//, "")
    .replace(/(^|\/)(?:\*\*\/)+/g, "$1**/")
    .replace(
      /\\(.)|(^|\/)\*\*(?:\/|$)|\*+|\?|\[(!?)([^\]]+)\]|[.+^${}()|\\\]/[]/g,
      (all, escaped, slash, negation, set) => {
        if (escaped !== undefined) return escapePattern(escaped);
        if (slash !== undefined) return all.endsWith("/") ? `${slash}(?:.*/)?` : `${slash}.*`;
        if (all.startsWith("*")) return "[^/]*";
        if (all === "?") return "[^/]";
        if (set !== undefined)
          return `[${negation === "!" ? "^" : ""}${set.replace(/\\/g, "\\\\")}]`;
        return escapePattern(all);
      },
    );
  try {
    return new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${source}$`);
  } catch {
    return /^(?!)/; // A set such as `[z-a]` matches nothing.
  }
}

/** A path as a pattern that matches it alone. */
export function escapeGlob(relative: string): string {
  return relative.replace(/[\\*?[]/g, "\\$&").replace(/ $/, "\\ ");
}

function readRulesOf(base: string): IgnoreRule[] {
  let text: string;
  try {
    text = fs.readFileSync(path.join(base, ".gitignore"), "utf8");
  } catch {
    return [];
  }
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.replace(/(?<!\\)\s+$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const isNegated = line.startsWith("!");
      const glob = isNegated ? line.slice(1) : line;
      const onlyDirectories = glob.endsWith("/");
      const pattern = compileGlob(onlyDirectories ? glob.slice(0, -1) : glob);
      return { base, isNegated, onlyDirectories, pattern };
    });
}

function isBelow(base: string, file: string): boolean {
  return file.startsWith(base.endsWith(path.sep) ? base : base + path.sep);
}

function escapePattern(character: string): string {
  return character.replace(/[\\.+*?^${}()|[\]/]/g, "\\$&");
}
