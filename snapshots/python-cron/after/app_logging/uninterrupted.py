"""What no signal interrupts."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class _Uninterrupted:
    """
    A record that is being written. Python runs signal handlers in the main thread, in
    the midst of anything: one that raises there would lose the record and have its
    error taken for the disk's, and one that ends the process would cut it short.
    """

    def __init__(self) -> None:
        self._main_thread = threading.main_thread().ident
        self._depth = 0
        self._put_off: deque[Callable[[], None]] = deque()

    def __enter__(self) -> None:
        if threading.get_ident() == self._main_thread:
            self._depth += 1

    def __exit__(self, *error: object) -> None:
        if threading.get_ident() == self._main_thread:
            self._depth -= 1
            self._catch_up()

    def run(self, handle: Callable[[], None]) -> None:
        """Runs what a signal does: now, or as soon as the record is written."""
        self._put_off.append(handle)
        self._catch_up()

    def begin_anew(self) -> None:
        """In a forked child, where the thread that forked is the main thread."""
        if threading.get_ident() != self._main_thread:
            self._main_thread = threading.get_ident()
            self._depth = 0
        self._put_off.clear()

    def _catch_up(self) -> None:
        if self._depth > 0 or not self._put_off:
            return
        try:
            self._put_off.popleft()()
        finally:
            self._catch_up()  # whatever that one has raised


uninterrupted = _Uninterrupted()
