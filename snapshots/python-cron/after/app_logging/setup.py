"""Starts logging for a service: the first import of its entrypoint."""

from __future__ import annotations

from .settings import children
from .start import start_logging

# What is imported after it may log, and does not run unless the guard lets it.
start_logging(children)
