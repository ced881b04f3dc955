import { describe, expect, it } from "vitest";
import { readConfig } from "../../generators/answers/read-config.js";

describe("create-logging.json is read", () => {
  it("with comments, trailing commas, CRLF and a BOM", async () => {
    const text =
      '\uFEFF{\r\n  // ours\r\n  "name": "news", /* x */\r\n  "levels": { "testing": "TRACE", },\r\n}\r\n';
    expect(await readConfig(text)).toEqual({ name: "news", levels: { testing: "TRACE" } });
  });

  it("with nothing in it, for then everything is asked", async () => {
    expect(await readConfig("{}")).toEqual({});
  });
});

describe("a fault in create-logging.json is told with its line, column, value and what to write", () => {
  it.each<[string, string]>([
    ["", "1:1: the file is empty. Delete it to be asked anew."],
    ["[]", "1:1: The file is not an object. Write { … }."],
    [
      '{\n  "name": "a"\n  "dir": "b"\n}',
      "3:3: not valid JSON (comma expected). Correct it, or delete the file to be asked anew.",
    ],
    [
      '{"name": "a"',
      "1:13: not valid JSON (close brace expected). Correct it, or delete the file to be asked anew.",
    ],
    ['\uFEFF{ "name": 7 }', "1:12: name 7 is not a text. Write a plain file name."],
    ['{\n  "name": "a/b"\n}', "2:11: name 'a/b' has a '/'. Write a plain file name."],
    [
      '{ "name": "a\\nb" }',
      "1:11: name 'a\\nb' has a control character (U+000A). Write a plain file name.",
    ],
    ['{ "name": null }', "1:11: name null is not a text. Write a plain file name."],
    ['{ "name": ["a"] }', "1:11: name is not a text. Write a plain file name."],
    ['{ "nmae": "a" }', "1:3: 'nmae' is not a known key. Did you mean 'name'?"],
    [
      '{ "levels": { "prod": "INFO" } }',
      "1:15: 'levels.prod' is not a known key. Valid here: 'development', 'testing', 'production'.",
    ],
    ['{ "__proto__": {} }', "1:3: '__proto__' is not a known key. Valid here: '$schema', 'name',"],
    ['{ "name": "a", "name": "b" }', "1:16: name is there twice. Keep one."],
    [
      '{ "target": "ruby" }',
      "1:13: target 'ruby' is not a valid value. Write one of 'node', 'python'.",
    ],
    [
      '{ "dir": "../x" }',
      "1:10: dir '../x' has a '..', and must stay in the package. Write a folder inside the package, such as 'src/logging'.",
    ],
    ['{ "entries": "a.ts" }', "1:14: entries is not a list. Write [ … ]."],
    ['{ "entries": [] }', "1:14: entries is empty. Name one, or leave it out."],
    [
      '{ "entries": ["a.ts", "/b.ts"] }',
      "1:23: entries[1] '/b.ts' is an absolute path. Write a path relative to the package, with '/'.",
    ],
    ['{ "children": [{ "descriptor": "A" }] }', "1:16: children[0].name is missing. Add it."],
    [
      '{ "children": [{ "descriptor": "a-b", "name": "x" }] }',
      "1:32: children[0].descriptor 'a-b' is not in upper snake case, as A_B is. Write letters, digits and '_', such as 'SCORER'.",
    ],
    [
      '{ "variables": { "logs": "LOG DIR" } }',
      "1:26: variables.logs 'LOG DIR' is not the name of an environment variable (letters, digits and '_', no digit first). Write a name such as 'NAME_APP'.",
    ],
    [
      '{ "levels": { "production": "info" } }',
      "1:29: levels.production 'info' is not a valid value. Write one of 'TRACE', 'DEBUG', 'INFO', 'SUCCESS', 'WARNING', 'ERROR', 'CRITICAL'.",
    ],
    ['{ "formats": { "file": "{mesage}" } }', "1:24: formats.file: The format '{mesage}' has"],
    ['{ "formats": { "file": "" } }', "1:24: formats.file: The format '' "],
    [
      '{ "formats": { "file": 1 } }',
      '1:24: formats.file is not a text. Write a format, "{message}".',
    ],
    [
      '{ "defaults": { "maxSize": "5 pounds" } }',
      "1:28: defaults.maxSize '5 pounds' is not a size.",
    ],
    ['{ "defaults": { "maxSize": "0 MB" } }', "1:28: defaults.maxSize '0 MB' is less than a byte."],
    [
      '{ "defaults": { "maxSize": "0.9 B" } }',
      "1:28: defaults.maxSize '0.9 B' is less than a byte.",
    ],
    [
      '{ "defaults": { "maxSize": "99999999 GiB" } }',
      "1:28: defaults.maxSize '99999999 GiB' is more than can be counted.",
    ],
    [
      '{ "defaults": { "maxSize": "5000000" } }',
      "1:28: defaults.maxSize '5000000' looks like bytes and would be megabytes. Write a size such as '5 MB'.",
    ],
    [
      '{ "defaults": { "maxFiles": 1.5 } }',
      "1:29: defaults.maxFiles 1.5 is not a count. Write a whole number, 0 or more.",
    ],
    ['{ "defaults": { "maxFiles": -1 } }', "1:29: defaults.maxFiles -1 is not a count."],
    [
      '{ "defaults": { "fileMode": "rw-" } }',
      "1:29: defaults.fileMode 'rw-' is not a file's permissions.",
    ],
    [
      '{ "defaults": { "fileMode": "0440" } }',
      "1:29: defaults.fileMode '0440' keeps the service itself from",
    ],
    [
      '{ "secrets": ["a b"] }',
      "1:15: secrets[0] 'a b' is not a part of a name. Write a word such as 'iban', or '!key' to take one out.",
    ],
    [
      '{ "secrets": ["iban", "!ban"] }',
      "1:23: secrets[1] '!ban' is none of 'pass', 'pwd', 'secret', 'token', 'key', 'auth', 'bearer', 'jwt', 'cookie', 'credential', 'session'.",
    ],
    [
      '{ "features": { "sourceMaps": "yes" } }',
      "1:31: features.sourceMaps 'yes' is neither true nor false. Write true or false.",
    ],
  ])("%j", async (text, message) => {
    const error = await readConfig(text).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ exitCode: 2 });
    expect((error as Error).message.split("\n")[0]).toContain(`'create-logging.json' ${message}`);
  });

  it("all faults at once, each on its line", async () => {
    const text = '{\n  "name": "..",\n  "lvels": {},\n  "features": { "x": 1 }\n}\n';
    await expect(readConfig(text)).rejects.toThrow(
      [
        "'create-logging.json' 2:11: name '..' is a folder, not a file name. Write a plain file name.",
        "'create-logging.json' 3:3: 'lvels' is not a known key. Did you mean 'levels'?",
        "'create-logging.json' 4:17: 'features.x' is not a known key. Valid here: 'sourceMaps', 'ownership', 'threads', 'diagnose', 'captureConsole'.",
      ].join("\n"),
    );
  });
});
