import { expect, test } from "vitest";
import { listVariables } from "../../generators/plan/list-variables.js";
import { recordPatch } from "../../generators/plan/record-patch.js";
import { listForgotten, renewExample } from "../../generators/plan/renew-example.js";
import { standard } from "../../generators/standard.js";
import { makeAnswers } from "../helpers/patch-target.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const old = makeAnswers({ name: "orders" });
const written = listVariables(old)
  .map(({ name, value, comment }) => `# ${comment}\n${name}=${value.replace(/\s/g, "")}\n`)
  .join("");
const patch = recordPatch(bytes("MINE=1\n"), bytes(`MINE=1\n${written}`), undefined);
const moved = makeAnswers({
  name: "orders",
  standard: {
    ...standard,
    variables: { ...standard.variables, maxSize: "LOG_MAX_SIZE_IN_MB" },
    defaults: { ...standard.defaults, maxSize: "3", maxFiles: 3 },
  },
});
const variables = listVariables(moved);

function renew(text: string): string | undefined {
  const renewed = renewExample(bytes(text), variables, patch);
  return renewed && Buffer.from(renewed.after).toString("utf8");
}

test("our own lines follow a standard that renamed a variable and moved its defaults, in their place", () => {
  const expected = `MINE=1\n${written}`
    .replace("LOG_MAX_SIZE=5MB", "LOG_MAX_SIZE_IN_MB=3")
    .replace("LOG_MAX_FILES=5", "LOG_MAX_FILES=3");
  expect(renew(`MINE=1\n${written}`)).toBe(expected);
  expect(renew(expected)).toBeUndefined();
  expect(listForgotten(variables, patch)).toEqual([
    { name: "LOG_MAX_SIZE", now: "LOG_MAX_SIZE_IN_MB" },
  ]);
});

test("a line that its owner changed stays, and so does every byte around ours", () => {
  const theirs = `MINE=1\r\n# why seven\r\n${written.replace("LOG_MAX_SIZE=5MB", "LOG_MAX_SIZE=7MB")}LOG_MAX_FILES=5 # mine\n`;
  expect(renew(theirs)).toBe(theirs.replace("LOG_MAX_FILES=5\n", "LOG_MAX_FILES=3\n"));
});

test("a name that its owner took up already is not written twice", () => {
  const theirs = `${written}LOG_MAX_SIZE_IN_MB=9\n`;
  expect(renew(theirs)).toContain("LOG_MAX_SIZE=5MB\n");
  expect(renew(theirs)?.match(/LOG_MAX_SIZE_IN_MB=/g)).toHaveLength(1);
});
