import type { Answers } from "../answers/answers.js";
import type { Target } from "../target/target.js";
import { copyLogging } from "./copy-logging.js";
import type { Bench } from "./program.js";
import { createWriter } from "./write-probe.js";

/** Brings a Node package's logging to where programs can run it; says why it can't run. */
export async function prepareNode(
  target: Target,
  answers: Answers,
  temp: string,
): Promise<Bench | { reason: string }> {
  const copy = await copyLogging(target, answers, temp);
  if ("reason" in copy) return copy;
  const version = process.versions.node;
  return {
    language: "node",
    interpreter: process.execPath,
    version,
    loaded: `Node ${version} loads '${answers.dir}'`,
    folder: copy.folder,
    write: await createWriter(copy, answers),
    env: {},
  };
}
