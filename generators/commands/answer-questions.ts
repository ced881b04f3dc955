import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Flags } from "../answers/answers.js";
import { createAsker } from "../answers/ask-answers.js";
import { type Asker, type Collected, collectAnswers } from "../answers/collect-answers.js";
import { configFileName, readConfig } from "../answers/read-config.js";
import { RefusedError } from "../errors.js";
import { isPython, type Project } from "../target/project.js";
import type { Terminal } from "./open-terminal.js";

// The questions are on the screen by then, so that loading does not delay them.
const loadAheadAfterMs = 50;

/** The answers, and the text of the `create-logging.json` that some of them came from. */
export async function answerQuestions(
  flags: Flags,
  target: Project,
  terminal: Terminal,
  refine: (asker: Asker) => Asker = (asker) => asker,
): Promise<Collected & { configText: string | undefined }> {
  const configText = await readConfigText(target.root);
  const config = configText === undefined ? {} : await readConfig(configText);
  terminal.progress();
  const asker = terminal.isInteractive ? refine(createAsker(target.root)) : undefined;
  const timer = setTimeout(() => loadAhead(target), loadAheadAfterMs);
  try {
    return { ...(await collectAnswers(flags, config, target, asker)), configText };
  } finally {
    clearTimeout(timer);
  }
}

/** The text of `create-logging.json`, a BOM included; undefined where there is none. */
export async function readConfigText(root: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path.join(root, configFileName));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new RefusedError(
      `'${configFileName}' can't be read (${code}). Make it a readable file.`,
      {
        cause: error,
      },
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new RefusedError(`'${configFileName}' is not UTF-8. Save it as UTF-8.`, { cause });
  }
}

// Planning needs it, and it takes 300 ms: less than a person needs for the first answer.
function loadAhead(target: Project): void {
  const parser = isPython(target) ? import("@lezer/python") : import("ts-morph");
  parser.catch(() => {});
}
