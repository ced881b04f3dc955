import fs from "node:fs";
import path from "node:path";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { RefusedError } from "../../generators/errors.js";
import { planOf } from "./apply-plan-of.js";
import { readTree, writeTree } from "./apply-tree.js";

// Applies a plan where the test can't look (another user, another mount) and prints what came of it.
const [root, treesFile, action = ""] = process.argv.slice(2) as [string, string, string?];
const { before, after } = JSON.parse(fs.readFileSync(treesFile, "utf8"));
if (action === "write first") writeTree(root, before);
if (action === "fill the disk") {
  writeTree(root, before);
  const filler = fs.openSync(path.join(root, "filler"), "w");
  try {
    for (;;) fs.writeSync(filler, Buffer.alloc(4096));
  } catch {
    fs.ftruncateSync(filler, fs.fstatSync(filler).size - 24 * 1024);
  }
}
const found = readTree(root);
let message = "";
let exitCode: number | undefined;
try {
  await applyPlan(planOf(root, before, after));
} catch (error) {
  message = error instanceof RefusedError ? error.message : String((error as Error).stack);
  exitCode = (error as RefusedError).exitCode;
}
const isUnchanged = JSON.stringify(readTree(root)) === JSON.stringify(found);
process.stdout.write(JSON.stringify({ message, exitCode, isUnchanged }));
