import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { evaluateLocation } from "../../../generators/patch/python/evaluate-location.js";
import { loadPythonParser } from "../../../generators/patch/python/parse-python.js";
import { openProject, readModules } from "../../../generators/patch/python/python-project.js";
import { makePackage } from "../../helpers/patch-package.js";

const python = path.join(import.meta.dirname, "../../../.venv/bin/python");

const told = [
  "__file__",
  "Path(__file__).resolve().parents[1] / '.env'",
  "Path(__file__).resolve().parent.parent.parent / 'deploy' / \".env\"",
  "Path(__file__).parent.joinpath('..', '.env').resolve()",
  "pathlib.Path(os.path.dirname(os.path.abspath(__file__)), '.env')",
  "os.path.join(os.path.dirname(__file__), '..', '.env')",
  "join(dirname(dirname(realpath(__file__))), '.env')",
  "os.path.dirname(os.path.dirname(__file__)) + '/.env'",
  "f'{os.path.dirname(__file__)}/config/{NAME}'",
  "os.path.join(os.path.dirname(__file__), os.pardir, '.env')",
  "os.path.normpath(os.path.join(HERE, '../../.env'))",
  "str(Path(os.getcwd()) / '.env')",
  "Path.cwd() / 'config' / '.env'",
  "Path() / '.env'",
  "Path('.') / '.env'",
  "Path('config').parent / '.env'",
  "os.path.abspath('config/.env')",
  "os.path.join(os.path.abspath(os.curdir), '.env')",
  "'.env'",
  "r'.env'",
  "r'con\\d.env'",
  "'con' 'fig/.env'",
  "('config/' '.env')",
  "ROOT / '.env'",
  "os.path.join('/etc', 'service.env')",
  "Path('/etc/service/x').parent / '.env'",
  "os.path.join(HERE, '/etc/service.env')",
  "(Path(__file__).parent / 'a' / 'b').parent / NAME",
  "settings.BASE / '.env'",
  "Path(ROOT, 'x', NAME).as_posix()",
];
const untold = [
  "os.environ['ENV_FILE']",
  "sys.argv[1]",
  "Path.home() / '.env'",
  "find()",
  "CHANGING / '.env'",
  "f'.env.{sys.platform}'",
  "f'{NAME!r}'",
  "b'.env'",
  "'\\N{FULL STOP}env'",
  "'%s/.env' % HERE",
  "Path(__file__).parents[n]",
  "'.env' if DEBUG else '.env.production'",
];

const text = (expressions: string[]) => `import os, pathlib, sys
from os.path import dirname, join, realpath
from pathlib import Path

from app import settings
from app.settings import BASE as ROOT

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "service.env"
CHANGING = HERE
CHANGING = NAME
values = [
${expressions.map((expression) => `    (${expression}),`).join("\n")}
]
`;
const open = makePackage({
  "app/settings.py":
    "from pathlib import Path\n\nBASE: Path = Path(__file__).resolve(strict=False).parent.parent\n",
  "app/core/env.py": text([...told, ...untold]),
  "app/core/run.py": `${text(told)}print("\\n".join(os.path.abspath(value) for value in values))\n`,
});
afterAll(() => open.remove());

const parse = await loadPythonParser();
const project = openProject(readModules(parse, open.root), open.root, "app_logging", [""]);
const module = project.read("app/core/env.py");
const list = module?.constants.get("values")?.getChildren("ParenthesizedExpression") ?? [];
const [, ...lines] = execFileSync(python, ["-B", "-m", "app.core.run"], { cwd: open.root })
  .toString()
  .trimEnd()
  .split("\n");

it.each(told.map((expression, index) => [expression, index] as const).slice(1))(
  "%s is what Python makes of it",
  (_, index) => {
    const node = list[index];
    const location = module && node && evaluateLocation(project, module, node);
    expect(location?.anchor).toMatch(/target|cwd|text/);
    const found = location && "path" in location ? location.path : "";
    expect(path.resolve(open.root, found)).toBe(lines[index - 1]);
  },
);

it.each(untold.map((expression, index) => [expression, index] as const))(
  "%s can't be told",
  (_, index) => {
    const node = list[told.length + index];
    expect(node).toBeDefined();
    expect(module && node && evaluateLocation(project, module, node)).toBeUndefined();
  },
);
