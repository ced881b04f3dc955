import type { Answers } from "../../../answers/answers.js";
import type { PythonTarget } from "../../../target/python/python-target.js";
import type { SpawnSite } from "../../spawn/spawn.js";

export async function findPythonSpawnSites(
  _target: PythonTarget,
  _answers: Answers,
): Promise<SpawnSite[]> {
  return [];
}

export function makePythonSpawnRequest(_target: PythonTarget, _answers: Answers, _file: string) {
  return {};
}
