import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../answers/answers.js";
import { blank, type ProgramOptions, pastGuard, type WriteProgram } from "../program.js";

/** Makes what writes Python programs into a folder from which the logging package can be imported under a name. */
export function createPythonWriter(folder: string, name: string, answers: Answers): WriteProgram {
  writeFileSync(path.join(folder, "probe_late.py"), writeLate(name, answers));
  let count = 0;
  return (statements, { setup = "setup", isTyped = false } = {}) => {
    count += 1;
    const file = path.join(folder, `probe-${count}.py`);
    const head = `${importSetup(name, setup)}from probe_late import *; ${lookUp}`;
    writeFileSync(file, `${head}\n${isTyped ? blank : ""}${statements}\n`);
    return file;
  };
}

function importSetup(name: string, setup: ProgramOptions["setup"]): string {
  if (setup === "none") return `import ${name}; `;
  return `from ${name} import ${setup?.replace("-", "_")} as _setup; `;
}

// One by one: an export that an edit has taken away breaks only what needs it.
const lookUp = ["logger", "exit_with_reason", "child_env", "watch_child"]
  .map((name) => `${name} = getattr(app_logging, "${name}", None)`)
  .concat("say = lambda text: logger.critical(text)")
  .join("; ");

// `hold` goes on until standard input ends, which it does with the check itself.
function writeLate(name: string, { standard }: Answers): string {
  return `import importlib, json, os, shutil, signal, subprocess, sys, threading, time, types
from functools import partial

print("${pastGuard}", flush=True)
print = partial(print, flush=True)
package = "${name}"
app_logging = importlib.import_module(package)
directory = os.environ.get(${JSON.stringify(standard.variables.logs)}, "")


def pause(ms):
    app_logging.logger.complete()
    time.sleep(ms / 1000)


def hold(on={}):
    print("ready")
    for line in sys.stdin:
        on.get(line.strip(), lambda: None)()


def set_up(name=package):
    return importlib.import_module(name + ".setup")
`;
}
