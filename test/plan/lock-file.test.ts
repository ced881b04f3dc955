import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashBytes } from "../../generators/apply/journal.js";
import { RefusedError } from "../../generators/errors.js";
import {
  type Lock,
  lockText,
  printLock,
  readLock,
  readPristine,
} from "../../generators/plan/lock-file.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const lockOf = (changes: object = {}): Lock => ({
  lockVersion: 1,
  version: "0.1.0",
  files: { "src/logging/index.ts": lockText("text\n") },
  patches: { "src/index.ts": { created: false, hunks: [{ removed: [], inserted: ["import;"] }] } },
  ...changes,
});
const printed = (changes: object) => bytes(JSON.stringify({ ...lockOf(), ...changes }));

test("property: what is printed is read back, keys in order, for any path and text", () => {
  const path = fc.oneof(
    fc.constantFrom("__proto__", "constructor", "é/ü"),
    fc.stringMatching(/^[a-z]{1,6}$/),
  );
  fc.assert(
    fc.property(fc.dictionary(path, fc.string({ unit: "grapheme" })), (texts) => {
      const files = Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [name, lockText(text)]),
      );
      const text = printLock({ ...lockOf(), files });
      const back = readLock(bytes(text));
      expect(Object.keys(back.files)).toEqual(Object.keys(texts).sort());
      for (const [name, file] of Object.entries(back.files))
        expect(readPristine(file)).toBe(texts[name]);
      expect(printLock(back)).toBe(text);
    }),
  );
});

test("all that is kept of a patch is read back, and what a version knows nothing of is dropped", () => {
  const hunk = { line: 2, removed: ["a"], inserted: [], ends: ["\r\n"] };
  const context = { above: ["b"], below: [] };
  const full = { created: false, sha256: "00", open: true as const, latin1: true as const };
  const patches = { "src/index.ts": { ...full, hunks: [{ ...hunk, context }] } };
  const hidden = { ".env": { created: false, hunks: [{ removed: [], inserted: ["00"] }] } };
  const lock = lockOf({ patches, private: hidden, later: 1 });
  const back = readLock(bytes(JSON.stringify(lock)));
  expect(back).toEqual(lockOf({ patches, private: hidden }));
  expect(readLock(bytes(printLock(back)))).toEqual(back);
  expect(readLock(printed({})).private).toBeUndefined();
});

test("the stored bytes of an unchanged text are kept: another zlib would write others", () => {
  const sha256 = hashBytes(bytes("text\n"));
  const stored = {
    kind: "generated" as const,
    sha256,
    pristine: deflateSync("text\n", { level: 0 }).toString("base64"),
  };
  expect(lockText("text\n", stored)).toBe(stored);
  expect(lockText("other\n", stored)).not.toBe(stored);
});

test.each<[string, Uint8Array, string]>([
  [
    "cut off",
    bytes(printLock(lockOf()).slice(0, 100)),
    "'create-logging.lock' is cut off or not JSON.",
  ],
  ["empty", bytes(""), "'create-logging.lock' is cut off or not JSON."],
  [
    "in a merge conflict",
    bytes(`<<<<<<< HEAD\n${printLock(lockOf())}`),
    "'create-logging.lock' has merge conflicts in it.",
  ],
  ["a list", bytes("[]"), "'create-logging.lock' is not what create-logging writes."],
  ["without a version", bytes("{}"), "'create-logging.lock' is not what create-logging writes."],
  [
    "edited in its text",
    printed({ files: { a: { ...lockText("a"), pristine: lockText("b").pristine } } }),
    "'create-logging.lock' was edited: its text of 'a' does not fit its hash.",
  ],
  [
    "edited in its hash",
    printed({ files: { a: { ...lockText("a"), sha256: "00" } } }),
    "'create-logging.lock' was edited: its text of 'a' does not fit its hash.",
  ],
  [
    "not deflated",
    printed({ files: { a: { ...lockText("a"), pristine: "bm8=" } } }),
    "'create-logging.lock' was edited: its text of 'a' does not fit its hash.",
  ],
  [
    "inflating beyond measure",
    printed({
      files: {
        a: { ...lockText("a"), pristine: deflateSync(Buffer.alloc(64 << 20)).toString("base64") },
      },
    }),
    "'create-logging.lock' was edited: its text of 'a' does not fit its hash.",
  ],
  [
    "of an unknown kind",
    printed({ files: { a: { ...lockText("a"), kind: "other" } } }),
    "'create-logging.lock' has no sound entry for 'a'.",
  ],
  [
    "without an entry",
    printed({ files: { a: null } }),
    "'create-logging.lock' has no sound entry for 'a'.",
  ],
  [
    "with a broken patch",
    printed({ patches: { a: { created: false, hunks: [{ removed: [1], inserted: [] }] } } }),
    "'create-logging.lock' has no sound entry for 'a'.",
  ],
  ...[{ line: 1.5 }, { line: "1" }, { ends: ["x"] }, { context: { above: [] } }].map(
    (part): [string, Uint8Array, string] => [
      `with a place that can't be: ${JSON.stringify(part)}`,
      printed({
        patches: { a: { created: false, hunks: [{ removed: [], inserted: [], ...part }] } },
      }),
      "'create-logging.lock' has no sound entry for 'a'.",
    ],
  ),
  [
    "with an open that is no yes",
    printed({ patches: { a: { created: false, open: "no", hunks: [] } } }),
    "'create-logging.lock' has no sound entry for 'a'.",
  ],
  [
    "naming a private path outside",
    printed({ private: { "../.env": { created: false, hunks: [] } } }),
    "'create-logging.lock' names '../.env', which leads out of the target.",
  ],
  [
    "naming a path outside",
    printed({ files: { "../a": lockText("a") } }),
    "'create-logging.lock' names '../a', which leads out of the target.",
  ],
  [
    "naming an absolute path",
    printed({ files: { "/etc/passwd": lockText("a") } }),
    "'create-logging.lock' names '/etc/passwd', which is absolute.",
  ],
  [
    "naming a git hook",
    printed({ patches: { ".git/hooks/x": { created: true, hunks: [] } } }),
    "'create-logging.lock' names '.git/hooks/x', which lies inside '.git'.",
  ],
])("a lock file that is %s is refused, with the next step", (_what, text, fault) => {
  let thrown: unknown;
  try {
    readLock(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RefusedError);
  expect((thrown as Error).message).toBe(
    `${fault} Restore it from version control; or delete it and pass --force to write the logging folder anew.`,
  );
});

test.each([
  ["2.0.0", "2.0.0"],
  ["1 ; rm -rf /", "latest"],
])(
  "a lock file of a newer form, version %j: refused, naming the version to run",
  (version, shown) => {
    expect(() => readLock(printed({ lockVersion: 2, version }))).toThrow(
      `'create-logging.lock' was written by a newer create-logging. Run that one: npx create-logging@${shown}.`,
    );
  },
);
