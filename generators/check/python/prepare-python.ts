import { existsSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../answers/answers.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import { plainEnvironment } from "../create-lab.js";
import type { Bench } from "../program.js";
import { copyPackage } from "./copy-package.js";
import { findInterpreter } from "./find-interpreter.js";
import { findPackage } from "./find-package.js";
import { createPythonWriter } from "./write-python-probe.js";

/** Brings a Python project's logging to where programs can run it; says why it can't run. */
export async function preparePython(
  target: PythonTarget,
  answers: Answers,
  temp: string,
): Promise<Bench | { reason: string }> {
  if (!existsSync(path.join(target.root, answers.dir)))
    return { reason: `'${answers.dir}' holds no code` };
  // What it compiles, of its own and of others, must not be left in the repo.
  const env = { PYTHONPYCACHEPREFIX: path.join(temp, "compiled") };
  const found = await findInterpreter(target, { ...plainEnvironment(answers, temp), ...env }, temp);
  if ("reason" in found) return found;
  const { command, shown, python, loguru } = found;
  const root = path.join(temp, "service");
  const logging = findPackage(target, answers);
  await copyPackage(target, answers.dir, logging, root);
  return {
    language: "python",
    interpreter: command,
    version: python,
    loaded: `Python ${python} with Loguru ${loguru} (${shown}) loads '${answers.dir}'`,
    folder: path.join(root, answers.dir),
    write: createPythonWriter(path.join(root, logging.searchPath), logging.name, answers),
    env,
  };
}
