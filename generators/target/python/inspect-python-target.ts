import type { PythonTarget } from "./python-target.js";

export async function inspectPythonTarget(_path: string): Promise<PythonTarget> {
  throw new Error("stub");
}
