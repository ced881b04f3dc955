import fs from "node:fs";
import path from "node:path";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { renderPythonFolder } from "../../generators/render/render-python-folder.js";
import {
  makeTempFolder,
  type Run,
  type RunOptions,
  type Started,
  start,
} from "./conformance-run.js";
import { makeAnswers, makeTarget } from "./patch-target.js";
import { python } from "./python-package.js";

const programs = path.resolve(import.meta.dirname, "../conformance/python/oracle");

/** A call of the logger or of what comes with it, as both programs know it, and its arguments. */
export type Call = [name: string, ...given: unknown[]];

export type Language = "node" | "python";

export interface Oracle {
  /** Runs calls as a program of one language, to its end. */
  run(language: Language, calls: Call[], options?: RunOptions): Promise<Run>;
  /** The same, in the hand of the test. */
  start(language: Language, calls: Call[], options?: RunOptions): Started;
}

/** The two programs, each beside the logging folder that a package of its language receives. */
export async function prepareOracle(): Promise<Oracle> {
  const folder = makeTempFolder();
  const answers = makeAnswers({ name: "app", dir: "logging" });
  const target = makeTarget(folder, {
    language: "javascript",
    moduleKind: "esm",
    packageJson: { type: "module", dependencies: [] },
  });
  const files = [
    ...(await renderLoggingFolder(answers, target)),
    ...(await renderPythonFolder({ ...answers, target: "python", dir: "app_logging" })),
    { path: "package.json", text: '{ "type": "module", "version": "1.2.3" }\n' },
    { path: "pyproject.toml", text: '[project]\nversion = "1.2.3"\n' },
  ];
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(folder, file.path)), { recursive: true });
    fs.writeFileSync(path.join(folder, file.path), file.text);
  }
  fs.cpSync(programs, folder, { recursive: true });
  let scripts = 0;
  const startOne = (language: Language, calls: Call[], options: RunOptions = {}): Started => {
    const script = path.join(folder, `calls-${scripts++}.json`);
    fs.writeFileSync(script, JSON.stringify(calls));
    const isNode = language === "node";
    const service = { folder, entry: () => path.join(folder, isNode ? "main.js" : "main.py") };
    return start(service, [script], { ...(isNode ? {} : { node: python }), ...options });
  };
  return {
    start: startOne,
    run: (language, calls, options) => startOne(language, calls, options).ended(),
  };
}
