"""Records on the terminal."""

from __future__ import annotations

import os
import sys
import time

from .record import LogRecord, create_record
from .settings import formats
from .site import CallSite

_STDERR = 2

_COLOURS = {
    "TRACE": "2",
    "DEBUG": "2",
    "SUCCESS": "32",
    "WARNING": "33",
    "ERROR": "31",
    "CRITICAL": "1;31",
}


class TerminalSink:
    """
    Writes records to stderr: stdout belongs to the program. Colours only for a person
    to see.
    """

    def __init__(self) -> None:
        self._is_coloured = _is_terminal() and not os.environ.get("NO_COLOR")

    def write(self, record: LogRecord) -> bool:
        """Writes a record; False where nobody can see it."""
        line = record.line(formats.terminal)
        colour = _COLOURS.get(record.level) if self._is_coloured else None
        return _write(line if colour is None else f"\x1b[{colour}m{line}\x1b[0m")

    def end(self) -> None:
        """Nothing is left undone."""

    def begin_anew(self) -> None:
        """A forked child shares its parent's terminal."""


def report_problem(site: CallSite, text: str, level: str = "ERROR") -> None:
    """
    Says on stderr what is wrong with the logging itself, whatever the sinks of this
    environment are.
    """
    _write(create_record(level, site, text).line(formats.terminal))


class _Stderr:
    is_stuck = False
    is_torn = False


def _is_terminal() -> bool:
    try:
        return os.isatty(_STDERR)
    except OSError:
        return False


def _write(line: str) -> bool:
    """
    Writes at once, past the buffer of `sys.stderr`. Its reader may be gone (EPIPE) or
    slow (EAGAIN): both only lose the text.
    """
    # Closed when Python started: the number is another file's by now.
    if sys.__stderr__ is None:
        return False
    text = f"\n{line}\n" if _Stderr.is_torn else f"{line}\n"
    data = text.encode("utf-8", "replace")
    rest = data
    # A full pipe gets 100 ms, but not for every record: a reader that hangs must not
    # stop the service.
    for attempt in range(1 if _Stderr.is_stuck else 50):
        try:
            while rest:
                rest = rest[os.write(_STDERR, rest) :]
                _Stderr.is_stuck = False
            _Stderr.is_torn = False
            return True
        except BlockingIOError:
            if attempt < 49 and not _Stderr.is_stuck:
                time.sleep(0.002)
        except OSError:
            return False
    _Stderr.is_stuck = True
    _Stderr.is_torn = _Stderr.is_torn or len(rest) < len(data)
    return False
