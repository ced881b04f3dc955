import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeDirectory } from "./apply-directory.js";
import { type Tree, writeTree } from "./apply-tree.js";

/** A small JavaScript service that nothing needs to be installed for. */
export const plainService: Tree = {
  "package.json":
    '{\n  "name": "@acme/news",\n  "type": "module",\n  "main": "src/index.js",\n  "scripts": { "start": "node src/index.js" }\n}\n',
  "src/index.js": 'console.log("up");\n',
};

/** The same with a second file that starts it. */
export const twoEntryService: Tree = {
  ...plainService,
  Procfile: "worker: node src/worker.js\n",
  "src/worker.js": 'console.log("work");\n',
};

/** A TypeScript service that lacks the types of Node. */
export const untypedService: Tree = {
  "package.json":
    '{\n  "name": "news",\n  "type": "module",\n  "scripts": { "start": "node dist/index.js" }\n}\n',
  "tsconfig.json":
    '{ "compilerOptions": { "module": "nodenext", "rootDir": "src", "outDir": "dist", "strict": true } }\n',
  "src/index.ts": "export const up = true;\n",
};

/** Writes a service into a directory of its own. */
export function makeService(tree: Tree): string {
  const root = makeDirectory();
  writeTree(root, tree);
  return root;
}

/** A directory for the PATH, with programs that are shell scripts. */
export function makeTools(scripts: Record<string, string>): string {
  const folder = makeDirectory();
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}

/** Makes it a git repo: all committed. */
export function commitAll(root: string): void {
  const git = (...args: string[]): unknown =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { cwd: root });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "before");
}
