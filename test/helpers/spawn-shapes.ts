import fc from "fast-check";

/** One generated file that starts one child, in one of the ways people write it. */
export interface SpawnShape {
  isEsm: boolean;
  /** Whether the call's value is a child process. */
  canWatch: boolean;
  /** The text, which starts `child.js`; what a patch takes out of it stands between `⟦` and `⟧`. */
  marked: string;
  /** What the child is given besides its name. */
  gets: { PORT?: string; KEPT: boolean };
}

// How a function is reached: what is written above the call, and the callee; `@` is the function.
const callees = {
  commonjs: [
    ["const { @ } = require('child_process');", "@"],
    ["const { @: start, ...others } = require('node:child_process');", "start"],
    ["const cp = require('node:child_process');", "cp.@"],
    ["var cp = require('child_process'), path = require('path');", "cp['@']"],
    ["const cp = require('child_process');§const { @: start } = cp;", "start"],
    ["", "require('child_process').@"],
  ],
  esm: [
    ["import { @ } from 'node:child_process';", "@"],
    ["import { @ as start } from 'child_process';", "start"],
    ["import * as cp from 'node:child_process';", "cp.@"],
    ["import cp from 'child_process';", "cp.@"],
    ["const { @ } = await import('node:child_process');", "@"],
  ],
} as const;

const functions = ["fork", "spawn", "exec", "execFile", "spawnSync", "execSync", "execFileSync"];

// What an environment looks like before: `above` the call, the property itself, and what comes of it.
const environments = [
  { property: "", port: undefined, kept: true },
  { property: "env: ⟦process.env⟧", port: undefined, kept: true },
  { property: "env: ⟦{ ...process.env }⟧", port: undefined, kept: true },
  { property: "env: {§⟦...process.env,⟧§PORT: '7'§}", port: "7", kept: true },
  { property: "env: {§PORT: '7',§...process.env§}", port: "7", kept: true },
  { property: "'env': { PATH: process.env.PATH, 'PORT': '7' }", port: "7", kept: false },
  { property: "env: { ...process.env, // all of it\n PORT: '7' }", port: "7", kept: true },
  { property: "env: { ...process.env, NAME_APP: ⟦'Old'⟧ }", port: undefined, kept: true },
  {
    above: "const env = { ...process.env, PORT: '7' };",
    property: "env",
    port: "7",
    kept: true,
  },
  {
    above: "const own = { PORT: '7', PATH: process.env.PATH };",
    property: "env: own",
    port: "7",
    kept: false,
  },
  {
    above: "const env = { ...process.env };§env.NAME_APP = ⟦'Old'⟧;",
    property: "env",
    port: undefined,
    kept: true,
  },
];

const layouts = [
  { open: "{ ", close: " }", comma: ", " },
  { open: "{", close: "}", comma: "," },
  { open: "{§§", close: "§}", comma: ",§§" },
  { open: "{ // why\n§§", close: ",§/* é */ }", comma: ",§§" },
];

type Options = "none" | "empty" | "written" | "constant" | "spread";

// Where the call stands; `@` is the call.
const places = {
  child: [
    "@;",
    "const child = @;§child.on('exit', () => {});",
    "function launch() {§  return @;§}§launch();",
    "(() => @)();",
    "void @;",
    "@.on('exit', () => {}).once('error', () => {});",
    "const [first] = [@];",
    "const { pid } = @;",
    "class Service { child = @; }§new Service();",
    "if (@.pid === 0) throw new Error();",
    "export_const last = @;",
  ],
  other: ["@;", "const result = @;", "(() => @)();", "void @;"],
};

const commonjsOnly = ["'use strict';§", "#!/usr/bin/env node§", ""];

/** Any of them: callee, arguments, options, environment, place and style. */
export const spawnShape: fc.Arbitrary<SpawnShape> = fc
  .record({
    isEsm: fc.boolean(),
    callee: fc.nat(),
    called: fc.constantFrom(...functions),
    isPromisified: fc.boolean(),
    hasList: fc.boolean(),
    hasCallback: fc.boolean(),
    options: fc.constantFrom<Options>("none", "empty", "written", "constant", "spread"),
    others: fc.subarray(["cwd: '.'", "windowsHide: true"]),
    environment: fc.constantFrom(...environments),
    layout: fc.constantFrom(...layouts),
    place: fc.nat(),
    header: fc.constantFrom(...commonjsOnly),
    logging: fc.constantFrom("none", "named", "whole", "lines"),
    newline: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
    semicolons: fc.boolean(),
    indent: fc.constantFrom("  ", "\t"),
    quote: fc.constantFrom("'", '"'),
    trailing: fc.constantFrom("", ","),
  })
  .map((drawn): SpawnShape => {
    const { isEsm, called, options, environment } = drawn;
    const isPromisified = drawn.isPromisified && /^exec(?:File)?$/.test(called);
    const forms = callees[isEsm ? "esm" : "commonjs"];
    const [above, callee] = forms[drawn.callee % forms.length] ?? forms[0];
    const hasEnvironment = options !== "none" && options !== "empty";
    const { port, kept } = hasEnvironment ? environment : { port: undefined, kept: true };
    const canWatch = /^(?:fork|spawn|exec|execFile)$/.test(called) && !isPromisified;
    const list = canWatch ? places.child : places.other;
    const place = list[drawn.place % list.length] ?? "@;";
    const written = writeOptions(drawn.layout, drawn.others, environment.property);
    const given = {
      none: undefined,
      empty: "{}",
      written,
      constant: "options",
      spread: written.replace("{", "{ ...base, "),
    }[options];
    const promisify = isEsm
      ? "import { promisify } from 'util';"
      : "const { promisify } = require('util');";
    const before = [
      above.replaceAll("@", called),
      ...(isPromisified ? [promisify] : []),
      writeLogging(drawn.logging, isEsm),
      (hasEnvironment && environment.above) || "",
      ...(options === "constant" ? [`const options = ${written};`] : []),
      ...(options === "spread" ? ["const base = { windowsHide: true };"] : []),
      "let done = 0;",
    ];
    const name = callee.replaceAll("@", called);
    const call = writeCall(called, given, {
      name: isPromisified ? `promisify(${name})` : name,
      list: drawn.hasList,
      callback: drawn.hasCallback && !isPromisified && /^exec(?:File)?$/.test(called),
      trailing: drawn.trailing,
    });
    const body = place
      .replaceAll("@", () => call)
      .replace("export_const", isEsm ? "export const" : "const");
    const header = isEsm ? "" : drawn.header;
    const lines = [...before.filter((line) => line !== ""), body];
    // Node takes no shebang behind a byte order mark.
    const mark = header.startsWith("#!") ? "" : drawn.mark;
    return {
      isEsm,
      canWatch,
      gets: { ...(port === undefined ? {} : { PORT: port }), KEPT: kept },
      marked: mark + style(header + lines.join("§"), drawn),
    };
  });

function writeOptions(
  { open, close, comma }: (typeof layouts)[number],
  others: string[],
  environment: string,
): string {
  const properties = [...others, ...(environment === "" ? [] : [environment])];
  return properties.length === 0 ? "{}" : open + properties.join(comma) + close;
}

function writeLogging(kind: string, isEsm: boolean): string {
  const module = isEsm ? "'./logging/index.js'" : "'./logging'";
  const load = (names: string) =>
    isEsm ? `import ${names} from ${module};` : `const ${names} = require(${module});`;
  if (kind === "named") return load("{ logger }");
  if (kind === "whole") return load(isEsm ? "* as log" : "log");
  return kind === "lines" ? load("{§§logger, // all of it§§exitWithReason§}") : "";
}

function writeCall(
  called: string,
  options: string | undefined,
  {
    name,
    list,
    callback,
    trailing,
  }: { name: string; list: boolean; callback: boolean; trailing: string },
): string {
  const isLine = called === "exec" || called === "execSync";
  const first =
    called === "fork"
      ? ["'./child.js'"]
      : isLine
        ? ["'node child.js'"]
        : ["process.execPath", "['child.js']"];
  const own = called === "fork" && (list || options !== undefined) ? ["['--once']"] : [];
  const last = callback ? ["(error) => { done++; }"] : [];
  const given = [...first, ...own, ...(options === undefined ? [] : [options]), ...last];
  return `${name}(${given.join(", ")}${trailing})`;
}

// `§` is a new line, `§§` one with an indent.
function style(
  text: string,
  {
    newline,
    semicolons,
    indent,
    quote,
  }: { newline: string; semicolons: boolean; indent: string; quote: string },
): string {
  const laid = text.replaceAll("§§", `\n${indent}`).replaceAll("§", "\n");
  const quoted = quote === "'" ? laid : laid.replaceAll("'", '"');
  const ended = semicolons ? quoted : quoted.replace(/;$/gm, "").replace(/^(?=[([`])/gm, ";");
  return `${ended}\n`.replaceAll("\n", newline);
}
