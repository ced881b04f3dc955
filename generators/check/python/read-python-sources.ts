import type { Answers } from "../../answers/answers.js";
import { takesSinks } from "../../patch/python/note-other-logging.js";
import { patchPythonEntrypoints } from "../../patch/python/patch-entrypoints.js";
import { findPythonSpawnSites } from "../../patch/python/spawn/find-spawn-sites.js";
import { listFiles } from "../../target/list-files.js";
import { findPythonLoggers } from "../../target/python/find-python-loggers.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import type { Sources } from "../source-facts.js";

/** Looks through a Python project's own sources. */
export async function readPythonSources(target: PythonTarget, answers: Answers): Promise<Sources> {
  const { files } = listFiles(target.root, (dir) => dir === answers.dir);
  const entries = await patchPythonEntrypoints(target, answers);
  return {
    entries,
    loggers: findPythonLoggers(target.root, files),
    silencers: entries.notes.filter(takesSinks),
    sites: await findPythonSpawnSites(target, answers),
    childEnv: "child_env",
  };
}
