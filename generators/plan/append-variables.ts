import { parseEnv } from "node:util";
import { appendLines } from "./append-lines.js";
import { printEnvLine, readEnvText } from "./env-text.js";
import { asPartOf, decodeText } from "./file-text.js";
import type { Variable } from "./list-variables.js";

/** An env file with these variables at its end, in their usual values; or why they can't be added. */
export function appendVariables(
  before: Uint8Array | undefined,
  variables: readonly Variable[],
): Uint8Array | string {
  const lines = variables.flatMap(({ name, value, comment }) => [
    `# ${comment}`,
    printEnvLine(name, value),
  ]);
  const after = appendLines(before, lines, true);
  if (after === undefined) return "is not UTF-8 text and was left alone.";
  return isAddedTo(before, after, variables)
    ? after
    : "can't take another line (is a quotation mark left open?) and was left alone.";
}

// Where a quotation mark is left open, one of ours could close it. What counts as open differs
// between dotenv and `node --env-file`: every value must be as it was for both.
function isAddedTo(
  before: Uint8Array | undefined,
  after: Uint8Array,
  added: readonly Variable[],
): boolean {
  const file = decodeText(after);
  if (file === undefined) return false;
  const withoutBom = (text: string) => text.replace(/^(?:\uFEFF|\u00ef\u00bb\u00bf)/, "");
  const whole = withoutBom(file.text);
  const old = withoutBom(decodeText(before ?? new Uint8Array())?.text ?? "");
  const asDotenv = (text: string) =>
    new Map([...readEnvText(text).set].map(([name, { value }]) => [name, value]));
  const asNode = (text: string) => new Map(Object.entries(parseEnv(text)));
  return [asDotenv, asNode].every((read) => {
    const now = read(whole);
    return (
      [...read(old)].every(([name, value]) => now.get(name) === value) &&
      added.every(({ name, value }) => now.get(name) === asPartOf(file, value))
    );
  });
}
