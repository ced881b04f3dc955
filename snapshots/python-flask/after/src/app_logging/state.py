"""What this process logs, and where to."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .site import CallSite

if TYPE_CHECKING:
    from .pipeline import Pipeline


@dataclass
class Ending:
    """What is about to end this process, and where it was decided."""

    cause: str
    site: CallSite
    #: None where the cause says it all.
    code: int | None


@dataclass
class LoggingState:
    """One for the whole process."""

    #: The service's name; None until setup has run.
    service: str | None = None
    pipeline: Pipeline | None = None
    #: The number of our handler in Loguru.
    handler: int | None = None
    ending: Ending | None = None
    has_stopped: bool = False
    #: Of the process that this is about: a forked child begins with its parent's.
    pid: int = field(default_factory=os.getpid)
    started: float = field(default_factory=time.monotonic)
    #: The threads that are about to fork: they hold Loguru's locks.
    forking: set[int] = field(default_factory=set)


def _share() -> LoggingState:
    # Two copies of this package in one process (a library's own) are one logger.
    shared = vars(sys).setdefault("_create_logging", LoggingState())
    assert hasattr(shared, "pipeline")
    return shared  # type: ignore[no-any-return]


state = _share()
