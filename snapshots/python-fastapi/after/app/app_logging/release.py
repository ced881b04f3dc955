"""Gives the log name back, and leaves word in the claim before that."""

from __future__ import annotations

import time

from .claim import HELD, STOPPED, mark_claim, remove_claim
from .log_name import LogName, current
from .times import to_iso


def release_name() -> None:
    """
    Gives the name back: after the stop record, whatever is still logged asks for a name
    first.
    """
    own = current()
    if own is None:
        return
    with own.lock:
        own.is_released = True
        _drop_claim(own)


def release_again() -> None:
    """Gives back the name under which a record was written after the release."""
    own = current()
    if own is None or not own.is_released:
        return
    with own.lock:
        _drop_claim(own)


def is_name_uncertain() -> bool:
    """
    Whether another process may have the name by now: then every record takes a look
    before it is written.
    """
    own = current()
    return own is not None and (own.claim is None or own.is_released)


def note_danger(danger: str) -> None:
    """
    Leaves word for the next start, should the process end of this without a stop record:
    `SIGTERM`, or `uncaughtException`.
    """
    own = current()
    if own is None:
        return
    with own.lock:
        if own.claim is None or own.is_released:
            return
        try:
            mark_claim(own.claim, f"{HELD}signalled {danger} {to_iso(time.time())}\n")
        except OSError:
            pass  # gone


def _drop_claim(own: LogName) -> None:
    if own.claim is None or remove_claim(own.claim):
        return
    try:
        mark_claim(own.claim, STOPPED)
    except OSError:
        pass  # gone
