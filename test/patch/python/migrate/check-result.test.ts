import { expect, test } from "vitest";
import { findBroken } from "../../../../generators/patch/python/migrate/check-result.js";
import type { PythonModule } from "../../../../generators/patch/python/migrate/module.js";
import { makeProject } from "../../../../generators/patch/python/migrate/project.js";
import { readModule } from "../../../../generators/patch/python/migrate/read-module.js";
import { parsePython } from "../../../../generators/patch/python/parse-python.js";

async function broken(files: Record<string, string>, changed: Record<string, string>) {
  const modules = new Map<string, PythonModule>();
  for (const [file, text] of Object.entries(files)) {
    const source = await parsePython(text);
    if (!("tree" in source)) throw new Error(source.reason);
    const decoded = { text, encode: (each: string) => Buffer.from(each) };
    modules.set(file, readModule(file, source, decoded, ""));
  }
  const project = makeProject("/nowhere", modules, [""]);
  return findBroken(project, new Map(Object.entries(changed)), project.resolve);
}

const files = {
  "main.py": "from log import set_up, gone\nset_up()\nunknown()\n",
  "log.py": "import sys\ndef set_up():\n    print(sys.argv)\n",
};

test.each([
  ["nothing", { "log.py": "import sys\n\ndef set_up():\n    sys.exit()\n" }, []],
  ["a text that is no Python", { "log.py": "def set_up(:\n" }, ["log.py"]],
  ["a name that nothing binds", { "log.py": "def set_up():\n    print(sys.argv)\n" }, ["log.py"]],
  ["a name that another module imports", { "log.py": "import sys\n" }, ["log.py"]],
  ["what was wrong before", { "main.py": "from log import gone\nunknown()\n" }, []],
])("of a changed project is found broken: %s", async (_what, changed, expected) => {
  expect(await broken(files, changed as Record<string, string>)).toEqual(expected);
});

test.each([
  ["a parameter", "def f(a, *b, c=1, **d):\n    return a, b, c, d\n"],
  [
    "a loop, a with and an except",
    "import os\nfor i, (j, k) in os.x:\n    i, j, k\nwith os as w:\n    w\ntry:\n    1\nexcept os.E as e:\n    e\n",
  ],
  ["comprehensions", "import os\n[p for p in os.x if p]\n{k: v for k, v in os.x}\n"],
  ["an assignment in an expression", "if (n := 1):\n    n\n[m for _ in 'x' if (m := 2)]\nm\n"],
  ["a global of a function", "def f():\n    global g\n    g = 1\n\ng\n"],
  ["a keyword argument", "import os\nos.f(level=1)\n"],
  [
    "a match",
    "import os\nmatch os.x:\n    case [a, *b]:\n        a, b\n    case os.C(name=n) as whole:\n        n, whole\n",
  ],
  ["a lambda", "import os\nos.f(lambda u, w=1: u + w)\n"],
  [
    "a method beside a class's own name",
    "class C:\n    x = 1\n    y = x\n    def f(self):\n        return self\n",
  ],
])("no name is free where it is bound by %s", async (_what, text) => {
  const source = await parsePython(text);
  if (!("tree" in source)) throw new Error(source.reason);
  const module = readModule("a.py", source, { text, encode: () => undefined }, "");
  expect(module.free.map(({ name }) => name)).toEqual([]);
});
