"""Starts logging for a child process that lies in the same package as its parent."""

from __future__ import annotations

from .start import start_logging

# It shares the settings, but starts no children and needs no names for them.
start_logging(())
