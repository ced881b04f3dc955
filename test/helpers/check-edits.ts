import { expect } from "vitest";
import { checkAt, editCopy } from "./check-services.js";

/** An edit of a person who means well, and what it breaks. */
export interface Edit {
  title: string;
  file: string;
  text: string | RegExp;
  by: string;
  /** What turns red, of what is looked at. */
  red: string;
  /** What is looked at besides, and stays green; `*` for everything. */
  green: string;
  /** Put at the end of the file. */
  more?: string;
}

/** Edits a copy of a service's logging folder and sees that its check tells just that. */
export async function expectEdit(untouched: string, dir: string, edit: Edit): Promise<void> {
  const { file, text, by, red, green, more } = edit;
  const name = `${dir}/${file}`;
  const root = editCopy(untouched, [
    [name, text, by],
    ...(more === undefined ? [] : [[name, /$/, more] as const]),
  ]);
  const only = green === "*" ? undefined : `${red} ${green}`.split(" ");
  const { failed, passed, evidence } = await checkAt(root, only);
  expect(failed.sort(), JSON.stringify(evidence, null, 1)).toEqual(red.split(" ").sort());
  expect(passed.length).toBeGreaterThan(0);
}
