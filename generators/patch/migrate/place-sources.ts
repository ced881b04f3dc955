import type { Answers } from "../../answers/answers.js";
import { listFiles } from "../../target/list-files.js";
import { tryReadPackageJson } from "../../target/read-package-json.js";
import type { Target } from "../../target/target.js";
import { isSkippedFile } from "../spawn/is-skipped-file.js";
import { listPageScripts } from "./find-browser-code.js";
import type { ImportGraph } from "./trace-imports.js";

/** What a source was seen to be while it was read. */
export interface SeenSource {
  file: string;
  /** The sign that it runs in a browser. */
  browser?: string;
  isGenerated: boolean;
  hasShebang: boolean;
  /** Whether others can load something of it. */
  hasExports: boolean;
  /** The names of folders and files in its texts, where it loads something by a computed path. */
  words: readonly string[];
}

/** Why a file is none of the service's own code. */
export interface Foreign {
  kind: string;
  text: string;
}

const tests =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures|specs?|e2e|cypress|playwright)\/|\.(?:test|spec|e2e-spec|e2e|bench|stories)\.[cm]?[jt]sx?$|[_-](?:test|spec)\.[cm]?[jt]sx?$/i;
const testNames = /\.(?:test|spec|e2e-spec|e2e|stories)\.[cm]?[jt]sx?$/i;
const patterns = /(?:^|\/)[^/]*(?:example|sample|template|boilerplate|skeleton|scaffold)[^/]*\//i;
const served = /(?:^|\/)(?:public|static|assets|www)\//;
const pageFolders = /(?:^|\/)(?:client|frontend|browser|webapp|pages|components)\//;

const mayBeIt = "may be what it is for";

/** Tells the service's own code from tests, tools, other programs, browser code and generated files. */
export function placeSources(
  target: Target,
  answers: Answers,
  graph: ImportGraph,
  seen: readonly SeenSource[],
  started: readonly string[],
): (file: string) => Foreign | undefined {
  const { children } = answers;
  const entries = [...answers.entries, ...children.flatMap(({ entry }) => entry ?? [])];
  const own = graph.reach(entries);
  const programs = findPrograms(target, entries, seen, started);
  const byProgram = reachEach(graph, programs);
  const byTool = reachEach(graph, findTools(target, programs));
  const pages = findPages(target, seen, own);
  const byPage = reachEach(graph, pages);
  const isNamed = nameFolders(seen, own);
  const sources = new Map(seen.map((each) => [each.file, each]));

  return (file) => {
    const source = sources.get(file);
    if (source === undefined || entries.includes(file)) return undefined;
    if (source.isGenerated) return foreign("generated", "is generated");
    if (source.browser !== undefined)
      return foreign("browser", `may run in a browser: it uses ${source.browser}`);
    if (testNames.test(file)) return foreign("test", "is a test");
    const page = byPage.get(file);
    if (page !== undefined)
      return foreign("browser", `is loaded by '${pages.get(page) ?? page}', for a browser`);
    const tool = byTool.get(file);
    if (own.has(file) && tool !== undefined)
      return foreign("program", `is loaded by '${tool}' too, whose standard output ${mayBeIt}`);
    if (own.has(file)) return undefined;
    if (tests.test(file)) return foreign("test", "is a part of the tests");
    if (served.test(file)) return foreign("browser", "lies among the files for a browser");
    const program = byProgram.get(file);
    if (program !== undefined) {
      const what = program === file ? programs.get(file) : `belongs to '${program}'`;
      return foreign("program", `${what}, whose standard output ${mayBeIt}`);
    }
    const host = target.hosts?.[0] ?? findHost(target);
    if (host !== undefined)
      return foreign("host", `belongs to '${host}', which may run it in a browser`);
    if (/\.[jt]sx$/.test(file)) return foreign("browser", "is JSX that the service does not load");
    if (pageFolders.test(file)) return foreign("browser", "lies among the files for a browser");
    if (patterns.test(file))
      return foreign("tool", "lies among examples and templates, which may be copied elsewhere");
    if (isSkippedFile(file, entries)) return foreign("tool", "is a tool, not the service");
    if (!source.hasExports)
      return foreign("program", "is a program of its own: nothing here loads it");
    if (!isBelow(file, target.sourceRoot) && !isNamed(file))
      return foreign("program", "is nothing that the service loads, as far as can be seen");
    return undefined;
  };
}

function isBelow(file: string, folder: string): boolean {
  return folder !== "" && folder !== "." && file.startsWith(`${folder}/`);
}

// What is loaded by a computed path, as routes and commands are, lies in a folder that the service names.
function nameFolders(
  seen: readonly SeenSource[],
  own: ReadonlySet<string>,
): (file: string) => boolean {
  const words = new Set(seen.filter(({ file }) => own.has(file)).flatMap(({ words }) => words));
  return (file) =>
    file
      .split("/")
      .slice(0, -1)
      .some((folder) => words.has(folder));
}

function foreign(kind: string, text: string): Foreign {
  return { kind, text };
}

// Each file that is reached, and a root that reaches it.
function reachEach(graph: ImportGraph, roots: ReadonlyMap<string, string>): Map<string, string> {
  const by = new Map([...roots.keys()].map((root) => [root, root]));
  for (const [file, root] of by)
    for (const each of graph.importsOf(file)) if (!by.has(each)) by.set(each, root);
  return by;
}

// What is started, and is none of the service's entries: how, for people.
function findPrograms(
  target: Target,
  entries: readonly string[],
  seen: readonly SeenSource[],
  started: readonly string[],
): Map<string, string> {
  const programs = new Map<string, string>();
  const add = (file: string, how: string): void => {
    if (!entries.includes(file) && !programs.has(file)) programs.set(file, how);
  };
  for (const { source, entries: files } of target.startCommands)
    for (const file of files) add(file, `is started by ${source}`);
  const files = new Set(seen.map(({ file }) => file));
  const scripts = tryReadPackageJson(target.root)?.scripts ?? {};
  for (const [name, script] of Object.entries(scripts))
    for (const word of script.split(/[\s"'=]+/)) {
      const file = word.replace(/^\.\//, "");
      if (files.has(file)) add(file, `is started by package.json scripts.${name}`);
    }
  for (const file of started) add(file, "is started as a process of its own");
  for (const { file, hasShebang } of seen) if (hasShebang) add(file, "is a command line tool");
  return programs;
}

// What others call by its name. A script of the service's own, which seeds or reports, is not kept from the logger.
function findTools(target: Target, programs: ReadonlyMap<string, string>): Map<string, string> {
  const bins = target.startCommands.flatMap(({ stage, entries }) =>
    stage === "bin" ? entries : [],
  );
  return new Map([...programs].filter(([file]) => bins.includes(file)));
}

// The roots of browser code. What the service loads itself is no root: it says only something of itself.
function findPages(
  target: Target,
  seen: readonly SeenSource[],
  own: ReadonlySet<string>,
): Map<string, string> {
  const html = listFiles(target.root, () => false).files.filter((file) => /\.html?$/i.test(file));
  const scripts = listPageScripts(target.root, html.slice(0, 500));
  const pages = new Map<string, string>();
  for (const { file, browser } of seen) {
    const page = scripts.get(file) ?? (browser === undefined ? undefined : file);
    if (page !== undefined && !own.has(file)) pages.set(file, page);
  }
  return pages;
}

// They compile one source for the server and for the browser.
function findHost({ packageJson }: Target): string | undefined {
  const hosts = /^(?:next|nuxt|astro|gatsby|@remix-run\/react|@sveltejs\/kit|react-scripts)$/;
  return packageJson.dependencies.find((name) => hosts.test(name));
}
