"""How this process ends, and the last record that tells of it."""

from __future__ import annotations

import atexit
import builtins
import functools
import os
import sys
import threading
import time
from opcode import opname
from types import FrameType
from typing import Any, NoReturn

from .site import CallSite, find_site
from .state import Ending, state
from .uninterrupted import uninterrupted
from .write_record import write_surely


def log_exit() -> None:
    """Leaves a stop record at every exit that runs Python, however it came to it."""
    _Exit.outermost = _find_outermost()
    _Exit.sys_exit = sys.exit
    sys.exit = _note_exit
    quitter: Any = type(getattr(builtins, "exit", None))
    if quitter.__name__ == "Quitter":  # `python -S` has none
        quitter.__call__ = _with_note(quitter.__call__)
    atexit.register(log_stop)
    for name in ("execv", "execve"):  # the others come down to these
        setattr(os, name, _after_writing(getattr(os, name)))


def log_stop() -> None:
    """Writes the stop record of a process that comes to its end now."""
    pipeline = state.pipeline
    if pipeline is None or pipeline.on_first is not None:
        return  # a forked child that has logged nothing
    ending = None if _has_returned() else state.ending
    if ending is None:
        ending = _end_of_program()
    code = "" if ending.code is None else f": exit code {ending.code}"
    level = "ERROR" if ending.code else "INFO"
    write_stop(level, ending.site, f"Stopped by {ending.cause}{code}")


def write_stop(level: str, site: CallSite, text: str) -> None:
    """Writes the last record of this process, and gives its name back."""
    pipeline = state.pipeline
    if pipeline is None:
        return
    # There is more than one way to the end: who comes second waits for the first.
    with uninterrupted, pipeline.lock:
        if state.has_stopped:
            return
        state.has_stopped = True
        pipeline.write_through()
        write_surely(level, site, f"{text}, {uptime()}")
        pipeline.end()


def uptime() -> str:
    """`up 12.3 s`"""
    return f"up {time.monotonic() - state.started:.1f} s"


def quit_process(code: int) -> NoReturn:
    """Ends the process, from any of its threads."""
    if threading.current_thread() is threading.main_thread():
        raise SystemExit(code)
    # There it would end that thread alone.
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # closed
    os._exit(code)


class _Exit:
    outermost: FrameType | None = None
    sys_exit: Any = sys.exit


def _note_exit(status: Any = None, /) -> NoReturn:
    """`sys.exit`, which leaves word of its code and its caller."""
    _note(Ending("sys.exit", find_site(1), _read_status(status)))
    _Exit.sys_exit(status)
    raise SystemExit(status)


def _with_note(call: Any) -> Any:
    """The `exit` and `quit` of scripts, likewise."""

    def note_and_call(self: Any, code: Any = None) -> Any:
        _note(Ending(f"{self.name}()", find_site(1), _read_status(code)))
        return call(self, code)

    return note_and_call


def _note(ending: Ending) -> None:
    # In another thread it ends that thread.
    if threading.current_thread() is threading.main_thread():
        state.ending = ending


def _read_status(status: Any) -> int:
    return status if isinstance(status, int) else int(status is not None)


def _after_writing(execute: Any) -> Any:
    """Another program takes the place of this one: what waits would be lost."""

    @functools.wraps(execute)
    def write_and_execute(*args: Any, **options: Any) -> Any:
        if state.pipeline is not None:
            state.pipeline.drain()
        return execute(*args, **options)

    return write_and_execute


def _find_outermost() -> FrameType | None:
    """The frame that the main thread began with: the main module, or what runs it."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None and frame.f_back is not None:
        frame = frame.f_back
    return frame


def _has_returned() -> bool:
    """Whether the program has run to its end, whatever it caught on the way."""
    frame = _Exit.outermost
    if frame is None or frame.f_lasti < 0:
        return False
    return opname[frame.f_code.co_code[frame.f_lasti]].startswith("RETURN")


def _end_of_program() -> Ending:
    if _has_returned():
        return Ending("the end of the program", find_site(), 0)
    return Ending("SystemExit: exit code not known", find_site(), None)
