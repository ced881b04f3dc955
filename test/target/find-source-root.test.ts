import { describe, expect, it } from "vitest";
import { findSourceRoot } from "../../generators/target/find-source-root.js";

describe("findSourceRoot", () => {
  it.each([
    ["src/index.ts", "src"],
    ["src/server/main.ts", "src"],
    ["apps/api/src/main.ts", "apps/api/src"],
    ["apps/api/main.ts", "apps/api"],
    ["server/server.js", "server"],
    ["code/node/x.ts", "code/node"],
    ["index.js", ""],
    ["bin/www", ""],
    ["scripts/start.js", ""],
    [undefined, ""],
  ])("of %s is '%s'", (entry, root) => {
    expect(findSourceRoot(entry, [{ outDir: "dist", rootDir: "code/node" }])).toBe(root);
  });
});
