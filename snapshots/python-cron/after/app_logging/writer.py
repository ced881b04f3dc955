"""What every sink of ours is."""

from __future__ import annotations

from typing import Protocol

from .record import LogRecord


class Writer(Protocol):
    """Where records end up."""

    def write(self, record: LogRecord) -> bool:
        """Writes a record; False where it could not."""

    def end(self) -> None:
        """Says what the end of the process leaves undone."""

    def begin_anew(self) -> None:
        """Lets go of what a forked child has inherited."""
