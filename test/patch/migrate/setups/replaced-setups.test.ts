import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderLoggingFolder } from "../../../../generators/render/render-logging-folder.js";
import { standard } from "../../../../generators/standard.js";
import {
  folder,
  listSetupsCases,
  openSetupsCase,
  readTree,
  type SetupsCase,
} from "../../../helpers/setups-cases.js";
import { compile, runInPairs } from "../../../helpers/snapshot-compile.js";

const modules = path.resolve(import.meta.dirname, "../../../../node_modules");
const { testing } = standard.modes;
// Every level is written, and what is bound is shown.
const shown = {
  ...standard,
  modes: { ...standard.modes, testing: { ...testing, terminal: false, level: "TRACE" as const } },
  formats: { ...standard.formats, file: "{level} | {module}:{line} | {message} @@ {extra}" },
};

const cases = listSetupsCases().filter((name) => !name.startsWith("left-"));
const written = new Map<string, { records: string[]; stderr: string }>();
const complaints = new Map<string, string[]>();
let root = "";

describe("the outputs, beside the logging folder", () => {
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "replaced-setups-"));
    for (const name of cases) await layOut(name);
    await Promise.all([
      runInPairs(cases.map((name) => async () => written.set(name, await run(name)))),
      check("commonjs", { module: "CommonJS", moduleResolution: "Node10" }),
      check("esm", { module: "NodeNext", moduleResolution: "NodeNext" }),
    ]);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test.each(["commonjs", "esm"])("compile with TypeScript, strictly: %s", (kind) => {
    expect(complaints.get(kind)).toEqual([]);
  });

  test.each(cases)(
    "%s: each call of the old logger is a record with its level and line",
    (name) => {
      const { records, stderr } = written.get(name) ?? { records: [], stderr: "did not run" };
      expect(stderr).toBe("");
      expect(records).not.toEqual([]);
      expect(records).toEqual(expectedRecords(name));
    },
  );
});

async function layOut(name: string): Promise<void> {
  const opened = await openSetupsCase(name, "output");
  const kind = opened.target.language === "typescript" ? opened.target.moduleKind : "javascript";
  const place = placeOf(name, opened);
  await mkdir(path.dirname(place), { recursive: true });
  await cp(opened.root, place, { recursive: true });
  const answers = { ...opened.answers, name, standard: shown };
  const shared = path.join(root, kind, kind === "javascript" ? `of-${name}` : "logging");
  if (!existsSync(shared)) {
    await mkdir(shared, { recursive: true });
    await writeFile(
      path.join(shared, "package.json"),
      JSON.stringify({ type: opened.target.packageJson.type ?? "commonjs" }),
    );
    for (const file of await renderLoggingFolder(answers, opened.target)) {
      await writeFile(path.join(shared, path.basename(file.path)), file.text);
    }
  }
  await symlink(shared, path.join(place, opened.answers.dir));
  opened.remove();
  places.set(name, { place, dir: answers.dir, kind });
}

const places = new Map<string, { place: string; dir: string; kind: string }>();

function placeOf(name: string, { target }: SetupsCase): string {
  const kind = target.language === "typescript" ? target.moduleKind : "javascript";
  return path.join(root, kind, name);
}

async function check(kind: string, options: Record<string, unknown>): Promise<void> {
  const tree = path.join(root, kind);
  await writeFile(
    path.join(tree, "package.json"),
    JSON.stringify({ type: kind === "esm" ? "module" : "commonjs" }),
  );
  const compilerOptions = {
    target: "ES2022",
    strict: true,
    noUnusedLocals: true,
    noImplicitReturns: true,
    noUncheckedIndexedAccess: true,
    esModuleInterop: true,
    skipLibCheck: true,
    ...options,
    ...(kind === "commonjs" ? { baseUrl: ".", paths: { "@/*": ["winston-alias/src/*"] } } : {}),
  };
  const include = ["*/src/*.ts", "*/src/*/*.ts"];
  complaints.set(
    kind,
    await compile(tree, { typescript: "5.9", nodeTypes: 20, compilerOptions, include }),
  );
}

async function run(name: string): Promise<{ records: string[]; stderr: string }> {
  const { place, dir } = places.get(name) ?? { place: "", dir: "" };
  const files = Object.keys(readTree(path.join(folder, name, "output")));
  const main = files.find((file) => /^(?:src\/)?main\.[mc]?[jt]s$/.test(file)) ?? "";
  const extension = path.extname(main);
  const setup = [".js", ".ts", ".mjs", ".cjs"].find((each) =>
    existsSync(path.join(place, dir, `setup${each}`)),
  );
  const tsx = extension === ".ts" ? ["--import", path.join(modules, "tsx/dist/loader.mjs")] : [];
  const logs = path.join(root, "logs", name);
  const env = {
    ...process.env,
    NAME_APP: name,
    RUN_ENVIRONMENT: "testing",
    PATH_TO_LOGS: logs,
    NODE_ENV: "",
  };
  const args = [...tsx, "--import", `./${dir}/setup${setup}`, main];
  const ended = await promisify(execFile)(process.execPath, args, { cwd: place, env }).catch(
    (error) => error,
  );
  const file = path.join(logs, `${name}.log`);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const records = lines
    .filter((line) => /^[A-Z]+ \| /.test(line) && !/ \| (?:Started|Stopped by) /.test(line))
    .map((line) => line.replace(/ @@ \{\}$/, "").replace(" @@ ", " "));
  return { records: records.sort(), stderr: ended.stderr };
}

/** What `// => LEVEL: message` says behind each call. */
function expectedRecords(name: string): string[] {
  const tree = readTree(path.join(folder, name, "output"));
  const records = Object.entries(tree).flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) =>
      [...line.matchAll(/\/\/ => ([A-Z]+): (.*?)(?= \/\/ =>|\r?$)/g)].map(([, level, message]) => {
        return `${level} | ${path.parse(file).name}:${index + 1} | ${message}`;
      }),
    ),
  );
  return records.sort();
}
