import type { Eta } from "eta/core";
import { prepareTemplate, templateTags } from "./prepare-template.js";
import { lineWidth, printLiteral } from "./print-literal.js";
import type { TemplateData } from "./template-data.js";

/** Renders one template. */
export type RenderTemplate = (template: string, data: TemplateData) => string;

/** Loads Eta and gives the renderers of source code and of Markdown. */
export async function loadRenderers(): Promise<{ code: RenderTemplate; markdown: RenderTemplate }> {
  const { Eta } = await import("eta/core");
  const code = new Eta({
    tags: templateTags,
    autoEscape: false,
    autoTrim: false,
    plugins: [{ processTemplate: prepareTemplate }],
  });
  const markdown = new Eta({ autoEscape: false, autoTrim: [false, "nl"] });
  return {
    code: (template, data) => tidyBlankLines(renderCode(code, template, data)),
    markdown: (template, data) => tidyBlankLines(markdown.renderString(template, data)),
  };
}

function renderCode(eta: Eta, template: string, data: TemplateData): string {
  return eta.renderString(template, { ...data, printLiteral, indentCode, addLines });
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
