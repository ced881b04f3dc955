"""What happens to errors that nobody catches."""

from __future__ import annotations

import _thread
import sys
import threading
from types import TracebackType
from typing import Any

from .record import show
from .site import find_site, site_of_error
from .state import Ending, state
from .terminal_sink import report_problem
from .write_record import write_error


def log_crashes() -> None:
    """
    Leaves a CRITICAL record of each. Hooks that somebody else has set are still called;
    Python's own, which prints the error once more, only where it could not be written.
    """
    _Hooks.main, sys.excepthook = sys.excepthook, _on_error
    _Hooks.thread, threading.excepthook = threading.excepthook, _on_thread_error
    _Hooks.unraisable, sys.unraisablehook = sys.unraisablehook, _on_unraisable


def log_crash(error: BaseException, more: str = "") -> bool:
    """Writes the record of an uncaught error; False where it could not be written."""
    try:
        kind = type(error).__name__
        message = show(error)
        text = f"Uncaught {kind}: {message}" if message else f"Uncaught {kind}"
        return write_error(site_of_error(error), text + more, error)
    except Exception as own_error:  # noqa: BLE001
        reason = f"{type(own_error).__name__}: {show(own_error)}"
        report_problem(find_site(), f"The crash hook failed: {reason}")
        return False


# Python 3.9 has no public name for it.
_THREAD_DEFAULT: Any = getattr(
    threading, "__excepthook__", getattr(_thread, "_excepthook", None)
)


class _Hooks:
    main: Any = None
    thread: Any = None
    unraisable: Any = None


def _on_error(
    kind: type[BaseException],
    error: BaseException | None,
    traceback: TracebackType | None,
) -> None:
    error = kind() if error is None else error
    if issubclass(kind, KeyboardInterrupt):
        state.ending = Ending("SIGINT", find_site(), None)
        _Hooks.main(kind, error, traceback)
        return
    state.ending = Ending("an uncaught error", site_of_error(error), 1)
    is_written = log_crash(error)
    if not is_written or _Hooks.main is not sys.__excepthook__:
        _Hooks.main(kind, error, traceback)


def _on_thread_error(args: Any) -> None:
    error = args.exc_value
    if error is None or isinstance(error, SystemExit):
        _Hooks.thread(args)
        return
    name = "" if args.thread is None else f" (in thread {args.thread.name})"
    is_written = log_crash(error, name)
    if not is_written or _Hooks.thread is not _THREAD_DEFAULT:
        _Hooks.thread(args)


def _on_unraisable(args: Any) -> None:
    error = args.exc_value
    is_written = False
    if isinstance(error, BaseException):
        what = args.err_msg or "Exception ignored in"
        is_written = log_crash(error, f" ({what}: {_show_object(args.object)})")
    if not is_written or _Hooks.unraisable is not sys.__unraisablehook__:
        _Hooks.unraisable(args)


def _show_object(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001
        return f"<unprintable {type(value).__name__} object>"
