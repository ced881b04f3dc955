"""The log name that this process has, one for all of its threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from .claim import Claim


@dataclass
class LogName:
    """`app`, or `app~2` where another process has that."""

    directory: str
    service: str
    slot: int = 1
    #: None where none could be made.
    claim: Claim | None = None
    #: By this process's clock, whether or not it could be done.
    refresh_tried_at: float = 0
    #: Whether the name was given back.
    is_released: bool = False
    #: Whether runs that ended without a stop record are still to be looked for.
    is_sweep_due: bool = False
    #: What is to be logged about the name.
    notes: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)


class _Holder:
    log_name: LogName | None = None


def current() -> LogName | None:
    """What this process has, to be used under its lock; None where it writes no file."""
    return _Holder.log_name


def set_current(log_name: LogName) -> None:
    """Makes it what this process has."""
    _Holder.log_name = log_name


def forget_name() -> None:
    """Leaves the name to the parent, in a forked child: its lock, too, may be held."""
    _Holder.log_name = None
