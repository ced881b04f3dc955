import { describe, expect, it } from "vitest";
import { dirFault, normalisePath, pathFault } from "../../generators/answers/validate-dir.js";

describe("the logging folder lies in the package", () => {
  it.each([
    "logging",
    "src/logging",
    "./src/logging/",
    "src/my logs",
    "src/(app)/[id]",
    "src/ログ",
    "$x",
  ])("takes %j", (dir) => {
    expect(dirFault(dir)).toBeUndefined();
  });

  it.each([
    ["", "is blank"],
    ["/etc/logging", "is an absolute path"],
    ["C:\\logging", "is an absolute path"],
    ["c:logging", "is an absolute path"],
    ["\\\\host\\share", "is an absolute path"],
    ["..", "has a '..', and must stay in the package"],
    ["src/../../logging", "has a '..', and must stay in the package"],
    ["src\\..\\..\\logging", "has a '..', and must stay in the package"],
    [".", "is the package itself, not a folder in it"],
    ["./", "is the package itself, not a folder in it"],
    ["a\nb", "has a control character"],
    ["a\\b", "has a '\\'; write '/'"],
    ["node_modules/logging", "lies in 'node_modules'"],
    ["./.git/logging", "lies in '.git'"],
    ["it's", "has a ', which an import can't hold"],
    ["50%", "has a %, which an import can't hold"],
    ["src/log#1", "has a #, which an import can't hold"],
  ])("refuses %j: it %s", (dir, fault) => {
    expect(dirFault(dir)).toBe(fault);
  });
});

describe("an entrypoint's path", () => {
  it.each(["bin/www", "src/it's.ts", "50%.js"])("may be %j", (file) => {
    expect(pathFault(file)).toBeUndefined();
  });

  it.each([
    ["./src//index.ts", "/", "src/index.ts"],
    ["src/logging/", "/", "src/logging"],
    ["src\\index.ts", "\\", "src/index.ts"],
    ["src\\index.ts", "/", "src\\index.ts"],
  ])("%j is written, where the separator is %j, as %j", (given, separator, normal) => {
    expect(normalisePath(given, separator)).toBe(normal);
  });
});
