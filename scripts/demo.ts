/**
 * The main job, seen: an example service and its child get their logging, are run in the three
 * environments and crashed. Everything happens in a temporary directory.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { styleText } from "node:util";
import { createTwoFilesPatch } from "diff";

const repo = resolve(import.meta.dirname, "..");
const example = join(repo, "demo", "orders");
const work = mkdtempSync(join(tmpdir(), "create-logging-demo-"));
const service = join(work, "orders");
const logs = join(work, "logs");
const cli = join(repo, "dist/generators/cli.js");

try {
  cpSync(example, service, { recursive: true });
  symlinkSync(join(repo, "node_modules"), join(service, "node_modules"), "dir");

  title("1. Scaffold: one command in a service that already exists");
  run("node", [cli, service, "--name", "orders", "--yes"]);

  title("2. Declare its child process: a name and a log file of its own");
  run("node", [cli, "add-child", "SCORER", "--yes"]);

  title("3. What changed in the files that were there");
  showChanges(["src/index.ts", "src/scorer.ts", "src/score-orders.ts"]);

  title("4. The team now writes logger.info where it wrote console.info");
  for (const file of ["src/read-orders.ts", "src/scorer.ts"]) useLogger(file);
  useLogger("src/index.ts");
  run("node", [join(repo, "node_modules/typescript/bin/tsc")]);

  title("5. Started without its variables, it says so and does not start");
  run("node", ["dist/index.js"], {});

  const names = { NAME_APP: "orders", NAME_CHILD_PROCESS_SCORER: "orders-scorer" };
  for (const environment of ["development", "testing", "production"]) {
    title(`6. Run in ${environment}`);
    rmSync(logs, { recursive: true, force: true });
    run("node", ["dist/index.js"], { ...names, RUN_ENVIRONMENT: environment, PATH_TO_LOGS: logs });
    showLogs();
  }

  title("7. Crash it: 1,000 records in one tick, then an error that nobody catches");
  rmSync(logs, { recursive: true, force: true });
  run("node", ["dist/index.js", "--crash"], {
    ...names,
    RUN_ENVIRONMENT: "production",
    PATH_TO_LOGS: logs,
  });
  showWhatTheLogKept();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function title(text: string): void {
  console.log(`\n${process.stdout.isTTY ? styleText("bold", text) : text}\n`);
}

/** Runs a command in the service with only these variables, and shows all that it prints. */
function run(command: string, args: string[], variables?: Record<string, string>): void {
  const shown = [
    ...Object.entries(variables ?? {}).map(([name, value]) => `${name}=${value}`),
    command,
    ...args,
  ]
    .join(" ")
    .replaceAll(repo, "…");
  console.log(`$ ${shown}`);
  const environment =
    variables === undefined ? process.env : { PATH: process.env["PATH"], ...variables };
  const result = spawnSync(command, args, { cwd: service, env: environment, encoding: "utf8" });
  process.stdout.write(result.stdout + result.stderr);
  const isExpected = variables !== undefined;
  if (result.status !== 0) {
    if (!isExpected) throw new Error(`'${shown}' ended with ${result.status}`);
    console.log(`(exit code ${result.status})`);
  }
}

function showChanges(files: string[]): void {
  for (const file of files) {
    const before = readFileSync(join(example, file), "utf8");
    const after = readFileSync(join(service, file), "utf8");
    const patch = createTwoFilesPatch(file, file, before, after, "", "", { context: 2 });
    console.log(patch.slice(patch.indexOf("---")));
  }
}

function useLogger(file: string): void {
  const path = join(service, file);
  const text = readFileSync(path, "utf8").replaceAll("console.info", "logger.info");
  const [first = "", ...rest] = text.split(/(?=^import .*"\.\/(?!logging\/setup))/m);
  const line = 'import { logger } from "./logging/index.js";\n';
  writeFileSync(path, first + line + rest.join(""));
}

function showLogs(): void {
  const files = readdirOrNone(logs);
  if (files.length === 0) console.log("\n(no log file)");
  for (const file of files) {
    console.log(`\n── ${file}\n${readFileSync(join(logs, file), "utf8").trimEnd()}`);
  }
}

function showWhatTheLogKept(): void {
  const lines = readFileSync(join(logs, "orders.log"), "utf8").trimEnd().split("\n");
  const shipped = lines.filter((line) => line.includes("shipping order")).length;
  const last = lines.findLastIndex((line) => line.includes("shipping order"));
  console.log(`\n${shipped} of 1000 records are in orders.log. The last lines:\n`);
  console.log(lines.slice(last).join("\n"));
}

function readdirOrNone(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
