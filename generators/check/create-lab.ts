import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import type { Lab } from "./check.js";
import type { Bench, Program, ProgramOptions } from "./program.js";
import { createReader } from "./read-records.js";
import type { ProbeOptions, Probes, Start } from "./run-probe.js";

/** Makes the lab in which a copy of the logging is tried out; everything it writes lies in `temp`. */
export function createLab(bench: Bench, answers: Answers, temp: string, probes: Probes): Lab {
  const { language, version, folder, interpreter } = bench;
  const { formats, variables } = answers.standard;
  const memory = new Map<string, Promise<unknown>>();
  let count = 0;

  const write = (program: Program, options: ProgramOptions = {}) =>
    bench.write(typeof program === "string" ? program : program[language], options);
  const prepare = (program: Program, options: ProbeOptions): Start => {
    count += 1;
    const directory = options.directory ?? path.join(temp, "logs", String(count), "app");
    if (options.files !== undefined) mkdirSync(directory, { recursive: true });
    for (const [name, text] of Object.entries(options.files ?? {}))
      writeFileSync(path.join(directory, name), text);
    const env = { ...plainEnvironment(answers, directory, options.env), ...bench.env };
    return { interpreter, file: write(program, options), env, directory };
  };

  return {
    answers,
    language,
    version,
    readers: { terminal: createReader(formats.terminal), file: createReader(formats.file) },
    childVariable: (descriptor) => `${variables.childPrefix}${descriptor}`,
    folder,
    write,
    run: (program, options = {}) => probes.run(prepare(program, options)),
    start: (program, options = {}) => probes.hold(prepare(program, options)),
    shared<Value>(key: string, play: () => Promise<Value>) {
      const known = memory.get(key) ?? play();
      memory.set(key, known);
      return known as Promise<Value>;
    },
  };
}

// Only what a process needs to run: nothing of this shell's own settings reaches the service.
const kept = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot|ComSpec|PATHEXT|LD_LIBRARY_PATH)$/i;

/** The environment of a program that logs to a directory. */
export function plainEnvironment(
  { standard, children }: Answers,
  directory: string,
  more: ProbeOptions["env"] = {},
): NodeJS.ProcessEnv {
  const { name, environment, logs, maxSize, maxFiles, childPrefix } = standard.variables;
  const own = Object.entries(process.env).filter(([key]) => kept.test(key));
  const named = children.map(({ descriptor }) => [
    `${childPrefix}${descriptor}`,
    `child-${descriptor.toLowerCase()}`,
  ]);
  const plain = { TZ: "UTC", [name]: "app", [environment]: "production", [logs]: directory };
  // A small default must rotate nothing away that a scenario looks for.
  const roomy = { [maxSize]: "100 MB", [maxFiles]: "100" };
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(own),
    ...Object.fromEntries(named),
    ...plain,
    ...roomy,
    ...more,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
