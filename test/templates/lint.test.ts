import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { dataFor } from "../helpers/render-answers.js";
import { readTexts, templatesFolder } from "../helpers/render-temp-flavours.js";

const all = await readTexts(templatesFolder);
const sources = [...all].filter(([name]) => name.endsWith(".ts"));

describe.each(sources)("templates/node/%s", (name, text) => {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const tags = lines.filter((line) => line.includes("//") && /\/\/\s*%/.test(line));

  test("a tag stands on a line of its own, with one space, without an apostrophe or an else", () => {
    expect(
      tags.filter((tag) => !/^ *\/\/ %(?:[=~+]? )(?!.*(?:'|\belse\b)).*\S$/.test(tag)),
    ).toEqual([]);
  });

  test("every tag that opens is closed, in order", () => {
    let depth = 0;
    for (const tag of tags.filter((line) => /\/\/ % /.test(line))) {
      expect(tag.trim()).toMatch(/^\/\/ % (?:if \(.+\) \{|\})$/);
      depth += tag.trim() === "// % }" ? -1 : 1;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  });

  test("a tag reads only what templates are given", () => {
    const read = tags.flatMap((tag) => [...tag.matchAll(/\bit\.(\w+)/g)].map(([, key]) => key));
    const given = Object.keys(dataFor());
    expect(read.filter((key) => !given.includes(key ?? ""))).toEqual([]);
  });

  test("values enter only in settings.ts", () => {
    const values = tags.filter((tag) => /\/\/ %[=~+]/.test(tag));
    expect(name === "settings.ts" || values.length === 0).toBe(true);
  });

  test("ends with one newline, has no trailing blanks and no two blank lines in a row", () => {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/[ \t]\n|\n\n\n/);
  });

  test("is under 150 lines", () => {
    expect(lines.length - tags.length).toBeLessThanOrEqual(150);
  });

  test("has nothing that a flavour could not hold", () => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
        if (node.getText().includes("\n")) found.push("template literal over several lines");
      }
      if (ts.isMetaProperty(node)) found.push(node.getText());
      if (ts.isIdentifier(node) && /^__(?:dirname|filename)$/.test(node.text))
        found.push(node.text);
      if (ts.isExportAssignment(node)) found.push("default export");
      if (ts.isAwaitExpression(node) && !ts.findAncestor(node, ts.isFunctionLike)) {
        found.push("top-level await");
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    expect(found).toEqual([]);
  });

  test("imports only 'node:' and its neighbours", () => {
    const specifiers = listImports(source).map(({ specifier }) => specifier);
    const unknown = specifiers.filter(
      (specifier) => !specifier.startsWith("node:") && !all.has(toFile(specifier)),
    );
    expect(unknown).toEqual([]);
    expect(specifiers.filter((specifier) => !/^(?:node:|\.\/[\w-]+\.js$)/.test(specifier))).toEqual(
      [],
    );
  });
});

test("no template imports itself by way of another: CommonJS would see half a module", () => {
  const imports = new Map(
    sources.map(([name, text]) => {
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
      const values = listImports(source).filter(({ isType }) => !isType);
      return [
        name,
        values.map(({ specifier }) => toFile(specifier)).filter((file) => all.has(file)),
      ];
    }),
  );
  const cycles: string[] = [];
  const walk = (file: string, trail: string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
    else for (const next of imports.get(file) ?? []) walk(next, [...trail, file]);
  };
  for (const name of imports.keys()) walk(name, []);
  expect([...new Set(cycles)]).toEqual([]);
});

test("as they stand, without rendering, they are a program without errors", () => {
  const program = ts.createProgram(
    sources.map(([name]) => path.join(templatesFolder, name)),
    {
      strict: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      types: ["node"],
    },
  );
  const errors = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${path.basename(file?.fileName ?? "")}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
  expect(errors).toEqual([]);
});

function listImports(source: ts.SourceFile): { specifier: string; isType: boolean }[] {
  return source.statements.flatMap((node) => {
    if (ts.isImportDeclaration(node)) {
      const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
      return [{ specifier, isType: node.importClause?.isTypeOnly ?? false }];
    }
    if (!ts.isExportDeclaration(node) || !node.moduleSpecifier) return [];
    const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
    return [{ specifier, isType: node.isTypeOnly }];
  });
}

function toFile(specifier: string): string {
  return path.basename(specifier).replace(/\.js$/, ".ts");
}
