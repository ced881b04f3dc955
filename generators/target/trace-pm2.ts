import { dirname } from "node:path";
import { locate } from "./locate-path.js";
import { type Pm2App, parseEcosystem } from "./parse-ecosystem.js";
import { readTextFile } from "./read-text-file.js";
import { findPositional, flagValue, valueFlags } from "./runner-flags.js";
import { joinWords, splitCommand } from "./split-command.js";
import { type Tracer, traceLine, traceWords } from "./trace-command.js";

const verbs = new Set([
  "start",
  "restart",
  "reload",
  "startOrRestart",
  "startOrReload",
  "startOrGracefulReload",
]);

/** Follows `pm2 start x`, where x is an ecosystem file, a script or a command. */
export function tracePm2(args: string[], tracer: Tracer): void {
  const flags = valueFlags["pm2"];
  let rest = args;
  let index = findPositional(rest, flags);
  if (verbs.has(rest[index] ?? "")) {
    rest = [...rest.slice(0, index), ...rest.slice(index + 1)];
    index = findPositional(rest, flags);
  }
  const subject = rest[index];
  if (subject === undefined) return;
  const file = /\.(config\.[cm]?js|json5?|ya?ml)$/.test(subject)
    ? locate(subject, tracer.cwd, tracer.place, "file")
    : undefined;
  if (file !== undefined) {
    for (const app of parseEcosystem(readTextFile(file) ?? "", file)) {
      tracePm2App(app, { ...tracer, cwd: dirname(file) });
    }
    return;
  }
  const dashes = rest.indexOf("--");
  const app: Pm2App = {
    line: 0,
    script: subject,
    args: dashes < 0 ? "" : joinWords(rest.slice(dashes + 1)),
    interpreterArgs: flagValue(rest, "--node-args", "--interpreter-args") ?? "",
    loadsEnv: false,
    env: {},
  };
  const interpreter = flagValue(rest, "--interpreter");
  const cwd = flagValue(rest, "--cwd");
  if (interpreter !== undefined) app.interpreter = interpreter;
  if (cwd !== undefined) app.cwd = cwd;
  tracePm2App(app, tracer);
}

/** Follows one app: a script for an interpreter, or a program such as npm. */
export function tracePm2App(app: Pm2App, tracer: Tracer): void {
  if (app.loadsEnv) tracer.trace.loadsEnv = true;
  const cwd =
    app.cwd === undefined ? undefined : locate(app.cwd, tracer.cwd, tracer.place, "directory");
  const here = {
    ...tracer,
    cwd: cwd ?? app.cwd ?? tracer.cwd,
    env: { ...tracer.env, ...app.env },
  };
  if (/\s/.test(app.script)) {
    traceLine(app.script, here);
    return;
  }
  const args = splitCommand(app.args)[0]?.words ?? [];
  const isProgram = app.interpreter === "none" || !/\.[cm]?[jt]sx?$|\//.test(app.script);
  // What pm2 starts with python by itself, by the extension.
  const interpreter = app.interpreter ?? (app.script.endsWith(".py") ? "python" : undefined);
  if (interpreter !== undefined && interpreter !== "none") {
    // A server's arguments name what it loads: `script: "venv/bin/uvicorn", interpreter: "venv/bin/python"`.
    const rest = /python/.test(interpreter) ? app.args : "";
    traceLine(`${interpreter} ${app.interpreterArgs} ${joinWords([app.script])} ${rest}`, here);
  } else if (isProgram && locate(app.script, here.cwd, here.place, "file") === undefined) {
    traceWords([app.script, ...args], here);
  } else if (/node_modules\//.test(app.script) || /\.sh$/.test(app.script)) {
    traceWords([app.script, ...args], here);
  } else {
    traceLine(`node ${app.interpreterArgs} ${joinWords([app.script])}`, here);
  }
}
