import path from "node:path";
import { quote, quoteList } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import { configFileName } from "../file-names.js";
import { isRecord } from "../is-record.js";
import { fileStates, type State } from "../plan/file-states.js";
import { readTextFile } from "../target/read-text-file.js";

const usual: readonly State[] = ["outdated", "conflicted"];
const valid = fileStates.filter((state) => state !== "current");

/** The states that make a check fail: as the flag says, else `create-logging.json`, else the usual ones. */
export async function readFailOn(root: string, flag?: string): Promise<readonly State[]> {
  if (flag !== undefined) return parseFailOn(flag);
  const text = readTextFile(path.join(root, configFileName)) ?? "";
  if (!text.includes('"failOn"')) return usual;
  const { readConfig } = await import("../answers/read-config.js");
  const config = await readConfig(text);
  return isRecord(config) ? (config.failOn ?? usual) : usual;
}

/** Reads `outdated,conflicted,drifted`. */
export function parseFailOn(flag: string): State[] {
  return flag.split(",").map((word) => {
    const state = valid.find((each) => each === word.trim());
    if (state !== undefined) return state;
    throw new RefusedError(
      `--fail-on ${quote(word.trim())} is not a state of a file. Write some of ${quoteList(valid)}, with commas.`,
    );
  });
}
