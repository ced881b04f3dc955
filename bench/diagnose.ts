/**
 * What the feature `diagnose` costs: one HTTP server with it beside one without, asked in turns, in three ways
 * of handling a request; the start of a service; and an `await` and an error that is caught at once, in loops.
 * CPU time tells more than requests in a second where other programs run too.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderLoggingFolder } from "../generators/render/render-logging-folder.js";
import { features } from "../generators/standard.js";
import { packageKinds, plainAnswers } from "../test/helpers/render-answers.js";

const work = mkdtempSync(join(tmpdir(), "create-logging-bench-"));
const rounds = 7;
const roundMs = 1000;
const starts = 11;

const server = `import "./src/logging/setup.js";
import { createServer } from "node:http";
async function query(id) {
  const order = { id, lines: [1, 2, 3] };
  await null;
  throw new Error("no order " + order.id);
}
function parse(text) {
  const length = text.length;
  if (length > 0) throw new SyntaxError("no JSON");
}
const ways = {
  "/rejected": async (id) => {
    const found = query(id);
    await null;
    await null;
    await found.catch(() => undefined);
  },
  "/thrown": async (id) => {
    try {
      parse("order " + id);
    } catch {}
  },
  "/plain": async (id) => JSON.stringify({ id }),
};
let id = 0;
createServer((request, response) => {
  if (request.url === "/cpu") return response.end(String(process.cpuUsage().user + process.cpuUsage().system));
  const all = Array.from({ length: 5 }, () => ways[request.url](id++));
  Promise.all(all).then(() => response.end("done"));
}).listen(0, function () {
  console.log(this.address().port);
});
`;

interface Server {
  port: number;
  child: ChildProcess;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const children: ChildProcess[] = [];

try {
  await writeService("on", true);
  await writeService("off", false);
  console.log(
    "| medians, with the feature / without | requests/s | CPU per request |\n| --- | --- | --- |",
  );
  const [on, off] = [await start("on"), await start("off")];
  for (const [way, title] of [
    ["/rejected", "5 rejections a request, caught later"],
    ["/thrown", "5 errors a request, caught at once"],
    ["/plain", "nothing thrown"],
  ] as const) {
    const ratios: { rate: number; cpu: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const [a, b] = [await load(on, way), await load(off, way)];
      if (round > 0) ratios.push({ rate: a.rate / b.rate, cpu: a.cpu / b.cpu });
    }
    console.log(
      `| ${title} | ${median(ratios.map(({ rate }) => rate))} | ${median(ratios.map(({ cpu }) => cpu))} |`,
    );
  }
  for (const [what, body] of [
    ["start and end of a service", ""],
    ["the same, with 9 MB of JavaScript", 'await import("typescript");'],
  ] as const) {
    const ms = { on: [] as number[], off: [] as number[] };
    for (let round = 0; round < starts; round++) {
      for (const name of ["on", "off"] as const) ms[name].push(startUp(name, body));
    }
    console.log(`| ${what}: ms of CPU | | ${median(ms.on, 0)} / ${median(ms.off, 0)} |`);
  }
  for (const [what, body] of [
    ["an `await`", "await null;"],
    ["an error that is caught at once", 'try { throw new Error("caught"); } catch {}'],
  ] as const) {
    const ns = { on: [] as number[], off: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const name of ["on", "off"] as const) ns[name].push(loop(name, body));
    }
    const ratio = median(ns.on.map((on, index) => on / (ns.off[index] ?? 0)));
    console.log(`| ${what}: ns of CPU | | ${median(ns.on, 0)} / ${median(ns.off, 0)} = ${ratio} |`);
  }
} finally {
  for (const child of children) {
    child.kill();
    await new Promise((resolve) => child.once("exit", resolve));
  }
  agent.destroy();
  rmSync(work, { recursive: true, force: true });
}

async function writeService(name: string, diagnose: boolean): Promise<void> {
  const answers = { ...plainAnswers, features: { ...features, diagnose } };
  const files = await renderLoggingFolder(answers, packageKinds["esm .js"]);
  for (const { path, text } of files) {
    const file = join(work, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(work, name, "package.json"), '{ "type": "module" }');
  writeFileSync(join(work, name, "server.js"), server);
}

function environment(name: string): NodeJS.ProcessEnv {
  const own = { NAME_APP: name, RUN_ENVIRONMENT: "production", PATH_TO_LOGS: join(work, "logs") };
  return { ...process.env, ...own };
}

async function start(name: string): Promise<Server> {
  const child = spawn(process.execPath, ["server.js"], {
    cwd: join(work, name),
    env: environment(name),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const port = await new Promise<number>((resolve) => {
    child.stdout?.on("data", (text: Buffer) => resolve(Number(text.toString())));
  });
  return { port, child };
}

/** Requests per second, and microseconds of CPU for each, of 16 connections. */
async function load(target: Server, way: string): Promise<{ rate: number; cpu: number }> {
  const before = Number(await ask(target, "/cpu"));
  const startedAt = performance.now();
  let count = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() - startedAt < roundMs) {
      await ask(target, way);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, connection));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = (Number(await ask(target, "/cpu")) - before) / count;
  return { rate: count / seconds, cpu };
}

function ask({ port }: Server, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, path, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}

function startUp(name: string, body: string): number {
  const modules = join(import.meta.dirname, "../node_modules");
  const script = `import "./src/logging/setup.js";
${body.replace("typescript", `file://${modules}/typescript/lib/typescript.js`)}
process.on("exit", () => console.log(process.cpuUsage().user + process.cpuUsage().system));\n`;
  return measure(name, script) / 1000;
}

/** Nanoseconds of CPU for each run of a statement, once the function is warm and the start is over. */
function loop(name: string, statement: string): number {
  const count = 300_000;
  const script = `import "./src/logging/setup.js";
async function repeat() {
  for (let index = 0; index < ${count}; index++) { ${statement} }
}
const used = () => process.cpuUsage().user + process.cpuUsage().system;
setTimeout(async () => {
  await repeat();
  const before = used();
  await repeat();
  console.log(used() - before);
}, 50);\n`;
  return (measure(name, script) * 1000) / count;
}

/** The number that a program prints: microseconds. */
function measure(name: string, script: string): number {
  writeFileSync(join(work, name, "measured.js"), script);
  const { stdout } = spawnSync(process.execPath, ["measured.js"], {
    cwd: join(work, name),
    env: environment(name),
    encoding: "utf8",
  });
  return Number(stdout);
}

function median(values: number[], digits = 2): string {
  return (values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0).toFixed(digits);
}
