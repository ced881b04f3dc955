import type { ts } from "ts-morph";

/** Stands for what can't be told. */
export const computed = `\${…}`;

/** More readings of one expression than this say nothing more. */
export const maxTexts = 8;

/** Whether a text holds a part that can't be told. */
export function isComputed(text: string): boolean {
  return text.includes("${");
}

/** Every way to take one text of each part, in order. */
export function combineTexts(parts: string[][]): string[][] {
  return parts.reduce<string[][]>(
    (all, texts) => all.flatMap((head) => texts.map((text) => [...head, text])).slice(0, maxTexts),
    [[]],
  );
}

/** An expression that can't be told, by its name where it has one. */
export function unknownText(node: ts.Node): string {
  return nameUnknown(node.getText());
}

/** The same for an expression as it is written. */
export function nameUnknown(text: string): string {
  return /^[\w.$]{1,40}$/.test(text) ? `\${${text}}` : computed;
}
