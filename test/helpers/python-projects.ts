import path from "node:path";
import { expect } from "vitest";
import { readTree, type Tree } from "./apply-tree.js";
import { runCli } from "./cli-run.js";
import { makeService } from "./cli-service.js";
import { type RunOptions, type Started, start } from "./conformance-run.js";
import { python } from "./python-package.js";

/** FastAPI behind uvicorn, in a container; its requests log by the standard library. */
export const fastapiProject: Tree = {
  Dockerfile:
    'FROM python:3.12-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]\n',
  "requirements.txt": "# the web\nfastapi>=0.100  # no pin\nuvicorn[standard]\n",
  "app/__init__.py": "",
  "app/main.py": `"""The orders of the shop."""
from fastapi import FastAPI

from app.orders import find_order

app = FastAPI()


@app.get("/orders/{number}")
async def order(number: int):
    return {"order": find_order(number)}
`,
  "app/orders.py": `import logging
import warnings

log = logging.getLogger(__name__)


def find_order(number: int) -> str:
    log.info("looking for order %d", number)
    if number == 13:
        raise LookupError(f"no order {number}")
    if number == 14:
        warnings.warn("order 14 is old")
    return f"order {number}"
`,
};

/** Flask with an application factory that only .flaskenv names. */
export const flaskProject: Tree = {
  ".flaskenv": "FLASK_APP=shop:create_app\n",
  "pyproject.toml": `[project]
name = "shop"
version = "2.0.1"
dependencies = [
  "flask>=3",  # the web
]
`,
  "shop/__init__.py": `from flask import Flask


def create_app():
    app = Flask(__name__)

    from .views import pages
    app.register_blueprint(pages)
    return app
`,
  "shop/views.py": `from flask import Blueprint, current_app

pages = Blueprint("pages", __name__)


@pages.route("/")
def index():
    current_app.logger.info("asked")
    return "hello"


@pages.route("/fail")
def fail():
    raise RuntimeError("a view fails")
`,
};

/** A script that cron starts, with nothing that keeps dependencies. */
export const cronProject: Tree = {
  crontab: "# every night\r\n0 3 * * * cd /srv/tidy && /usr/bin/python3 tidy.py\r\n",
  "tidy.py": `#!/usr/bin/env python3\r
# -*- coding: latin-1 -*-\r
"""Tidies up at night, na\u00efvely."""\r
from __future__ import annotations\r
\r
import os\r
import sys\r
\r
\r
def main() -> int:\r
    if len(sys.argv) > 1:\r
        raise OSError(sys.argv[1])\r
    print("tidied", os.path.basename(__file__))\r
    return 0\r
\r
\r
if __name__ == "__main__":\r
    sys.exit(main())\r
`,
};

/** Django as `django-admin startproject shop .` leaves it, with one page more. */
export const djangoProject: Tree = {
  "requirements.txt": "Django>=4,<6\r\ngunicorn\r\n",
  "manage.py": `#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""
import os
import sys


def main():
    """Run administrative tasks."""
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
    try:
        from django.core.management import execute_from_command_line
    except ImportError as exc:
        raise ImportError("Couldn't import Django.") from exc
    execute_from_command_line(sys.argv)


if __name__ == '__main__':
    main()
`,
  "shop/__init__.py": "",
  "shop/settings.py": `SECRET_KEY = 'django-insecure-0'
DEBUG = False
ALLOWED_HOSTS = ['*']
ROOT_URLCONF = 'shop.urls'
WSGI_APPLICATION = 'shop.wsgi.application'
USE_TZ = True
TIME_ZONE = 'UTC'
`,
  "shop/urls.py": `import logging

from django.http import HttpResponse
from django.urls import path

logger = logging.getLogger(__name__)


def index(request):
    logger.info('asked')
    return HttpResponse('hello')


def fail(request):
    raise RuntimeError('a view fails')


urlpatterns = [path('', index), path('fail', fail)]
`,
  "shop/wsgi.py": serverOf("wsgi", "WSGI"),
  "shop/asgi.py": serverOf("asgi", "ASGI"),
};

/** Flask by relative imports, ahead of a loader of its own, with a Loguru set-up of its own. */
export const queuerProject: Tree = {
  ".env": "NAME_APP=queuer\nRUN_ENVIRONMENT=testing\n",
  ".flaskenv": "FLASK_APP=src.app:create_app\n",
  "requirements.txt": "Flask==3.1.2\nloguru==0.7.3\npython-dotenv==1.1.1\n",
  "src/app.py": `from flask import Flask
import logging

# as a module of the package src
from .routes.index import pages
from .logging_config import configure_logging

# the env file lies beside the package
from pathlib import Path
from dotenv import load_dotenv
from loguru import logger

BASE_DIR = Path(__file__).resolve().parents[1]
load_dotenv(BASE_DIR / ".env")


class InterceptHandler(logging.Handler):
    """Hands what the standard library logs to Loguru."""

    def emit(self, record):
        try:
            level = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
        frame, depth = logging.currentframe(), 2
        while frame.f_code.co_filename == logging.__file__:
            frame = frame.f_back
            depth += 1
        logger.opt(depth=depth, exception=record.exc_info).log(level, record.getMessage())


def create_app():
    configure_logging()

    app = Flask(__name__)
    app.logger.handlers = [InterceptHandler()]
    app.logger.setLevel(logging.INFO)
    app.register_blueprint(pages)
    logging.getLogger("library").warning("by the library")
    logger.info("application made")
    return app


app = create_app()

if __name__ == "__main__":
    app.run(debug=True)
`,
  "src/logging_config.py": `"""The logging of this application."""
import os
import sys
from loguru import logger


def configure_logging():
    logger.remove()
    app_name = os.getenv("NAME_APP")
    if not app_name:
        raise ValueError("NAME_APP is required")
    if os.getenv("RUN_ENVIRONMENT", "development") == "production":
        log_file = os.path.join(os.environ["PATH_TO_LOGS"], f"{app_name}.log")
        logger.add(log_file, level="INFO", rotation=10485760, retention=10, enqueue=True)
    else:
        logger.add(sys.stderr, level="DEBUG", format="own: {name} {message}")
    return logger
`,
  "src/routes/__init__.py": "",
  "src/routes/index.py": `from flask import Blueprint
from loguru import logger

pages = Blueprint("index", __name__)
logger.info("routes made")


@pages.route("/")
def home():
    return "hello"
`,
};

function serverOf(kind: string, name: string): string {
  return `"""
${name} config for shop project.
"""

import os

from django.core.${kind} import get_${kind}_application

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')

application = get_${kind}_application()
`;
}

/** A project that one command has set up, and that a second run of it leaves as it is. */
export async function scaffoldPython(tree: Tree, ...flags: string[]): Promise<string> {
  const root = makeService(tree);
  const args = ["--name", "shop", "--yes", "--no-install", ...flags];
  expect(await runCli(args, { cwd: root })).toMatchObject({ code: 0, stderr: "" });
  const once = readTree(root);
  expect(await runCli(args, { cwd: root })).toMatchObject({ code: 0, stderr: "" });
  expect(readTree(root)).toEqual(once);
  expect(await runCli(["upgrade", "--check"], { cwd: root })).toMatchObject({ code: 0 });
  return root;
}

/** Takes the set-up out again, of a project that has run meanwhile: every byte is as it was. */
export async function removePython(root: string, tree: Tree): Promise<void> {
  expect(await runCli(["remove", "--yes", "--no-install"], { cwd: root })).toMatchObject({
    code: 0,
  });
  const left = Object.entries(readTree(root)).filter(
    ([file]) => !/^(?!.*app_logging).*__pycache__\//.test(file),
  );
  expect(Object.fromEntries(left)).toEqual(tree);
}

/** Starts a program of the Python environment, `python` itself too, in a project, as a service `shop` in production. */
export function startIn(
  root: string,
  [tool = "", ...args]: string[],
  options: RunOptions = {},
): Started {
  const program = path.join(path.dirname(python), tool);
  const service = { folder: root, entry: () => (tool === "python" ? (args[0] ?? "") : program) };
  const { env, ...rest } = options;
  return start(service, tool === "python" ? args.slice(1) : args, {
    node: python,
    env: { NAME_APP: "shop", ...env },
    ...rest,
  });
}
