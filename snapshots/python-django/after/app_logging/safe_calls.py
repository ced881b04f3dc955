"""Logging never raises into the program, whatever it is given."""

from __future__ import annotations

import sys
import traceback
from typing import Any

from loguru import logger

from .pipeline import Pipeline
from .record import create_record, show
from .site import find_site


def make_calls_safe(pipeline: Pipeline) -> None:
    """
    Sees to it that a record whose values can't be formatted is written as far as they
    can, and so is one that is logged while Loguru, which is not re-entrant, logs another
    in the same thread: in a signal handler, in `__del__`.
    """
    kind: Any = type(logger)
    log = getattr(kind, "_log", None)
    if log is None:
        return  # a Loguru to come: its calls are as safe as it makes them
    unmade = _Unmade(pipeline)

    def safe_log(
        self: Any,
        level: Any,
        from_decorator: bool,
        options: Any,
        message: Any,
        args: Any,
        kwargs: Any,
    ) -> None:
        with pipeline.watch_call() as call:
            try:
                deeper = (options[0], options[1] + 1, *options[2:])
                log(self, level, from_decorator, deeper, message, args, kwargs)
                if unmade.count > 0:
                    unmade.say()
            except Exception as error:
                if call.is_taken:
                    return  # it is another sink that failed
                try:
                    site = find_site(options[1] + 2)
                    text = _format(message, args, kwargs) + _format_error(options[0])
                    pipeline.add(create_record(_name_of(level), site, text))
                except Exception:
                    unmade.count += 1
                    unmade.error = error

    kind._log = safe_log


class _Unmade:
    """Records that could not be made: the stack was at its end, say."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.count = 0
        self.error: Exception | None = None
        self._pipeline = pipeline

    def say(self) -> None:
        """Says so, as soon as that can be done."""
        count, self.count = self.count, 0
        reason = f"{type(self.error).__name__}: {show(self.error)}"
        text = f"{count} records could not be made: {reason}"
        self._pipeline.add(create_record("WARNING", find_site(), text))


def _name_of(level: Any) -> str:
    try:
        return logger.level(level).name
    except (ValueError, TypeError):
        return "ERROR"  # a number, or no level


def _format(message: Any, args: Any, kwargs: Any) -> str:
    try:
        return str(message.format(*args, **kwargs)) if args or kwargs else str(message)
    except Exception:
        named = [f"{name}={show(value)}" for name, value in kwargs.items()]
        return " ".join([show(message), *map(show, args), *named])


def _format_error(exception: Any) -> str:
    if not exception:
        return ""
    error = exception[1] if isinstance(exception, tuple) else exception
    if not isinstance(error, BaseException):
        error = sys.exc_info()[1]
    if error is None:
        return ""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return "\n" + "".join(lines).rstrip("\n")
