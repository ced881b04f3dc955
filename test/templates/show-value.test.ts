import { expect, test } from "vitest";
import { listVariables } from "../../templates/node/list-variables.js";
import { isSecret, maskText } from "../../templates/node/masking.js";
import { showValue } from "../../templates/node/show-value.js";

class Cart {
  total = 3;
  add(): void {}
}

test.each<[unknown, string]>([
  ["it's\n2", `"it's\\n2"`],
  [-0, "-0"],
  [12n, "12n"],
  [null, "null"],
  [[1, [2, [3, [4]]]], "[ 1, [ 2, [ 3, [Array] ] ] ]"],
  [{ a: undefined, "b-c": () => 1, d: Symbol("e") }, "{ a: undefined, d: Symbol(e), ... 1 more }"],
  [new Cart(), "Cart { total: 3 }"],
  [Object.create(null), "{}"],
  [new Map<unknown, unknown>([["a", new Set([1])]]), "Map { 'a' => Set { 1 } }"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Date(Number.NaN), "Invalid Date"],
  [new TypeError("bad"), "[TypeError: bad]"],
  [Buffer.from("secret"), "[Buffer]"],
  [new Proxy({}, {}), "[Proxy]"],
  [Object.defineProperty({}, "a", { get: () => 1, enumerable: true }), "{ a: [Getter] }"],
])("CRASH-4: %o is shown as %s", (value, shown) => {
  expect(showValue(value)).toBe(shown);
});

test("CRASH-4: of an instance what tells comes first: no underscores, nothing undefined, objects last", async () => {
  const { createServer, get } = await import("node:http");
  const shown = await new Promise<string>((resolve) => {
    const server = createServer((request, response) => {
      response.statusCode = 404;
      response.end();
      resolve([request, response].map(showValue).join("\n"));
      server.close();
    }).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      get({ port, path: "/orders?token=abc", agent: false }, (response) => response.resume());
    });
  });
  expect(shown).toMatch(
    /^IncomingMessage \{ httpVersion: '1.1', url: '\/orders\?token=\*\*\*', method: 'GET'/,
  );
  expect(shown).toMatch(/\nServerResponse \{ .*statusCode: 404/);
  expect(shown).not.toMatch(/ _\w+: |undefined/);
});

test("CRASH-4: what is long, wide or deep is cut", () => {
  expect(showValue("x".repeat(1e6))).toMatch(/^'x{150}'\.\.\. 999850 more characters$/);
  expect(showValue(Array(1e6).fill(7))).toBe(`[ ${"7, ".repeat(10)}... 999990 more ]`);
  const wide = Array(10).fill(Array(10).fill(Array(10).fill({ text: "x".repeat(1000) })));
  expect(showValue(wide).length).toBeLessThan(310);
});

test.each([
  ["--token=abc&page=2", "--token=***&page=2"],
  ['{"api_key": "a\\"b", "page": 2}', '{"api_key": ***, "page": 2}'],
  ["Server=db;Password=abc;Port=1", "Server=db;Password=***;Port=1"],
  ["mongodb://ann:a:b@c/d", "mongodb://ann:***@c/d"],
  ["Authorization: Bearer abcdef.ghi\nHost: x", "Authorization: ***\nHost: x"],
  ["postgres://ann:pa@ss@host/db", "postgres://ann:***@host/db"],
  ["Cookie: theme=dark; sid=abc\nHost: x", "Cookie: ***\nHost: x"],
  ['curl -H "Authorization: token abc" x', 'curl -H "Authorization: ***'],
  ['Authorization: Digest username="ann", response="abc"', "Authorization: ***"],
  ['{"cookie":"a=b; c=d"}', '{"cookie":***}'],
  ["--password abc --page 2", "--password *** --page 2"],
  ["password  :  abc", "password  :  ***"],
  ["https://example.org:8080/path", "https://example.org:8080/path"],
  ["at 12:30 the order: 7", "at 12:30 the order: 7"],
])("CRASH-5: in a text, %j is masked as %j", (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test("CRASH-5: masking a long text takes no longer than reading it", () => {
  for (const part of ["a", "a:", "://a:", '"', "token", '="\\'])
    expect(maskText(part.repeat(20_000)).length).toBeGreaterThan(0);
});

test("CRASH-5: names that look like a secret's", () => {
  const names = ["password", "dbPwd", "API_KEY", "idToken", "x-auth", "jwt", "Set-Cookie"];
  expect(names.filter((name) => !isSecret(name))).toEqual([]);
  expect(["order", "count", "user"].filter(isSecret)).toEqual([]);
});

test("CRASH-4: functions, imports and what is not initialised are no variables", () => {
  const scope = Object.defineProperty({ f() {}, node_fs_1: {}, require: 1, a: 1 }, "late", {
    get() {
      throw new ReferenceError("late");
    },
  });
  expect(listVariables(undefined, [scope, { a: 2, b: 3 }], [])).toEqual(["a = 1", "b = 3"]);
  expect(listVariables(new Cart(), [{ a: 1 }], ["a = 1"])).toEqual(["this = Cart { total: 3 }"]);
});

test("CRASH-4: core modules are no variables, and the 21st variable is only counted", async () => {
  const [path, os, http, fs, util] = await Promise.all([
    import("node:path"),
    import("node:os"),
    import("node:http"),
    import("node:fs"),
    import("node:util"),
  ]);
  const modules = { path: path.default, os: os.default, http: http.default, fs: fs.default };
  const numbers = Object.fromEntries(
    Array.from({ length: 22 }, (_, index) => [`n${index}`, index]),
  );
  const scope = { ...modules, util: util.default, order: { id: 7, save() {} }, ...numbers };
  const shown = listVariables(undefined, [scope], ["n3 = 3"]);
  expect(shown.slice(0, 5)).toEqual([
    "order = { id: 7, ... 1 more }",
    "n0 = 0",
    "n1 = 1",
    "n2 = 2",
    "n4 = 4",
  ]);
  expect(shown.slice(19)).toEqual(["n19 = 19", "... 2 more"]);
  expect(listVariables(undefined, [{ constructor: 1, toString: 2 }], [])).toHaveLength(2);
});
