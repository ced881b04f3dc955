import type { Eta } from "eta/core";
import { type LineComment, prepareTemplate, templateTags } from "./prepare-template.js";
import { lineWidth, printLiteral } from "./print-literal.js";
import { printPythonLiteral } from "./print-python-literal.js";
import type { PythonData } from "./python-data.js";
import type { TemplateData } from "./template-data.js";

/** Renders one template. */
export type RenderTemplate = (template: string, data: TemplateData | PythonData) => string;

export interface Renderers {
  /** TypeScript and JavaScript. */
  code: RenderTemplate;
  python: RenderTemplate;
  markdown: RenderTemplate;
}

/** Loads Eta and gives the renderers of source code and of Markdown. */
export async function loadRenderers(): Promise<Renderers> {
  const { Eta } = await import("eta/core");
  const createEta = (comment: LineComment): Eta =>
    new Eta({
      tags: templateTags(comment),
      autoEscape: false,
      autoTrim: false,
      plugins: [{ processTemplate: (template) => prepareTemplate(template, comment) }],
    });
  const code = createEta("//");
  const python = createEta("#");
  const markdown = new Eta({ autoEscape: false, autoTrim: [false, "nl"] });
  const tools = { indentCode, addLines };
  return {
    code: (template, data) =>
      tidyBlankLines(code.renderString(template, { ...data, ...tools, printLiteral })),
    python: (template, data) =>
      tidyPython(
        python.renderString(template, { ...data, ...tools, printLiteral: printPythonLiteral }),
      ),
    markdown: (template, data) => tidyBlankLines(markdown.renderString(template, data)),
  };
}

// A formatter puts a function's body on a line of its own where the line is too long.
function indentCode(code: string, indent: string): string {
  return code
    .replaceAll("\n", `\n${indent}`)
    .replace(/^( *)(\w+: \(.*?\) =>) (`.*)$/gm, (line, before, head, body) =>
      line.length <= lineWidth ? line : `${before}${head}\n${before}  ${body}`,
    );
}

function addLines(code: string, indent: string): string {
  return code === "" ? "" : `${indent}${indentCode(code, indent)}\n`;
}

// Lines that were switched off leave the blank lines on both of their sides: a formatter makes one
// of two, and keeps none at the edges of a block or of the file.
function tidyBlankLines(text: string): string {
  return `${text
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^([^\n]*[[({])\n\n/gm, (all, line) =>
      /^\s*(?:\/\/|\*)/.test(line) ? all : `${line}\n`,
    )
    .replace(/\n\n(?=[ \t]*[\])}])/g, "\n")
    .trim()}\n`;
}

// In Python two blank lines stay at the top level, one anywhere else, and none at the head of a block,
// ahead of a closing bracket, or between the imports of one package; behind these is one.
function tidyPython(text: string): string {
  return `${text
    .replace(/\n{4,}/g, "\n\n\n")
    .replace(/\n{3,}(?=[ \t])/g, "\n\n")
    .replace(/^([^\n]*[[({:])\n{2,}(?=[ \t]+(?!def |async |class |@)\S)/gm, (all, line) =>
      /^\s*#/.test(line) ? all : `${line}\n`,
    )
    .replace(/\n\n+(?=[ \t]*[\])}])/g, "\n")
    .replace(/^(from \.[^\n]*|\))\n\n+(?=from \.)/gm, "$1\n")
    .replace(/^((?:from|import) [^\n]*|\))\n{3,}(?=(?!def |class |async |@)\S)/gm, "$1\n\n")
    .trim()}\n`;
}
