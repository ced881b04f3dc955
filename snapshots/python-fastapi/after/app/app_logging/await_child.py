"""Waits for a child without taking from the program what it wants to know."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

_POLL_SECONDS = 0.1
_COURTESY_SECONDS = 0.5
# The program has asked before we could: it knows in an instant.
_PATIENCE_SECONDS = 5


def await_child(process: Any) -> int | None:
    """
    The exit code of a child that is still to end, or a signal's number below 0; None
    where that can't be found out.
    """
    while process.pid is None:
        time.sleep(_POLL_SECONDS)  # a Process that is not started yet
    if hasattr(os, "waitid"):
        try:
            # Without WNOWAIT the program itself could not ask any more.
            result = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        except ChildProcessError:
            return _await_known(process, _PATIENCE_SECONDS)
        if result is not None:
            has_exited = result.si_code == os.CLD_EXITED
            return result.si_status if has_exited else -result.si_status
    return _await_known(process, None)


def _await_known(process: Any, patience: float | None) -> int | None:
    """What the process object itself knows, or comes to know."""
    if isinstance(process, BaseProcess):
        wait([process.sentinel])  # of a fork server it is no child of ours
        # Its exit code can be read but once: the program, if it waits for it, is first.
        time.sleep(_COURTESY_SECONDS)
        return process.exitcode
    waited = 0.0
    while process.returncode is None and (patience is None or waited < patience):
        if patience is None and hasattr(process, "poll"):
            process.poll()  # no waitid: Windows, macOS
        time.sleep(_POLL_SECONDS)
        waited += _POLL_SECONDS
    code: int | None = process.returncode
    return code
