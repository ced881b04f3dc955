import { readFileSync } from "node:fs";
import path from "node:path";
import type { Source } from "../parse-source.js";
import { findFreeNames } from "./find-free-names.js";
import { runsInPage } from "./runs-in-page.js";

const names =
  "document window localStorage sessionStorage importScripts XMLHttpRequest HTMLElement chrome".split(
    " ",
  );
const mention = new RegExp(`\\b(?:${names.join("|")})\\b|^\\s*["']use client["']`, "m");
const globals = new Set(names);
const packages =
  /^(?:react-dom(?:\/client)?|jquery|vue|svelte|@angular\/(?!compiler-cli).*|next\/(?:navigation|link|image|router|dynamic))$/;

/** Whether a text is worth a look: it may name what only a browser has. */
export function mentionsBrowser(text: string): boolean {
  return mention.test(text);
}

/** What shows that a file runs in a browser; undefined where nothing does. */
export function findBrowserSign(source: Source): string | undefined {
  const { ts, tree } = source;
  for (const statement of tree.statements) {
    if (!ts.isExpressionStatement(statement)) break;
    if (!ts.isStringLiteral(statement.expression)) break;
    if (statement.expression.text === "use client") return "'use client'";
  }
  for (const [name, { free }] of findFreeNames(source, globals))
    if (free.some((node) => !runsInPage(ts, node))) return `'${name}'`;
  return undefined;
}

/** The package, in quotes, that shows it. */
export function findBrowserPackage(specifiers: readonly string[]): string | undefined {
  const found = specifiers.find((each) => packages.test(each));
  return found && `'${found}'`;
}

/** The scripts that a package's pages load, POSIX paths relative to it. */
export function listPageScripts(root: string, pages: readonly string[]): Map<string, string> {
  const scripts = new Map<string, string>();
  for (const page of pages) {
    for (const [, from = ""] of readPage(path.join(root, page)).matchAll(
      /<script\b[^>]*\bsrc\s*=\s*["']([^"']+)["']/gi,
    )) {
      if (/^(?:[a-z]+:)?\/\//i.test(from)) continue;
      // A leading slash is the page's own folder to vite, and the folder that is served to others.
      const folder = path.posix.dirname(page);
      scripts.set(path.posix.join(folder, from), page);
      if (from.startsWith("/")) scripts.set(from.slice(1), page);
    }
  }
  return scripts;
}

function readPage(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
