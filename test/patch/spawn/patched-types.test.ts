import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  findSpawnSites,
  makeSpawnRequest,
} from "../../../generators/patch/spawn/find-spawn-sites.js";
import { patchSpawnSites } from "../../../generators/patch/spawn/patch-spawn-sites.js";
import { renderLoggingFolder } from "../../../generators/render/render-logging-folder.js";
import { makeAnswers, makeTarget } from "../../helpers/patch-target.js";
import { packageKinds } from "../../helpers/render-answers.js";
import {
  type Compilation,
  compile,
  runInPairs,
  type TypeScriptVersion,
  typeScripts,
} from "../../helpers/snapshot-compile.js";
import { listSpawnCases, openSpawnCase } from "../../helpers/spawn-cases.js";

const modules = path.resolve(import.meta.dirname, "../../../node_modules");
const strictest = JSON.parse(
  await readFile(path.join(modules, "@tsconfig/strictest/tsconfig.json"), "utf8"),
).compilerOptions;

// What every kind of call returns is given a type, so that a wider one does not compile.
const program = `import { type ChildProcess, type ChildProcessByStdio, type ChildProcessWithoutNullStreams, exec, execFile, execFileSync, execSync, fork, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";

export const forked: ChildProcess = fork("./worker.js");
export const spawned: ChildProcessWithoutNullStreams = spawn("node", ["worker.js"]);
spawned.stdout.on("data", (chunk: Buffer) => chunk.length);
export const piped: ChildProcessByStdio<null, Readable, null> = spawn("node", ["worker.js"], { stdio: ["ignore", "pipe", "ignore"] });
export const inferred = spawn("node", ["worker.js"], { stdio: ["ignore", "pipe", "inherit"] });
inferred.stdout.pipe(process.stdout);
export const written: ChildProcessByStdio<Writable, null, Readable> = spawn("node", ["worker.js"], { stdio: ["pipe", "ignore", "pipe"], env: { ...process.env, PORT: "1" } });
export const line: ChildProcess = exec("node worker.js");
exec("node worker.js", (error, stdout, stderr) => {
  if (error) console.log(stdout.trim(), stderr.trim());
});
execFile("node", ["worker.js"], (error, stdout) => error ?? stdout.trim());
execFile("node", ["worker.js"], { encoding: "buffer" }, (_error, stdout) => stdout.byteLength);
spawn("node", ["worker.js"]).on("exit", (code, signal) => [code?.toFixed(), signal]);
fork("./worker.js").on("message", (message) => message).send("go");
await once(spawn("node", ["worker.js"]), "exit");
export const { stdout } = spawn("node", ["worker.js"]);
stdout.setEncoding("utf8");
export const maybe = spawn("node", ["worker.js"], { stdio: "inherit" })?.stdout;
class Holder {
  child = fork("./worker.js");
  constructor(readonly given: ChildProcess) {}
}
export const holder = new Holder(spawn("node", ["worker.js"]));
export let held: ChildProcess | undefined;
held = fork("./worker.js");
void fork("./worker.js");
export const cast = spawn("node", ["worker.js"]) as ChildProcess;
export function run(options: SpawnOptions): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: "1" };
  spawn("node", ["worker.js"], { env });
  spawn("node", ["worker.js"], { cwd: options.cwd ?? ".", env: process.env });
  return spawn("node", ["worker.js"], { stdio: "pipe" });
}
execSync("node worker.js").toString();
execFileSync("node", ["worker.js"], { encoding: "utf8" }).trim();
spawnSync("node", ["worker.js"]).stdout.byteLength;
(await promisify(exec)("node worker.js")).stdout.trim();
`;

// As Next.js does it, and as many services do with their own variables.
const declared = `declare namespace NodeJS {
  interface ProcessEnv {
    readonly NODE_ENV: "development" | "production" | "test";
    NAME_APP: string;
    PORT?: \`\${number}\`;
  }
}
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "spawn-types-"));
  await symlink(modules, path.join(folder, "node_modules"));
  await write("package.json", '{ "name": "service", "type": "module" }');
  await write("src/declared.d.ts", declared);
  await write("src/worker.ts", "");
  const answers = makeAnswers({ children: [{ descriptor: "WORKER", name: "worker" }] });
  for (const { path, text } of await renderLoggingFolder(answers, packageKinds["ts ./x.js"])) {
    await write(path, text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe("every child keeps its type when it is named and watched (CHILD-1, CHILD-3)", () => {
  const cells = [
    ...(Object.keys(typeScripts) as TypeScriptVersion[]).map((version) => {
      return { version, nodeTypes: 24 as const, isDeclared: true };
    }),
    { version: "5.2" as const, nodeTypes: 20 as const, isDeclared: false },
    { version: "7" as const, nodeTypes: 20 as const, isDeclared: true },
  ];
  let complaints: string[][];

  beforeAll(async () => {
    const root = folder;
    const target = makeTarget(root, { moduleKind: "esm", specifierExtension: ".js" });
    const answers = makeAnswers();
    await write("src/index.ts", program);
    const all = await findSpawnSites(target, answers);
    const sites = all.filter(({ file }) => file === "src/index.ts");
    expect(new Set(sites.map(({ verdict }) => verdict))).toEqual(new Set(["patchable"]));
    const chosen = sites.map(({ line, text }) => ({
      line,
      text,
      descriptor: "WORKER",
      watch: true,
    }));
    const request = makeSpawnRequest(target, answers, "src/index.ts");
    const { text = "", patched } = await patchSpawnSites(program, request, chosen);
    expect(patched).toHaveLength(sites.length);
    await write("src/index.ts", text);
    const compilations = cells.map(({ version, nodeTypes, isDeclared }): Compilation => {
      const module = { module: "nodenext", target: "es2022", lib: ["es2022"] };
      return {
        typescript: version,
        nodeTypes,
        compilerOptions: { ...strictest, ...module, noPropertyAccessFromIndexSignature: false },
        include: ["src/index.ts", ...(isDeclared ? ["src/declared.d.ts"] : [])],
      };
    });
    complaints = await runInPairs(compilations.map((each) => () => compile(folder, each)));
  });

  it.each(
    cells.map(({ version, nodeTypes, isDeclared }, index) => {
      return [
        version,
        nodeTypes,
        isDeclared ? "declares its variables" : "does not",
        index,
      ] as const;
    }),
  )("with TypeScript %s and @types/node %i in a package that %s", (_v, _n, _d, index) => {
    expect(complaints[index]).toEqual([]);
  });
});

it("no case that is written in TypeScript gets a complaint that it did not have", async () => {
  const names: string[] = [];
  for (const name of listSpawnCases()) {
    const open = openSpawnCase(name);
    const { file, target, answers, input, expected } = open;
    const isTypeScript = /\.[cm]?ts$/.test(file) && expected.aliases === undefined;
    if (isTypeScript) {
      names.push(name);
      const sites = await findSpawnSites(target, answers);
      const own = sites.filter((site) => site.file === file && site.verdict === "patchable");
      const request = makeSpawnRequest(target, answers, file);
      await lay(`cases/${name}/before`, file, input);
      const chosen = own.map(({ line, text }) => ({
        line,
        text,
        descriptor: "WORKER",
        watch: true,
      }));
      const { text = input } = await patchSpawnSites(input, request, chosen);
      await lay(`cases/${name}/after`, file, text);
    }
    open.remove();
  }
  const complaints = await compile(folder, {
    typescript: "5.9",
    nodeTypes: 24,
    compilerOptions: {
      strict: true,
      skipLibCheck: true,
      target: "es2022",
      module: "commonjs",
      moduleResolution: "node10",
      esModuleInterop: true,
    },
    include: ["cases"],
  });
  expect(names.length).toBeGreaterThan(30);
  const codesOf = (place: string) =>
    complaints
      .filter((line) => line.startsWith(`cases/${place}/`))
      .map((line) => /error TS\d+/.exec(line)?.[0] ?? line);
  const added = names.flatMap((name) => {
    const before = codesOf(`${name}/before`);
    return codesOf(`${name}/after`).flatMap((code) => {
      const known = before.indexOf(code);
      if (known >= 0) before.splice(known, 1);
      return known >= 0 ? [] : [`${name}: ${code}`];
    });
  });
  expect(added).toEqual([]);
});

async function lay(place: string, file: string, text: string): Promise<void> {
  await write(`${place}/${file}`, text);
  const logging = path.join(folder, place, "src/logging");
  if (!existsSync(logging)) await symlink(path.join(folder, "src/logging"), logging);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}
