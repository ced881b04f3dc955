/** A small service that knows nothing of create-logging, as its files; and how to build and start it. */
export interface Service {
  title: string;
  files: Record<string, string>;
  entry: string;
  /** What it is built to, or the entry itself. */
  main: string;
  isBuilt: boolean;
  /** The file that the test gives its calls of the logger, and what to import them from. */
  work: string;
  logging: string;
}

const scenario = `
  if (what === "burst") for (let i = 0; i < 1000; i++) logger.info("record %d", i);
  if (what === "flood") for (let i = 0; i < 100000; i++) logger.info("record %d of a flood that has to be rotated away", i);
  if (how === "exit") process.exit(1);
  if (how === "throw") throw new RangeError("thrown on purpose");
  if (how === "reject") void Promise.reject(new RangeError("rejected on purpose"));
`;

export const services: Service[] = [
  {
    title: "TypeScript, CommonJS",
    entry: "src/server.ts",
    main: "build/server.js",
    isBuilt: true,
    work: "src/jobs/work.ts",
    logging: "../logging",
    files: {
      "package.json": JSON.stringify({
        name: "@acme/billing",
        version: "0.3.0",
        private: true,
        main: "build/server.js",
        scripts: { build: "tsc -p .", start: "node build/server.js", dev: "ts-node src/server.ts" },
        devDependencies: { typescript: "^5.9.0", "@types/node": "^20.0.0" },
      }),
      "tsconfig.json": `{
  // what the first tsc --init left, more or less
  "compilerOptions": { "target": "ES2020", "module": "commonjs", "outDir": "build", "rootDir": "src", "strict": false, "esModuleInterop": true, },
  "include": ["src"]
}`,
      "src/server.ts":
        "/**\r\n * Billing.\r\n * Copyright Acme\r\n */\r\nimport { work } from './jobs/work';\r\n\r\nconsole.log('billing runs');\r\nwork(process.argv[2], process.argv[3]);\r\n",
      "src/jobs/work.ts": `import { logger } from "../logging";

export function work(what: string, how: string): void {${scenario}}
`,
    },
  },
  {
    title: "TypeScript, ES modules",
    entry: "src/main.ts",
    main: "dist/main.js",
    isBuilt: true,
    work: "src/work.ts",
    logging: "./logging/index.js",
    files: {
      "package.json": JSON.stringify({
        name: "rate-watcher",
        type: "module",
        bin: { "rate-watcher": "dist/main.js" },
        scripts: { build: "tsc" },
        devDependencies: { typescript: "^5.9.0", "@types/node": "^20.0.0" },
      }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "ES2022",
          module: "NodeNext",
          outDir: "dist",
          rootDir: "src",
          strict: true,
          sourceMap: true,
          verbatimModuleSyntax: true,
        },
        include: ["src"],
      }),
      "src/main.ts": `#!/usr/bin/env node
import { argv } from "node:process";
import { work } from "./work.js";

console.log("watching");
await Promise.resolve();
work(argv[2], argv[3]);
`,
      "src/work.ts": `import { logger } from "./logging/index.js";

export function work(what: string | undefined, how: string | undefined): void {${scenario}}
`,
    },
  },
  {
    title: "JavaScript, ES modules",
    entry: "cron/nightly.mjs",
    main: "cron/nightly.mjs",
    isBuilt: false,
    work: "cron/work.mjs",
    logging: "../logging/index.js",
    files: {
      "package.json": JSON.stringify({
        name: "nightly",
        type: "module",
        scripts: { start: "node cron/nightly.mjs" },
      }),
      "cron/nightly.mjs": `// run by cron
import {work} from './work.mjs'

console.log('nightly')
await work(process.argv[2], process.argv[3])
`,
      "cron/work.mjs": `import {logger} from './logging/index.js'

export async function work(what, how) {${scenario}}
`,
    },
  },
  {
    title: "JavaScript, CommonJS",
    entry: "index.js",
    main: "index.js",
    isBuilt: false,
    work: "lib/work.js",
    logging: "../logging",
    files: {
      "package.json": JSON.stringify({ name: "mailer", main: "index.js" }),
      Procfile: "worker: node index.js\n",
      "index.js": `#!/usr/bin/env node
'use strict';
/* eslint-disable no-console */
const work = require('./lib/work');

console.log('mailing');
work(process.argv[2], process.argv[3]);
`,
      "lib/work.js": `'use strict';
const { logger } = require('../logging');

module.exports = function work(what, how) {${scenario}};
`,
    },
  },
];
