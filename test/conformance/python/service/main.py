"""A service of many scenarios: `main.py <scenario> [arguments]`."""

from app_logging import setup as _setup  # noqa: F401
import sys

import scenarios

if __name__ == "__main__":
    getattr(scenarios, sys.argv[1])(*sys.argv[2:])
