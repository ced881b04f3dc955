import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { loadTypeScript, type TypeScript } from "../patch/parse-source.js";
import { compileSource } from "./compile-source.js";
import type { LoggingCopy } from "./copy-logging.js";
import { blank, type ProgramOptions, pastGuard, type WriteProgram } from "./program.js";

/** Makes what writes programs; each finds the logger's exports and some helpers in its scope. */
export async function createWriter(copy: LoggingCopy, answers: Answers): Promise<WriteProgram> {
  const ts = await loadTypeScript();
  const beside = path.dirname(copy.folder);
  const ending = copy.isEsm ? ".mjs" : ".cjs";
  writeFileSync(
    path.join(beside, `probe-late${ending}`),
    `process.stdout.write("${pastGuard}\\n");\n`,
  );
  let count = 0;
  return (statements, { setup = "setup", isTyped = false } = {}) => {
    count += 1;
    const head = writeHead(copy, answers, setup, ending);
    const file = path.join(beside, `probe-${count}${ending}`);
    if (isTyped && copy.isTypeScript) writeTyped(ts, copy, file, head, statements);
    else writeFileSync(file, `${head}\n${isTyped ? blank : ""}${statements}\n`);
    return file;
  };
}

// Types of five lines: a line of what runs is not that of its source.
const types = "interface Padding {\n  first: string;\n  second: number;\n  third: boolean;\n}\n";

function writeTyped(
  ts: TypeScript,
  copy: LoggingCopy,
  file: string,
  head: string,
  statements: string,
): void {
  const source = file.replace(/\.([mc])js$/, ".$1ts");
  const compiled = compileSource(ts, source, `${head}\n${types}${statements}\n`, copy.isEsm);
  if ("reason" in compiled) throw new Error(compiled.reason);
  writeFileSync(file, compiled.text);
  writeFileSync(`${file}.map`, compiled.map ?? "");
}

// One line, so that the statements' lines are known. Exports are looked up one by one: one that an
// edit has taken away breaks only what needs it.
function writeHead(
  copy: LoggingCopy,
  { standard }: Answers,
  setup: ProgramOptions["setup"],
  ending: string,
): string {
  const { folder, extension, isEsm } = copy;
  const from = (name: string) => JSON.stringify(`./${path.basename(folder)}/${name}${extension}`);
  const late = JSON.stringify(`./probe-late${ending}`);
  const modules = ["fs", "path", "child_process", "worker_threads", "util"];
  const imports = [
    ...(setup === "none"
      ? []
      : [isEsm ? `import ${from(setup ?? "setup")};` : `require(${from(setup ?? "setup")});`]),
    isEsm ? `import ${late};` : `require(${late});`,
    isEsm
      ? `import * as logging from ${from("index")};`
      : `const logging = require(${from("index")});`,
    ...modules.map((name) =>
      isEsm
        ? `import * as ${name} from "node:${name}";`
        : `const ${name} = require("node:${name}");`,
    ),
  ];
  const variables = JSON.stringify(standard.variables);
  return `${imports.join(" ")} ${helpers.replace("VARIABLES", () => variables)}`;
}

// `hold` goes on until standard input ends, which it does with the check itself.
const helpers = [
  "const { logger, exitWithReason, childEnv, watchChild } = logging;",
  "const variables = VARIABLES; const directory = process.env[variables.logs];",
  // Not console.log: a feature takes that into the log.
  'const print = (text) => { fs.writeSync(1, text + "\\n"); };',
  "const say = (text) => logger.critical(text);",
  "const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);",
  'const hold = (on = {}) => { process.stdin.setEncoding("utf8").on("data", (text) => { for (const word of text.split("\\n")) on[word]?.(); }); print("ready"); };',
].join(" ");
