"""What a forked child inherits."""

from __future__ import annotations

import atexit
import functools
import os
import threading
import time
from collections.abc import Callable
from multiprocessing import util
from multiprocessing.process import BaseProcess
from typing import Any

from .ending import log_stop
from .excepthook import log_crash
from .log_name import forget_name
from .signals import hold_signals, release_signals
from .site import find_site, site_of_error
from .state import Ending, state
from .uninterrupted import uninterrupted


def follow_forks(start: Callable[[], None]) -> None:
    """
    Makes each forked child a process of its own, with its own name and file, from its
    first record on: many only call `exec`, and get no further than this.
    """

    def prepare() -> None:
        hold_signals()
        state.forking.add(threading.get_ident())

    def go_on() -> None:
        state.forking.discard(threading.get_ident())
        release_signals()

    def begin_anew() -> None:
        forget_name()
        uninterrupted.begin_anew()
        state.forking.clear()
        state.ending = None
        state.has_stopped = False
        state.pid = os.getpid()
        state.started = time.monotonic()
        if state.pipeline is not None:
            state.pipeline.begin_anew(start)
        release_signals()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=prepare,
            after_in_parent=go_on,
            after_in_child=begin_anew,
        )
    _follow_multiprocessing()


def _follow_multiprocessing() -> None:
    # A parent waits for its children in there: it has not stopped before that.
    wait_for_children = getattr(util, "_exit_function", None)
    if wait_for_children is not None:
        atexit.unregister(wait_for_children)
        atexit.register(wait_for_children)
    bootstrap = getattr(BaseProcess, "_bootstrap", None)
    if bootstrap is not None:
        kind: Any = BaseProcess
        kind._bootstrap = _with_stop_record(bootstrap)


def _with_stop_record(bootstrap: Any) -> Any:
    """
    The whole life of a child. It ends by `os._exit`, which skips what atexit has, and
    what its `run` raises is caught in there and shown on stderr alone.
    """

    @functools.wraps(bootstrap)
    def live(process: Any, *args: Any, **options: Any) -> Any:
        process.run = _with_records(process.run)
        code = bootstrap(process, *args, **options)
        log_stop()
        return code

    return live


def _with_records(run: Callable[[], None]) -> Callable[[], None]:
    def run_with_records() -> None:
        try:
            run()
            state.ending = Ending("the end of the program", find_site(), 0)
        except SystemExit as error:
            code = error.code
            number = code if isinstance(code, int) else int(code is not None)
            state.ending = Ending("sys.exit", site_of_error(error), number)
            raise
        except Exception as error:
            log_crash(error)
            state.ending = Ending("an uncaught error", site_of_error(error), 1)
            raise

    return run_with_records
