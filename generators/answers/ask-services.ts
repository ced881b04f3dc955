import type { FoundPackage } from "../target/find-services.js";
import { describeVerdict } from "../target/judge-package.js";
import { ask, loadPrompts, type Prompts } from "./ask.js";
import type { Asker } from "./collect-answers.js";
import { quote } from "./quote.js";

const rows = 15;

/** Asks which of the packages are to log. What is left alone stands below them, and can't be chosen. */
export async function askServices(
  offered: readonly FoundPackage[],
  leftAlone: readonly FoundPackage[],
  load: () => Promise<
    Prompts & Pick<typeof import("@inquirer/prompts"), "Separator">
  > = loadPrompts,
): Promise<FoundPackage[]> {
  const { Separator } = await load();
  return ask(load, ({ checkbox }, context) =>
    checkbox(
      {
        message: "Which of these services are to log?",
        required: true,
        pageSize: rows,
        loop: false,
        choices: [
          ...offered.map((found) => ({
            value: found,
            name: `${quote(found.dir)} (${describeVerdict(found)})`,
            short: quote(found.dir),
            checked: found.isChosen,
          })),
          ...leftAlone.map(
            (found) => new Separator(`${quote(found.dir)}: left alone, ${describeVerdict(found)}`),
          ),
        ],
      },
      context,
    ),
  );
}

/**
 * An asker that takes no name twice: `ownerOf` gives the folder of the service that has one already. Of plop it asks
 * nothing: one plopfile is enough for a repository.
 */
export function refuseTakenNames(
  asker: Asker,
  ownerOf: (name: string) => string | undefined,
  tell: (text: string) => void,
): Asker {
  return {
    ...asker,
    async askName(suggested) {
      for (;;) {
        const name = await asker.askName(suggested);
        const owner = ownerOf(name);
        if (owner === undefined) return name;
        tell(`${quote(name)} is the name of ${quote(owner)}: two services would share a log file.`);
      }
    },
    askPlop: async () => false,
  };
}
