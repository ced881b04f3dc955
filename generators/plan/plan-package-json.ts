import path from "node:path";
import type { RenderedFile } from "../render/render.js";
import { lacksNodeTypes } from "../target/has-node-types.js";
import { listLackingPlop } from "../target/list-lacking-plop.js";
import type { Note, Target } from "../target/target.js";
import { editJson, type Json, type JsonEdit } from "./edit-json.js";
import { decodeText, encodeText, readTargetFile } from "./file-text.js";
import { compileGlob } from "./gitignore-rules.js";
import type { Step } from "./plan.js";

/** What happens to package.json. */
export interface PackageJsonPlan {
  step?: Step;
  notes: Note[];
  /** Whether a dependency was added that has to be installed. */
  needsInstall: boolean;
}

const sideEffectFiles = ["env-file", "setup", "setup-child"];
const oldestNode = 20;
// The version that the pack is tested with.
const plopRange = "^4.0.5";

/**
 * Tells bundlers of the imports that work by their side effect (N15), adds `@types/node` where
 * TypeScript lacks it, and what the plopfile needs. Everything else in the file stays byte for byte.
 */
export async function planPackageJson(
  target: Target,
  rendered: RenderedFile[],
  plop?: { version: string },
): Promise<PackageJsonPlan> {
  const plan: PackageJsonPlan = { notes: [], needsInstall: false };
  const before = readTargetFile(target.root, "package.json");
  const file = before === undefined ? undefined : decodeText(before);
  if (before === undefined || file === undefined) return plan;
  const json = await readJson(file.text);
  if (json === undefined) return plan;
  const edits: JsonEdit[] = [];
  const reasons: string[] = [];
  const sideEffects = listSideEffects(target, rendered, json["sideEffects"]);
  if (sideEffects.length > 0) {
    const isList = Array.isArray(json["sideEffects"]);
    const at = isList ? (json["sideEffects"] as Json[]).length : 0;
    if (isList)
      sideEffects.forEach((name, index) => {
        edits.push([["sideEffects", at + index], name]);
      });
    else edits.push([["sideEffects"], sideEffects]);
    reasons.push("bundlers must keep the set-up");
  }
  if (lacksNodeTypes(target)) {
    if (target.packageJson.dependencies.includes("@types/node"))
      plan.notes.push({
        file: target.tsconfig.file,
        text: `does not see '@types/node', which is a dependency: add "node" to its "types", or install the dependencies.`,
      });
    else {
      edits.push([["devDependencies", "@types/node"], `^${findNodeMajor(json)}.0.0`]);
      reasons.push("types of the Node built-ins");
      plan.needsInstall = true;
    }
  }
  const lacking = plop === undefined ? [] : listLackingPlop(target);
  for (const name of lacking) {
    const range = name === "plop" ? plopRange : `^${plop?.version}`;
    edits.push([["devDependencies", name], range]);
  }
  if (lacking.length > 0) {
    reasons.push("plop, and the generators for it");
    plan.needsInstall = true;
  }
  if (edits.length === 0) return plan;
  const after = encodeText({ ...file, text: await editJson(file.text, edits) });
  plan.step = { kind: "patch", path: "package.json", before, after, reason: reasons.join("; ") };
  return plan;
}

function listSideEffects(target: Target, rendered: RenderedFile[], now: Json | undefined) {
  if (now !== false && !Array.isArray(now)) return [];
  const globs = Array.isArray(now) ? now.filter((glob) => typeof glob === "string") : [];
  const isCovered = (file: string) =>
    globs.some((glob) => compileGlob(glob.replace(/^\.\//, "/")).test(file.slice(2)));
  return rendered
    .map((file) => file.path)
    .filter((file) => sideEffectFiles.includes(path.posix.parse(file).name))
    .flatMap((file) => [`./${file}`, ...findBuilt(target, file)])
    .filter((file) => !isCovered(file));
}

function findBuilt({ tsconfig, sourceRoot }: Target, file: string): string[] {
  if (tsconfig?.outDir === undefined) return [];
  const within = path.posix.relative(tsconfig.rootDir ?? sourceRoot, file);
  if (within.startsWith("../")) return [];
  const built = path.posix.join(tsconfig.outDir, within).replace(/\.([mc]?)ts$/, ".$1js");
  return built === file || built.startsWith("../") ? [] : [`./${built}`];
}

// The oldest Node that the package supports: newer types would promise what that one lacks.
function findNodeMajor(json: { [key: string]: Json }): number {
  const engines = json["engines"];
  const range =
    typeof engines === "object" && engines !== null && !Array.isArray(engines)
      ? engines["node"]
      : undefined;
  const majors =
    typeof range === "string" ? [...range.matchAll(/(?:^|[\s|>=^~v])(\d+)(?=[.\s|x*]|$)/g)] : [];
  const supported = majors.map((match) => Number(match[1]));
  const own = Number(process.versions.node.split(".")[0]);
  return Math.max(oldestNode, supported.length > 0 ? Math.min(...supported) : own);
}

async function readJson(text: string): Promise<{ [key: string]: Json } | undefined> {
  const { parse } = await import("jsonc-parser");
  const json: unknown = parse(text.replace(/^\uFEFF/, ""));
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  return json as { [key: string]: Json };
}
