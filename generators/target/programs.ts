import { findPositional } from "./runner-flags.js";
import { joinWords } from "./split-command.js";
import { host, traceNest, traceNx } from "./trace-app.js";
import { type Tracer, traceLine, traceShellFile } from "./trace-command.js";
import { runner, traceNode } from "./trace-node.js";
import { traceNodemon } from "./trace-nodemon.js";
import { tracePackageManager } from "./trace-package-manager.js";
import { tracePm2 } from "./trace-pm2.js";
import {
  traceConcurrently,
  traceNps,
  traceOnSuccess,
  traceScriptNames,
} from "./trace-task-runner.js";

/** Follows one kind of program, given its arguments. */
type Follow = (args: string[], tracer: Tracer) => void;

/** Every program that starts node in some way, by name. */
export const programs: Record<string, Follow> = {
  node: traceNode,
  nodejs: traceNode,
  iojs: traceNode,
  "node-dev": runner("node", true),
  supervisor: runner("nodemon", true),
  "ts-node": runner("ts-node"),
  "ts-node-esm": runner("ts-node"),
  "ts-node-script": runner("ts-node"),
  "ts-node-transpile-only": runner("ts-node"),
  "ts-node-dev": runner("ts-node-dev"),
  tsnd: runner("ts-node-dev"),
  tsx: runner("tsx", false, "watch"),
  esno: runner("tsx", false, "watch"),
  esmo: runner("tsx", false, "watch"),
  esr: runner("tsx"),
  jiti: runner("tsx"),
  "swc-node": runner("tsx"),
  "sucrase-node": runner("tsx"),
  "esbuild-runner": runner("tsx"),
  "vite-node": runner("tsx"),
  "babel-node": runner("babel-node"),
  "babel-watch": runner("babel-node"),
  deno: runner("deno", false, "run", "serve"),
  forever: runner("forever", true, "start", "restart"),
  probot: runner("node", false, "run"),
  fastify: runner("fastify", false, "start"),
  "fastify-cli": runner("fastify", false, "start"),
  nodemon: traceNodemon,
  bun: tracePackageManager("bun"),
  npm: tracePackageManager("npm"),
  pnpm: tracePackageManager("pnpm"),
  yarn: tracePackageManager("yarn"),
  yarnpkg: tracePackageManager("yarn"),
  pm2: tracePm2,
  "pm2-runtime": tracePm2,
  "pm2-docker": tracePm2,
  "pm2-dev": tracePm2,
  concurrently: traceConcurrently,
  conc: traceConcurrently,
  "npm-run-all": traceScriptNames,
  "npm-run-all2": traceScriptNames,
  "run-p": traceScriptNames,
  "run-s": traceScriptNames,
  nps: traceNps,
  nest: traceNest,
  nx: traceNx,
  "tsc-watch": traceOnSuccess,
  tsup: traceOnSuccess,
  tsdown: traceOnSuccess,
  sh: traceShell,
  bash: traceShell,
  ash: traceShell,
  dash: traceShell,
  zsh: traceShell,
  ...Object.fromEntries(
    [
      "next",
      "nuxt",
      "nuxi",
      "strapi",
      "remix-serve",
      "react-router-serve",
      "medusa",
      "keystone",
      "directus",
    ].map((name) => [name, host(name)]),
  ),
};

function traceShell(args: string[], tracer: Tracer): void {
  const line = args.findIndex((word) => /^-[a-z]*c$/.test(word));
  if (line >= 0) {
    const [text = "", , ...rest] = args.slice(line + 1);
    traceLine(
      text.replace(/"?\$@"?/g, () => joinWords(rest)),
      tracer,
    );
    return;
  }
  const index = findPositional(args, new Set(["-o"]));
  const path = args[index];
  if (path !== undefined) traceShellFile(path, args.slice(index + 1), tracer);
}
