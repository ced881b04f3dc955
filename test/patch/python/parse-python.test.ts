import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { fillParserGaps } from "../../../generators/patch/python/fill-parser-gaps.js";
import { loadPythonParser, parsePython } from "../../../generators/patch/python/parse-python.js";
import { listFiles } from "../../../generators/target/list-files.js";

const packages = path.join(import.meta.dirname, "../../../.venv/lib");

describe("Python that the grammar lacks", () => {
  it.each([
    "async def lifespan(app):\n    start()\n    yield\n    stop()\n",
    "def f():\n    x = yield  # wait\n    return (yield)\n",
    "for first, *rest in pairs: pass\n",
    "x = [a for a, *_ in b]\n",
    "x = (6., 4.)\ny = 1.\n",
    "with lock as self.held: pass\n",
    "with pair() as (first, second): pass\n",
    "with pair() as (\n    first,\n    second,\n):\n    pass\n",
    "match x:\n    case str() | ast.Name():\n        pass\n",
    "with (open(a) as b, open(f(c)) as d):\n    pass\n",
    "with (\n    open(a) as b,\n    open(c) as d,\n):\n    pass\n",
    "import a\n\f\n\f# page\nimport b\n",
    "if x:\n    y\n    ",
  ])("is no syntax error: %j", async (text) => {
    expect(await parsePython(text)).toHaveProperty("tree");
    expect(fillParserGaps(text)).toHaveLength(text.length);
  });

  it.each([
    ["print 'x'\n", 1],
    ["import a\nprint >>f, x\n", 2],
    ["x = 1\n\ny = (\n", 4],
    ["def f():\n    return 1 +\n", 2],
  ])("what is one stays one: %j", async (text, line) => {
    expect(await parsePython(text)).toEqual({ reason: expect.any(String), line });
  });

  it("is in none of the packages that the tests have", async () => {
    const parse = await loadPythonParser();
    const wanted =
      /site-packages\/(?:fastapi|flask|uvicorn|gunicorn|loguru|dotenv|starlette)\/.*\.py$/;
    const { files } = listFiles(packages, () => false);
    const sources = files.filter((file) => wanted.test(file));
    expect(sources.length).toBeGreaterThan(150);
    const refused = sources.filter((file) => {
      return "reason" in parse(readFileSync(path.join(packages, file), "utf8"));
    });
    expect(refused).toEqual([]);
  });
});
