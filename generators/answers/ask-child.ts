import type { SpawnSite } from "../patch/spawn/spawn.js";
import { ask, loadPrompts, type Prompts, sentence } from "./ask.js";
import type { ChildAsker } from "./collect-child.js";
import { childEntryFault } from "./locate-child.js";
import { quote } from "./quote.js";
import { descriptorFault } from "./validate-child.js";
import { nameFault } from "./validate-name.js";

/** Asks in the order descriptor, name, entrypoint, places, on standard error. */
export function createChildAsker(
  root: string,
  taken: readonly string[],
  load: () => Promise<Prompts> = loadPrompts,
): ChildAsker {
  const askText = (message: string, suggested: string | undefined, faultOf: FaultOf) =>
    ask(load, ({ input }, context) =>
      input(
        {
          message,
          ...(suggested === undefined ? {} : { default: suggested }),
          validate: (given) => sentence("It", faultOf(given.trim())),
        },
        context,
      ),
    ).then((given) => given.trim());

  return {
    askDescriptor: (suggested) =>
      askText(
        "Descriptor of the child, the X of NAME_CHILD_PROCESS_X:",
        suggested,
        descriptorFault,
      ),
    askName: (suggested) =>
      askText("Name of the child, also of its log file:", suggested, (name) =>
        childNameFault(name, taken),
      ),
    askEntry: (suggested) =>
      askText("File that the child runs, `-` for none here:", suggested, (file) =>
        file === "-" ? undefined : childEntryFault(root, file),
      ).then((file) => (file === "-" ? undefined : file)),
    askSites: (sites, chosen) =>
      ask(load, ({ checkbox }, context) =>
        checkbox(
          {
            message: "Which of these places start it?",
            choices: sites.map((site) => ({
              value: site,
              name: describeSite(site),
              short: placeOf(site),
              checked: chosen.includes(site),
            })),
          },
          context,
        ),
      ),
    askWatch: () =>
      ask(load, ({ confirm }, context) =>
        confirm(
          {
            message: "Leave a record in this service's log when the child ends badly (watchChild)?",
            default: false,
          },
          context,
        ),
      ),
  };
}

type FaultOf = (text: string) => string | undefined;

/** What keeps a text from being a child's name beside its parent's and its siblings'; undefined for a good one. */
export function childNameFault(name: string, taken: readonly string[]): string | undefined {
  if (taken.includes(name)) return `is taken: ${quote(name)} has a log file of its own already`;
  return nameFault(name);
}

/** `src/index.ts:12`. */
export function placeOf({ file, line }: SpawnSite): string {
  return `${file}:${line}`;
}

/** A place as a person is shown it. */
export function describeSite(site: SpawnSite): string {
  return `${placeOf(site)}  ${site.command}`;
}
