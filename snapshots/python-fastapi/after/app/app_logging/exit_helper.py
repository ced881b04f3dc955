"""The one way to end a service on purpose."""

from __future__ import annotations

from typing import NoReturn

from .ending import quit_process
from .record import show
from .site import find_site
from .state import Ending, state
from .write_record import write_surely


def exit_with_reason(reason: object, code: int = 1) -> NoReturn:
    """
    Logs why the service stops, at the place that calls this, and ends the process. The
    record is on disk by then: no delay is needed before or after. Code 0 is for a
    deliberate stop.
    """
    site = find_site(1)
    write_surely("INFO" if code == 0 else "ERROR", site, show(reason))
    state.ending = Ending("exit_with_reason", site, code)
    quit_process(code)
