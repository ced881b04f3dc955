"""Which version of the service this is."""

from __future__ import annotations

import os
import re
import sys

_VERSION = re.compile(
    r"^\[(?:project|tool\.poetry)\][^\[]*?^version\s*=\s*[\"']([^\"'\n]+)", re.MULTILINE
)


def find_app_version(folder: str | None = None) -> str | None:
    """The version in the pyproject.toml next above what runs; None if there is none."""
    above = os.path.abspath(folder or _main_folder())
    while True:
        try:
            path = os.path.join(above, "pyproject.toml")
            with open(path, encoding="utf-8", errors="replace") as file:
                match = _VERSION.search(file.read())
            return None if match is None else match[1]
        except OSError:
            if above == os.path.dirname(above):
                return None
            above = os.path.dirname(above)


def _main_folder() -> str:
    # Of a server such as uvicorn the main script lies elsewhere: the service is where
    # it was started.
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    folder = os.path.dirname(os.path.abspath(script or ""))
    is_tool = folder == os.path.dirname(sys.executable) or "site-packages" in folder
    return os.getcwd() if script is None or is_tool else folder
