"""Whether a call of Loguru's logger leads to this log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Call:
    """A call of Loguru's logger."""

    is_taken = False


class WatchedCalls(threading.local):
    """The calls of each thread; one may interrupt another, in `__del__`."""

    current: Call | None = None

    @contextmanager
    def watch(self) -> Iterator[Call]:
        """Watches one call."""
        outer = self.current
        call = self.current = Call()
        try:
            yield call
        finally:
            self.current = outer

    def take(self) -> None:
        """Says that the record of the current call is here."""
        if self.current is not None:
            self.current.is_taken = True
