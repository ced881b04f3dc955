import type { NodePlopAPI, PlopGeneratorConfig } from "node-plop";
import type { AddChildFlags } from "../answers/answers.js";
import { descriptorFault } from "../answers/validate-child.js";
import { nameFault } from "../answers/validate-name.js";
import { findPackage } from "./find-package.js";
import { type GivenAnswers, openQuestions, sayFault, splitList } from "./open-questions.js";
import { runPipeline } from "./run-pipeline.js";
import type { ChildSuggester, SaidOfChild } from "./suggest-child.js";

interface Said {
  descriptor: string;
  name: string;
  entry: string;
  /** Undefined takes the usual ones. */
  site: string[] | undefined;
}

const none = "none";

/** `plop add-child-process`: what `create-logging add-child` does. */
export function addChildGenerator(plop: NodePlopAPI): Partial<PlopGeneratorConfig> {
  const names = ["descriptor", "name", "entry", "site"] as const;
  const questions = openQuestions("add-child-process", names);
  const root = () => findPackage(plop.getDestBasePath());
  let reading: Promise<ChildSuggester> | undefined;
  const read = () => {
    reading ??= import("./suggest-child.js").then((module) => module.readChildSuggester(root()));
    return reading;
  };
  const prompts = [
    {
      type: "input",
      name: "descriptor",
      help: "the X of NAME_CHILD_PROCESS_X, such as SCORER",
      message: questions.message("Descriptor of the child, the X of NAME_CHILD_PROCESS_X:"),
      validate: (given: string) =>
        sayFault("Descriptor", given.trim(), descriptorFault(given.trim())),
    },
    {
      type: "input",
      name: "name",
      help: "name of the child, also of its log file",
      message: questions.message("Name of the child, also of its log file:"),
      default: async (answers: GivenAnswers) => (await read()).name(toSaid(answers)),
      validate: (given: string) => given === "" || sayFault("Name", given, nameFault(given.trim())),
    },
    {
      type: "input",
      name: "entry",
      help: "the file that it runs, in this package or another",
      message: questions.message("File that the child runs (none of this repo: -):"),
      default: async (answers: GivenAnswers) => (await read()).entry(toSaid(answers)),
      validate: async (given: string) => {
        if (given.trim() === "" || given.trim() === "-") return true;
        const { childEntryFault } = await import("../answers/locate-child.js");
        return sayFault("Entrypoint", given, childEntryFault(root(), given.trim()));
      },
    },
    {
      type: "checkbox",
      name: "site",
      help: "the places that start it, as src/index.ts:12; several with commas, or none",
      message: questions.message("Which of these places start it?"),
      choices: async (answers: GivenAnswers) => (await read()).sites(toSaid(answers)),
      // The choices are made when they are asked for: plop would look for the value among them.
      bypass: (given: string) =>
        given === "" ? undefined : given === none ? [] : splitList(given),
      validate: async (given: unknown) => {
        const { siteFault } = await import("../answers/choose-sites.js");
        const bad = toSites(given)?.find((site) => siteFault(site) !== undefined);
        return bad === undefined || sayFault("Site", bad, siteFault(bad));
      },
    },
  ];
  return {
    description: "gives a child process that this service starts a name and a log file of its own",
    prompts: prompts as unknown as NonNullable<PlopGeneratorConfig["prompts"]>,
    actions: [
      async (answers, { force }) => {
        const said = answers as Said;
        await runPipeline(plop, async (package_, terminal, interrupts) => {
          const { addChild } = await import("../commands/add-child.js");
          const flags = toFlags(said, questions.wasAsked, force === true);
          return addChild(package_, flags, terminal, interrupts);
        });
        return plop.renderString("child process {{{descriptor}}}", said);
      },
    ],
  };
}

function toFlags(said: Said, wasAsked: boolean, force: boolean): AddChildFlags {
  const sites = toSites(said.site);
  return {
    ...toSaid(said as unknown as GivenAnswers),
    ...(sites === undefined ? {} : { sites }),
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

function toSaid({ descriptor, name, entry }: GivenAnswers): SaidOfChild {
  const [childName, file] = [String(name ?? "").trim(), String(entry ?? "").trim()];
  return {
    descriptor: String(descriptor ?? "").trim(),
    ...(childName === "" ? {} : { name: childName }),
    ...(file === "" ? {} : { entry: file }),
  };
}

// inquirer gives the chosen values, a bypass what was written.
function toSites(given: unknown): string[] | undefined {
  return Array.isArray(given) ? given.map(String) : undefined;
}
