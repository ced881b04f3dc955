import type { AdapterNames, WritingStyle } from "./write-adapter.js";

/** Adds what else the new code imports; a module that only hands our logger on says so in one line. */
export function finishImports(
  text: string,
  needsEvents: boolean,
  { emitter }: AdapterNames,
  style: WritingStyle,
  local: string | undefined,
): string {
  const end = style.semicolon ? ";" : "";
  if (needsEvents) {
    const { quote } = style;
    const own =
      /^(?:import (?:\{[^}\n]*\blogger\b[^}\n]*\} from|\w+ = require\()|const \{[^}\n]*\blogger\b[^}\n]*\} = require\()/m;
    const isImport = /^import /.test(own.exec(text)?.[0] ?? "");
    const line = isImport
      ? `import { ${emitter} } from ${quote}node:events${quote}${end}`
      : `const { ${emitter} } = require(${quote}node:events${quote})${end}`;
    return text.replace(own, (found) => line + style.newline + found);
  }
  if (local === undefined) return text;
  // A module that only hands our logger on.
  const uses = [
    ...text.matchAll(new RegExp(`(?<![\\w$.])${local.replaceAll("$", "\\$")}(?![\\w$])`, "g")),
  ];
  const only = new RegExp(
    `import (\\{ [^}\\n]* \\}) from (["'][^"'\\n]+["']);?(\\r?\\n)+export \\{ ${local} \\};?`,
  ).exec(text);
  return only && uses.length === 2 ? joinExport(text, only, end) : text;
}

function joinExport(
  text: string,
  [all, names = "", specifier = ""]: RegExpExecArray,
  end: string,
): string {
  return text.replace(all, () => `export ${names} from ${specifier}${end}`);
}
