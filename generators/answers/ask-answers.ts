import { RefusedError } from "../errors.js";
import type { Entrypoint } from "../target/target.js";
import type { DeclaredChild } from "./answers.js";
import { ask, loadPrompts, type Prompts, sentence } from "./ask.js";
import { listClear } from "./choose-entries.js";
import type { Asker } from "./collect-answers.js";
import { mergeConfig } from "./merge-config.js";
import { parseChildList } from "./parse-child-flag.js";
import { quote } from "./quote.js";
import { entryFault, resolveEntry } from "./resolve-entry.js";
import { nameFault } from "./validate-name.js";

const anotherFile = "";

/** Asks in the order name, children, entry, on standard error: standard output is for the plan. */
export function createAsker(root: string, load: () => Promise<Prompts> = loadPrompts): Asker {
  const askFile = async (): Promise<string[]> => {
    const file = await ask(load, ({ input }, context) =>
      input(
        {
          message: "Entrypoint, the file that starts the service:",
          validate: (given) => sentence("It", entryFault(root, given.trim())),
        },
        context,
      ),
    );
    return [resolveEntry(root, file.trim())];
  };

  return {
    async askName(suggested) {
      const name = await ask(load, ({ input }, context) =>
        input(
          {
            message: "Name of the service, also of its log file:",
            ...(suggested === undefined ? {} : { default: suggested }),
            validate: (given) => sentence("It", nameFault(given.trim())),
          },
          context,
        ),
      );
      return name.trim();
    },

    async askChildren(parent) {
      const text = await ask(load, ({ input }, context) =>
        input(
          {
            message:
              "Child processes it starts, as SCORER or SCORER=name, with commas (none: Enter):",
            validate: (given) => childrenFault(root, parent, given),
          },
          context,
        ),
      );
      return parseChildList(text);
    },

    async askEntries(candidates) {
      const [only, ...others] = candidates;
      if (only === undefined) return askFile();
      if (others.length === 0) {
        const isRight = await ask(load, ({ confirm }, context) =>
          confirm({ message: `Entrypoint ${describe(only)}: right?` }, context),
        );
        return isRight ? [only.file] : askFile();
      }
      const suggested = listClear(candidates) ?? [only.file];
      const files = await ask(load, ({ checkbox }, context) =>
        checkbox(
          {
            message: "Several files start this service. Which are to log?",
            required: true,
            choices: [
              ...candidates.map((candidate) => ({
                value: candidate.file,
                name: describe(candidate),
                short: candidate.file,
                checked: suggested.includes(candidate.file),
              })),
              { value: anotherFile, name: "another file", short: "another file" },
            ],
          },
          context,
        ),
      );
      const chosen = files.filter((file) => file !== anotherFile);
      return files.includes(anotherFile) ? [...chosen, ...(await askFile())] : chosen;
    },

    askPlop: (suggested) =>
      ask(load, ({ confirm }, context) =>
        confirm(
          { message: "Have plop's generators too, by a plopfile?", default: suggested },
          context,
        ),
      ),
  };
}

/** Asks whether the plan that was shown may be applied. */
export async function confirmPlan(
  { isGitDirty }: { isGitDirty: boolean },
  load: () => Promise<Prompts> = loadPrompts,
): Promise<boolean> {
  const warning = isGitDirty ? "Git has uncommitted changes here. " : "";
  return ask(load, ({ confirm }, context) =>
    confirm({ message: `${warning}Write this?` }, context),
  );
}

function describe({ file, sources }: Entrypoint): string {
  return `${quote(file)} (${sources.join(", ")})`;
}

function childrenFault(root: string, parent: string, text: string): string | true {
  try {
    const children: DeclaredChild[] = parseChildList(text);
    mergeConfig({ name: parent, target: "node", dir: "", entries: [], children }, {});
    for (const { entry } of children) if (entry !== undefined) resolveEntry(root, entry);
    return true;
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}
