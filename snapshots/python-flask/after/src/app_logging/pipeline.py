"""The way of a record to the sinks."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Any

from .record import LogRecord, create_record, record_of, show
from .site import find_site, find_site_outside
from .state import state
from .terminal_sink import report_problem
from .uninterrupted import uninterrupted
from .watched_calls import WatchedCalls
from .writer import Writer

# So many records wait, at most, and are lost if the process is killed. A caller that is
# further ahead of the writing thread writes them itself, which is faster than waiting.
_MOST_WAITING = 100


class Pipeline:
    """
    What Loguru takes for its sink, and for the queue ahead of it. It holds no record
    back that can't be pickled, and a record may be added at any instant: in `__del__`,
    while another is being written.
    """

    # Loguru draws with characters of it.
    encoding = "utf-8"

    def __init__(self, writers: Iterable[Writer], *, is_queued: bool) -> None:
        self.writers = list(writers)
        #: Whether a record is on disk when the call that logs it returns.
        self.is_direct = not is_queued
        #: How many records have come by Loguru.
        self.taken = 0
        #: How many records, of all, a sink has written.
        self.written = 0
        #: Called ahead of the first record.
        self.on_first: Callable[[], None] | None = None
        self._begin()

    def _begin(self) -> None:
        self._waiting: deque[LogRecord] = deque()
        # Unlike a lock, it may be used by what interrupts its use.
        self._wake: SimpleQueue[bool] = SimpleQueue()
        self.lock = threading.RLock()
        self._is_draining = False
        self._has_ended = False
        self.calls = WatchedCalls()

    def write(self, message: Any) -> None:
        """Takes a record of Loguru's."""
        self.add(record_of(message))
        self.taken += 1
        self.calls.take()

    def put(self, item: Any) -> None:
        """Takes a record as Loguru's queue does: True and None wait for the others."""
        if isinstance(item, str):
            return self.write(item)
        self.drain()
        if item is None:
            self._wake.put(False)

    def get(self) -> None:
        """Loguru's writing thread spends its life in here; returns when it ends."""
        while self._wake.get():
            self.drain()

    def add(self, record: LogRecord) -> None:
        """Takes any record."""
        with uninterrupted:
            first, self.on_first = self.on_first, None
            if first is not None:
                first()
            self._waiting.append(record)
            if self.is_direct or len(self._waiting) > _MOST_WAITING:
                self.drain()
            elif self._wake.empty():
                self._wake.put(True)

    def drain(self) -> None:
        """Writes what waits; on return all of it is written."""
        with uninterrupted, self.lock:
            if self._is_draining:
                return  # interrupted by `__del__`: it goes on with this record
            while self._waiting:
                self._is_draining = True
                try:
                    while self._waiting:
                        self._deliver(self._waiting.popleft())
                finally:
                    self._is_draining = False

    def write_through(self) -> None:
        """From now on a record is on disk when the call returns: the end is near."""
        self.is_direct = True
        self.drain()

    def end(self) -> None:
        """Ends the sinks; what is logged after that still gets through."""
        with self.lock:
            self._has_ended = True
            for writer in self.writers:
                writer.end()

    def stop(self) -> None:
        """Loguru lets go of it: at the end, or because the program has asked for that."""
        self.write_through()
        if state.pipeline is self and state.service and not self._has_ended:
            text = "This log was removed from Loguru: what follows may not be in it"
            self.add(create_record("WARNING", find_site_outside("loguru"), text))

    def begin_anew(self, on_first: Callable[[], None]) -> None:
        """
        In a forked child: what waits is the parent's. No thread writes here, so every
        record is written at once: children of multiprocessing end by `os._exit`.
        """
        self._begin()
        self.is_direct = True
        self.on_first = on_first
        for writer in self.writers:
            writer.begin_anew()

    def __reduce__(self) -> tuple[Callable[[], Pipeline], tuple[()]]:
        # A logger that is sent to another process logs there as that process does.
        return _own_pipeline, ()

    def _deliver(self, record: LogRecord) -> None:
        for writer in self.writers:
            try:
                if writer.write(record):
                    record.is_written = True
                    self.written += 1
            except Exception as error:  # noqa: BLE001
                reason = f"{type(error).__name__}: {show(error)}"
                report_problem(find_site(), f"The logging itself failed: {reason}")


def _own_pipeline() -> Pipeline:
    return state.pipeline or Pipeline((), is_queued=False)
