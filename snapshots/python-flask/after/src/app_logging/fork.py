"""What a forked child inherits."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing import util

from .ending import log_stop
from .excepthook import log_crash
from .site import find_site, site_of_error
from .state import Ending, state


def follow_forks(start: Callable[[], None]) -> None:
    """
    Makes each forked child a process of its own, with its own name and file, from its
    first record on: many only call `exec`, and get no further than this.
    """

    def begin_anew() -> None:
        state.ending = None
        state.has_stopped = False
        state.killer = None
        state.started = time.monotonic()
        if state.pipeline is not None:
            state.pipeline.begin_anew(start)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=begin_anew)
    _follow_multiprocessing()


def _follow_multiprocessing() -> None:
    # Its children end by `os._exit`, which skips what atexit has. What a forked one has
    # inherited of this list is forgotten, so it registers anew.
    util.register_after_fork(_end_child, _at_end_of_child)
    _at_end_of_child(_end_child)
    # A parent waits for its children in there: it has not stopped before that.
    wait_for_children = getattr(util, "_exit_function", None)
    if wait_for_children is not None:
        atexit.unregister(wait_for_children)
        atexit.register(wait_for_children)


def _at_end_of_child(end: Callable[[], None]) -> None:
    util.Finalize(None, end, exitpriority=_LAST)


_LAST = -1_000_000


def _end_child() -> None:
    """Called while the error that ended the child, if any, is under way."""
    if multiprocessing.parent_process() is None:
        return
    error = sys.exc_info()[1]
    if isinstance(error, SystemExit):
        if state.ending is None:
            code = error.code if isinstance(error.code, int) else int(bool(error.code))
            state.ending = Ending("SystemExit", find_site(), code)
    elif error is not None:
        log_crash(error)
        state.ending = Ending("an uncaught error", site_of_error(error), 1)
    else:
        state.ending = Ending("the end of the program", find_site(), 0)
    log_stop()
