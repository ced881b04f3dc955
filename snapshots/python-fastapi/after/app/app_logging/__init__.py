"""The log of this service: what the rest of the program imports."""

from __future__ import annotations

from loguru import logger

from .child_process import child_env, watch_child
from .exit_helper import exit_with_reason
from .sinks import log_to_terminal

__all__ = ["child_env", "exit_with_reason", "logger", "watch_child"]

# Until setup has run, in a unit test or a script, say.
log_to_terminal()
