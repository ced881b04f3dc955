import { describeSite, placeOf } from "../answers/ask-child.js";
import { collectChild } from "../answers/collect-child.js";
import { seenFrom } from "../answers/locate-child.js";
import { parentFirst, plain, readSetUp } from "../commands/read-set-up.js";
import { RefusedError } from "../errors.js";
import { findSites } from "../plan/note-surroundings.js";
import { inspectProject } from "../target/inspect-project.js";

/** What was said of a child so far. */
export interface SaidOfChild {
  descriptor: string;
  name?: string;
  entry?: string;
}

/** What the questions about a child offer: what the command would take. */
export interface ChildSuggester {
  name(said: SaidOfChild): Promise<string | undefined>;
  /** Relative to the package; undefined where nothing points to a file. */
  entry(said: SaidOfChild): Promise<string | undefined>;
  sites(said: SaidOfChild): Promise<{ name: string; value: string; checked: boolean }[]>;
}

/** Reads a package for what the questions about a child of it can offer. Throws a RefusedError where it has no logging. */
export async function readChildSuggester(root: string): Promise<ChildSuggester> {
  const target = await inspectProject(root);
  const { answers: parent } = await readSetUp(target, parentFirst);
  const sites = await findSites(target, parent);
  const collect = async (said: SaidOfChild) => {
    try {
      return await collectChild({ ...plain, ...said }, parent, target.root, sites);
    } catch (error) {
      // The usual name is taken, say: there is nothing to offer then.
      if (error instanceof RefusedError) return undefined;
      throw error;
    }
  };
  return {
    name: async (said) => (await collect(said))?.child.name,
    async entry(said) {
      const place = (await collect(said))?.place;
      return place && seenFrom(target.root, place);
    },
    async sites(said) {
      const spawns = (await collect(said))?.spawns ?? [];
      return sites
        .filter(
          ({ verdict, descriptor }) =>
            verdict === "patchable" || (verdict === "handled" && descriptor === said.descriptor),
        )
        .map((site) => ({
          name: describeSite(site),
          value: placeOf(site),
          checked: spawns.some(({ file, line }) => file === site.file && line === site.line),
        }));
    },
  };
}
