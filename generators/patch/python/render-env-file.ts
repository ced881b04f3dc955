import type { TranslatedCall } from "./translate-env-call.js";

/** A call to repeat, and whether the service copes without the library. */
export interface RepeatedCall extends TranslatedCall {
  isOptional: boolean;
}

const why = `"""Loads the env file as the service does later: \`\`setup\`\` needs it first."""`;

const finder = `def _find(folder: Path, name: str) -> str:
    """The nearest file of that name, from the folder upward."""
    for place in (folder, *folder.parents):
        if (place / name).is_file():
            return str(place / name)
    return ""`;

/** The text of `env_file.py`: the repo's own calls once more, in black's format. */
export function renderEnvFile(calls: RepeatedCall[]): string {
  const needs = new Set(calls.flatMap((call) => call.needs));
  const isOptional = calls.some((call) => call.isOptional);
  const names = ["find_dotenv", "load_dotenv"].filter(
    (name) => name === "load_dotenv" || needs.has("find_dotenv"),
  );
  const library = `from dotenv import ${names.join(", ")}`;
  const standard = [
    ...(isOptional ? ["import contextlib"] : []),
    ...(needs.has("os") ? ["import os"] : []),
    ...(needs.has("Path") ? ["from pathlib import Path"] : []),
  ];
  const indent = isOptional ? 4 : 0;
  const statements = [...new Set(calls.map((call) => writeCall(call, indent)))].join("\n");
  const body = isOptional
    ? `with contextlib.suppress(ImportError):\n    ${library}\n\n${statements}`
    : statements;
  const sections = [
    why,
    standard.join("\n"),
    ...(isOptional ? [] : [library]),
    ...(needs.has("_find") ? [`\n${finder}\n`] : []),
    body,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function writeCall({ callee, arguments: given, conditions }: RepeatedCall, indent: number): string {
  const condition = conditions
    .map((each) => (conditions.length > 1 ? `(${each})` : each))
    .join(" and ");
  const outer = " ".repeat(indent);
  if (condition === "") return layOut(callee, given, outer);
  return `${outer}if ${condition}:\n${layOut(callee, given, `${outer}    `)}`;
}

// As black would: on one line, or the arguments on one, or each on its own.
function layOut(callee: string, given: string[], indent: string): string {
  const line = `${indent}${callee}(${given.join(", ")})`;
  if (line.length <= 88) return line;
  const inner = `${indent}    `;
  const together = `${inner}${given.join(", ")}`;
  const lines =
    together.length <= 88 ? together : given.map((each) => `${inner}${each},`).join("\n");
  return `${indent}${callee}(\n${lines}\n${indent})`;
}
