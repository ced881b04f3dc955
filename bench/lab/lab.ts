import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import tsBlankSpace from "ts-blank-space";
import { renderFolder } from "./render-folder.js";

const repo = resolve(import.meta.dirname, "../..");

/** A temporary package in which the children run: plain JavaScript, since a loader would be measured too. */
export interface Lab {
  /** Path of a child's program. */
  child(name: string): string;
  /** An empty directory. */
  directory(): string;
  remove(): void;
}

/** Makes the package: the contenders and children without their types, and the logging that we write. */
export async function makeLab(): Promise<Lab> {
  const root = mkdtempSync(join(tmpdir(), "create-logging-bench-"));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    writeFileSync(join(root, "package.json"), '{ "name": "bench", "type": "module" }\n');
    symlinkSync(join(repo, "node_modules"), join(root, "node_modules"));
    for (const folder of ["contenders", "child"]) stripFolder(folder, join(root, folder));
    await renderFolder(root, "logging", {});
    await renderFolder(root, "logging-plain", { terminal: plainFormat, file: plainFormat });
  } catch (error) {
    remove();
    throw error;
  }
  let count = 0;
  return {
    child: (name) => join(root, "child", `${name}.js`),
    directory() {
      count += 1;
      const directory = join(root, `logs-${count}`);
      mkdirSync(directory);
      return directory;
    },
    remove,
  };
}

const plainFormat = "{time:YYYY-MM-DD HH:mm:ss.SSS} | {level} | {message}";

function stripFolder(name: string, target: string): void {
  mkdirSync(target);
  const source = join(repo, "bench", name);
  for (const file of readdirSync(source)) {
    const text = readFileSync(join(source, file), "utf8");
    writeFileSync(join(target, file.replace(/\.ts$/, ".js")), tsBlankSpace(text));
  }
}
