import type { Answers } from "../../answers/answers.js";
import { isLateSetup } from "../../patch/note-order.js";
import { listPythonFiles } from "../../patch/python/list-python-sources.js";
import { takesSinks } from "../../patch/python/note-other-logging.js";
import { isLostRun } from "../../patch/python/note-start.js";
import { isEarlySetup } from "../../patch/python/patch-entrypoint.js";
import { patchPythonEntrypoints } from "../../patch/python/patch-entrypoints.js";
import { findPythonLoggers } from "../../target/python/find-python-loggers.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import type { Sources } from "../source-facts.js";

/** Looks through a Python project's own sources. */
export async function readPythonSources(target: PythonTarget, answers: Answers): Promise<Sources> {
  const files = listPythonFiles(target, answers);
  const entries = await patchPythonEntrypoints(target, answers);
  return {
    entries,
    entryFaults: entries.notes.filter(
      (note) => isLateSetup(note) || isEarlySetup(note) || isLostRun(note),
    ),
    loggers: findPythonLoggers(target.root, files),
    silencers: entries.notes.filter(takesSinks),
    childEnv: "child_env",
  };
}
