import path from "node:path";
import type { NodePlopAPI, PlopGeneratorConfig } from "node-plop";
import type { Flags } from "../answers/answers.js";
import { mergeConfig } from "../answers/merge-config.js";
import { parseChildList } from "../answers/parse-child-flag.js";
import { configFileName, type GivenConfig, readConfig } from "../answers/read-config.js";
import { entryFault, resolveEntry } from "../answers/resolve-entry.js";
import { suggestName } from "../answers/suggest-name.js";
import { nameFault } from "../answers/validate-name.js";
import { RefusedError } from "../errors.js";
import { readTextFile } from "../target/read-text-file.js";
import { findPackage } from "./find-package.js";
import { type GivenAnswers, openQuestions, sayFault, splitList } from "./open-questions.js";
import { runPipeline } from "./run-pipeline.js";

interface Said {
  name: string;
  children: string;
  entry: string;
}

/** `plop logging`: what `create-logging` does. */
export function loggingGenerator(plop: NodePlopAPI): Partial<PlopGeneratorConfig> {
  const names = ["name", "children", "entry"] as const;
  const questions = openQuestions("logging", names);
  const root = () => findPackage(plop.getDestBasePath());
  let reading: Promise<Known> | undefined;
  const read = () => {
    reading ??= readKnown(root());
    return reading;
  };
  const prompts = [
    {
      type: "input",
      name: "name",
      help: "name of the service, also of its log file",
      message: questions.message("Name of the service, also of its log file:"),
      default: async () => (await read()).name,
      // Nothing said takes the usual one, if there is one to take.
      validate: async (given: string) =>
        (given.trim() === "" && (await read()).name !== undefined) ||
        sayFault("Name", given.trim(), nameFault(given.trim())),
    },
    {
      type: "input",
      name: "children",
      help: "child processes it starts: SCORER, SCORER=name or SCORER=name:file, with commas",
      message: questions.message(
        "Child processes it starts, as SCORER or SCORER=name, with commas (none: Enter):",
      ),
      validate: (given: string, { name }: GivenAnswers) => sayChildren(root(), String(name), given),
    },
    {
      type: "input",
      name: "entry",
      help: "the file that starts the service; several with commas",
      message: questions.message(
        "Entrypoint, the file that starts the service (several with commas):",
      ),
      default: async () => (await read()).entries.join(", "),
      validate: (given: string) => sayEntries(root(), given, read),
    },
  ];
  return {
    description: "writes a logging setup into this service, or brings it up to date",
    prompts: prompts as NonNullable<PlopGeneratorConfig["prompts"]>,
    actions: [
      async (answers, { force }) => {
        const given = answers as Said;
        const said = { ...given, name: given.name.trim() || ((await read()).name ?? "") };
        await runPipeline(plop, async (package_, terminal, interrupts) => {
          const { scaffold } = await import("../commands/scaffold.js");
          const flags = toFlags(said, questions.wasAsked, force === true);
          return scaffold([package_], flags, terminal, interrupts);
        });
        return plop.renderString("logging of '{{{name}}}'", { name: said.name });
      },
    ],
  };
}

function toFlags({ name, children, entry }: Said, wasAsked: boolean, force: boolean): Flags {
  const entries = splitList(entry);
  return {
    name,
    children: parseChildList(children),
    ...(entries.length === 0 ? {} : { entries }),
    // plop has asked all there is to ask.
    yes: true,
    confirms: wasAsked,
    force,
    dryRun: false,
    diff: false,
    json: false,
    install: true,
  };
}

interface Known {
  name: string | undefined;
  entries: string[];
}

// What the questions offer: the answers of an earlier run, else what the package shows.
async function readKnown(root: string): Promise<Known> {
  const [{ inspectTarget }, { listCandidates }] = await Promise.all([
    import("../target/inspect-target.js"),
    import("../answers/choose-entries.js"),
  ]);
  const config = await readGiven(root);
  const target = await inspectTarget(root);
  const detected = listCandidates(target, config.children ?? []).slice(0, 1);
  return {
    name: config.name ?? suggestName(target),
    entries: config.entries ?? detected.map(({ file }) => file),
  };
}

// A file that can't be read is refused by the pipeline, which says why.
async function readGiven(root: string): Promise<GivenConfig> {
  const text = readTextFile(path.join(root, configFileName));
  return text === undefined ? {} : readConfig(text).catch(() => ({}));
}

function sayChildren(root: string, parent: string, text: string): string | true {
  try {
    const children = parseChildList(text);
    mergeConfig({ name: parent.trim(), target: "node", dir: "", entries: [], children }, {});
    for (const { entry } of children) if (entry !== undefined) resolveEntry(root, entry);
    return true;
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}

async function sayEntries(
  root: string,
  text: string,
  read: () => Promise<Known>,
): Promise<string | true> {
  const entries = splitList(text);
  // Nothing said takes the detected one, if there is one to take.
  if (entries.length === 0 && (await read()).entries.length === 0)
    return "No entrypoint was found. Name the file that starts the service.";
  for (const entry of entries) {
    const fault = entryFault(root, entry);
    if (fault !== undefined) return sayFault("Entrypoint", entry, fault) as string;
  }
  return true;
}
