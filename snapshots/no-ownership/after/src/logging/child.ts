import { errorMonitor } from "node:events";
import { endProcess } from "./exit.js";
import { findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { variables } from "./settings.js";
import { state } from "./state.js";

/** This environment for a child, with the name that the child's variable gives it. */
export function childEnv(
  child: string,
  extra: Record<string, string | undefined> = {},
): NodeJS.ProcessEnv {
  const variable = `${variables.childPrefix}${child}`;
  const name = process.env[variable];
  const fault = findFault(name);
  // Without setup (a unit test, say) there is no guard here: the child's own guard will tell.
  if (fault !== undefined && state.service !== undefined) {
    const site = findCallSite(childEnv);
    writeRecord("CRITICAL", site, `Cannot start a child: ${variable} ${fault}`);
    endProcess("childEnv", site, 1);
  }
  return { ...process.env, ...extra, [variables.name]: name };
}

/** Leaves a record in this service's log when the child ends badly. Returns the child. */
export function watchChild<Child extends NodeJS.EventEmitter>(
  child: string,
  spawned: Child,
): Child {
  const site = findCallSite(watchChild);
  spawned.on("exit", (code: number | null, signal: string | null) => {
    if (signal !== null) writeRecord("ERROR", site, `Child ${child} was killed by ${signal}`);
    else if (code !== 0) writeRecord("ERROR", site, `Child ${child} ended with exit code ${code}`);
  });
  spawned.on(errorMonitor, (error: Error) => {
    writeRecord("ERROR", site, `Child ${child}: ${error.message}`);
  });
  return spawned;
}

function findFault(name: string | undefined): string | undefined {
  if (name === undefined) return "is missing";
  if (name.trim() === "") return "is blank";
  return name === state.service ? `is '${name}', the name of this process` : undefined;
}
