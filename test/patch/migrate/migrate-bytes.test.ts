import { describe, expect, it } from "vitest";
import type { Tree } from "../../helpers/apply-tree.js";
import { makeMigratePackage, migratePackage } from "../../helpers/migrate-cases.js";

async function migrate(tree: Tree, answers = {}) {
  const { root, remove } = makeMigratePackage(tree);
  try {
    return await migratePackage(root, { answers });
  } finally {
    remove();
  }
}

describe("a migrated file keeps every byte beside the names and the import", () => {
  it("CRLF, tabs and a byte order mark stay, and the import's line ends as the others do", async () => {
    const mark = "\xef\xbb\xbf";
    const { output } = await migrate({
      "src/index.js": `${mark}#!/usr/bin/env node\r\nimport a from 'a'\r\n\r\nif (a) {\r\n\tconsole.log('x' )\r\n}\r\n`,
    });
    expect(output).toEqual({
      "src/index.js": `${mark}#!/usr/bin/env node\r\nimport a from 'a'\r\nimport { logger } from './logging/index.js'\r\n\r\nif (a) {\r\n\tlogger.info('x' )\r\n}\r\n`,
    });
  });

  it("an exit's lines go with their own CRLF", async () => {
    const { output } = await migrate({
      "src/index.js":
        'import "./logging/setup.js";\r\nif (!process.env.A) {\r\n  console.error("a");\r\n  await new Promise((r) => setTimeout(r, 100));\r\n  process.exit(1);\r\n}\r\n',
    });
    expect(output).toEqual({
      "src/index.js":
        'import "./logging/setup.js";\r\nimport { exitWithReason } from "./logging/index.js";\r\nif (!process.env.A) {\r\n  exitWithReason("a", 1);\r\n}\r\n',
    });
  });

  it("Latin-1 goes back byte for byte", async () => {
    const { output } = await migrate({ "src/index.js": 'export {};\nconsole.log("caf\xe9");' });
    expect(output).toEqual({
      "src/index.js":
        'import { logger } from "./logging/index.js";\n\nexport {};\nlogger.info("caf\xe9");',
    });
  });

  it("Latin-1 that can't name the logging folder is left, and UTF-16 too", async () => {
    const utf16 = Buffer.from('\ufeffconsole.log("x");\n', "utf16le").toString("latin1");
    const { output, notes } = await migrate(
      {
        "src/index.js": 'import "./wide.js";\nconsole.log("caf\xe9");',
        "src/wide.js": utf16,
      },
      { dir: "src/протокол" },
    );
    expect(output).toEqual({});
    expect(notes.sort()).toEqual([
      "src/index.js: is not UTF-8, and its encoding has no way to write 'src/протокол'",
      "src/wide.js: is UTF-16; save it as UTF-8",
    ]);
  });

  it("a last line without its end stays so, and emoji count as they stand", async () => {
    const text = Buffer.from('import "a";\nlet x = "😀"; console.log("😀", x)').toString("latin1");
    const { output } = await migrate({ "src/index.js": text });
    expect(Buffer.from(output["src/index.js"] ?? "", "latin1").toString()).toBe(
      'import "a";\nimport { logger } from "./logging/index.js";\nlet x = "😀"; logger.info("😀", x)',
    );
  });

  it("a file that a tool made, of more than a megabyte, is left unparsed", async () => {
    const { output, notes } = await migrate({
      "src/index.js": 'import "./bundle.js";\n',
      "src/bundle.js": `console.log("x");\n${"// filler\n".repeat(110_000)}`,
    });
    expect(output).toEqual({});
    expect(notes).toEqual(["src/bundle.js: is generated"]);
  });
});
