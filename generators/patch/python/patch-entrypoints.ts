import type { Answers } from "../../answers/answers.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import type { EntrypointPatches } from "../patch.js";
import type { IsOurs } from "../patch-entrypoints.js";

export async function patchPythonEntrypoints(
  _target: PythonTarget,
  _answers: Answers,
  _isOurs?: IsOurs,
): Promise<EntrypointPatches> {
  throw new Error("stub");
}
