import type { ChosenSite, SpawnPatch } from "../../spawn/spawn.js";

export async function patchPythonSpawnSites(
  _text: string,
  _request: object,
  _chosen: readonly ChosenSite[],
): Promise<SpawnPatch> {
  throw new Error("stub");
}
