import type { Tree } from "./apply-tree.js";

/** A parent that starts a child by a fork without options, another by an exec with an environment, and git. */
export const family: Tree = {
  "package.json":
    '{\n  "name": "@acme/news",\n  "type": "module",\n  "scripts": { "start": "node src/index.js" }\n}\n',
  "src/index.js": `import { exec, execFileSync, fork } from "node:child_process";

fork("./src/scorer.js");

exec("node src/deduper.js", { env: { ...process.env, MODE: "fast" } }, (error) => {
  if (error) throw error;
});

execFileSync("git", ["--version"]);
`,
  "src/scorer.js": 'console.log("scoring");\n',
  "src/deduper.js": 'console.log("deduping");\n',
};

/** The same parent, whose child is another package of the repo, and a third one in Python. */
export const workspaceFamily: Tree = {
  "package.json": '{ "name": "root", "private": true, "workspaces": ["services/*"] }\n',
  "services/news/package.json":
    '{ "name": "@acme/news", "type": "module", "scripts": { "start": "node src/index.js" } }\n',
  "services/news/src/index.js": `import { fork, spawn } from "node:child_process";

fork("../scorer/src/main.js");
spawn("python3", ["../cleaner/main.py"]);
`,
  "services/scorer/package.json":
    '{ "name": "@acme/scorer", "scripts": { "start": "node src/main.js" } }\n',
  "services/scorer/src/main.js": "'use strict';\nconsole.log('scoring');\n",
  "services/cleaner/main.py": 'print("cleaning")\n',
};
