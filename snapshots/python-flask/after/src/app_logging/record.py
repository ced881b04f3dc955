"""What one call of the logger becomes."""

from __future__ import annotations

import os
import threading
import traceback
from datetime import datetime
from typing import Any

from .line import Clock, contain
from .settings import formats
from .site import CallSite

_SHOWS_EXTRA = "{extra" in formats.terminal + formats.file


class LogRecord:
    """A record that no longer changes, whatever the program does to what it logged."""

    def __init__(self, fields: dict[str, Any], text: str) -> None:
        self.level: str = fields["level"]
        self._fields = {**fields, "message": contain(text)}
        #: Whether any sink has taken it.
        self.is_written = False

    def line(self, pattern: str) -> str:
        """The record as a line, without the line feed."""
        return pattern.format_map(self._fields)


def record_of(message: Any) -> LogRecord:
    """The record of what Loguru hands over: the message, and a traceback behind it."""
    record = message.record
    fields = {
        "time": Clock(record["time"]),
        "level": record["level"].name,
        "name": contain(record["module"]),
        "module": contain(record["module"]),
        "function": contain(record["function"]),
        "line": record["line"],
        "file": contain(record["file"].name),
        "process": record["process"].id,
        "thread": record["thread"].id,
        "extra": _Extra(record["extra"] if _SHOWS_EXTRA else {}),
    }
    return LogRecord(fields, message[:-1] if message.endswith("\n") else str(message))


def create_record(level: str, site: CallSite, text: str) -> LogRecord:
    """A record that does not come by Loguru."""
    fields = {
        "time": Clock(datetime.now().astimezone()),
        "level": level,
        "name": contain(site.module),
        "module": contain(site.module),
        "function": contain(site.function),
        "line": site.line,
        "file": contain(os.path.basename(site.file)),
        "process": os.getpid(),
        "thread": threading.get_ident(),
        "extra": _Extra({}),
    }
    return LogRecord(fields, text)


def show(value: object) -> str:
    """A value as text, or a word in its place where it raises."""
    try:
        return str(value)
    except Exception:  # noqa: BLE001
        return f"<unprintable {type(value).__name__} object>"


def format_error(error: BaseException) -> str:
    """The traceback of an error as Python shows it: without values."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return "".join(lines).rstrip("\n")


class _Extra(dict[str, str]):
    """What `logger.bind` was given, as text; empty for a key that was not."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__({key: contain(show(value)) for key, value in values.items()})

    def __missing__(self, key: str) -> str:
        return ""
