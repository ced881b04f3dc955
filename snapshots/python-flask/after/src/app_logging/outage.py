"""A time in which a log file can't be written."""

from __future__ import annotations

from .record import LogRecord, create_record
from .site import find_site
from .terminal_sink import report_problem


class Outage:
    """Counts what it costs: one line on stderr per outage, not per record."""

    def __init__(self) -> None:
        #: Records dropped since it began; 0 while all is well.
        self.dropped = 0
        self._reason = ""

    def count(self, path: str, error: Exception) -> None:
        """Counts a record that can't be written."""
        self._reason = str(error)
        if self.dropped == 0:
            self._report(path, "can't be written, records are dropped until it can")
        self.dropped += 1

    def describe(self) -> LogRecord:
        """Tells in the log, once it can be written again, what it lacks."""
        text = f"{self.dropped} records were dropped before this one: {self._reason}"
        return create_record("WARNING", find_site(), text)

    def report_lost(self, path: str) -> None:
        """Tells on stderr, at the end of the process, what the log lacks."""
        self._report(path, f"lacks the last {self.dropped} records")

    def _report(self, path: str, what: str) -> None:
        report_problem(find_site(), f"'{path}' {what}: {self._reason}")
