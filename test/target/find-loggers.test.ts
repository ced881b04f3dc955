import { expect, test } from "vitest";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { makeTargetTree } from "../helpers/target-tree.js";

const text =
  "which is left as it is. If it writes the service's log file too, give it another one: two loggers in one file mix, and rotate each other's records away";

test.each([
  ["winston", `import winston from "winston";\n\nexport default winston.createLogger({});\n`, 3],
  ["pino", `const pino = require('pino');\nmodule.exports = pino();\n`, 2],
  ["log4js", `import log4js from "log4js";\nlog4js.configure("x.json");\n`, 2],
  ["tslog", `import { Logger } from "tslog";\nexport const log = new Logger();\n`, 2],
])("a place that sets up %s is noted with its line", async (name, source, line) => {
  const root = makeTargetTree({
    "package.json": { main: "index.js", dependencies: { [name]: "1" } },
    "index.js": "require('./lib/log');\n",
    "lib/log.js": source,
    "lib/uses.js": `import { log } from "./log.js";\nlog.configure();\n`,
  });
  const { notes } = await inspectTarget(root);
  expect(notes).toEqual([{ file: "lib/log.js", line, text: `sets up ${name}, ${text}` }]);
});

test("a logger that only others depend on is not looked for", async () => {
  const root = makeTargetTree({
    "package.json": { main: "index.js" },
    "index.js": `const pino = require("pino");\npino();\n`,
  });
  expect((await inspectTarget(root)).notes).toEqual([]);
});
