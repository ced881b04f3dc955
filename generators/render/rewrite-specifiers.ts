import type { Flavour } from "./choose-flavour.js";
import { lineWidth } from "./print-literal.js";

/**
 * Gives the relative imports of a template the extension they need, and lays them out anew. Done
 * ahead of rendering, so that no generated value is taken for an import.
 */
export function rewriteSpecifiers(
  template: string,
  extension: Flavour["specifierExtension"],
): string {
  return template
    .replace(
      /((?:\bfrom |\bimport |\b(?:import|require)\()"\.{1,2}\/[^"\n]+)\.js"/g,
      `$1${extension}"`,
    )
    .replace(
      /^((?:import|export|const) (?:type )?)\{([^{}]*)\}((?: from | = require\()"\.[^"\n]+"\)?;)$/gm,
      (statement, start: string, list: string, end: string) =>
        list.includes("//") ? statement : layOut(start, list, end),
    );
}

// A shorter extension may leave room for a list on one line, a longer one may take it.
function layOut(start: string, list: string, end: string): string {
  const names = list.split(",").flatMap((name) => name.trim() || []);
  const oneLine = `${start}{ ${names.join(", ")} }${end}`;
  if (oneLine.length <= lineWidth) return oneLine;
  return `${start}{\n${names.map((name) => `  ${name},\n`).join("")}}${end}`;
}
