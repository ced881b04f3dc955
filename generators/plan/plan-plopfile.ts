import path from "node:path";
import { decodeText } from "../patch/read-bytes.js";
import { findPlopfile } from "../target/find-plopfile.js";
import type { Note, Target } from "../target/target.js";
import { toBytes, tryReadTargetFile } from "./file-text.js";
import type { Step } from "./plan.js";

/** What happens to the package's plopfile. */
export interface PlopfilePlan {
  step?: Step;
  notes: Note[];
}

const statement = 'await plop.load("create-logging");';
const reason = "loads the generators 'logging', 'add-child-process' and 'upgrade-logging'";

/** Has the package's own plopfile load our generators, or writes one; a plopfile that can't be patched is told of. */
export async function planPlopfile(target: Target): Promise<PlopfilePlan> {
  const found = findPlopfile(target.root, target.workspaceRoot);
  if (found === undefined) return writePlopfile(target);
  const file = path.relative(target.root, found).split(path.sep).join("/");
  const refuse = (fault: string, line?: number): PlopfilePlan => {
    const text = `${fault.replace(/\.$/, "")}. To have the generators, put this at the end of the function that it exports: ${statement}`;
    return { notes: [{ file, ...(line === undefined ? {} : { line }), text }] };
  };
  if (file.startsWith("../"))
    return refuse("is the plopfile that plop finds here, and lies outside of this package");
  if (!/\.[cm]?[jt]sx?$/i.test(file)) return refuse("is neither JavaScript nor TypeScript");
  const notes: Note[] = [];
  const before = tryReadTargetFile(target.root, file, notes);
  if (before === null || before === undefined) return { notes };
  const decoded = decodeText(before);
  if (decoded === undefined) return refuse("is UTF-16");
  const { patchPlopfile } = await import("../patch/plopfile/patch-plopfile.js");
  const patch = await patchPlopfile(file, decoded.text);
  if (!patch.patched) {
    if (!patch.already) return refuse(patch.reason, patch.line);
    return {
      step: { kind: "leave", path: file, reason: "loads 'create-logging' already" },
      notes: patch.notes,
    };
  }
  const after = decoded.encode(patch.text);
  if (after === undefined) return refuse("is not UTF-8");
  return { step: { kind: "patch", path: file, before, after, reason }, notes: patch.notes };
}

// JavaScript even in a TypeScript package: whether plop can load a .ts depends on Node's version and its flags.
function writePlopfile({ moduleKind, packageJson }: Target): PlopfilePlan {
  const isEsm = moduleKind === "esm";
  const isUsual = (packageJson.type === "module") === isEsm;
  const extension = isUsual ? "js" : isEsm ? "mjs" : "cjs";
  const head = isEsm
    ? "export default async function (plop) {"
    : "module.exports = async function (plop) {";
  const after = toBytes(`${head}\n  ${statement}\n}${isEsm ? "" : ";"}\n`);
  return { step: { kind: "create", path: `plopfile.${extension}`, after, reason }, notes: [] };
}
