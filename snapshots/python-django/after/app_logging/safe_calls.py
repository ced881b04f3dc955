"""Logging never raises into the program, whatever it is given."""

from __future__ import annotations

import sys
import threading
from typing import Any

from loguru import logger

from .pipeline import Pipeline
from .record import create_record, format_error, show
from .signals import is_of_handler
from .site import CallSite, find_site
from .state import state


def make_calls_safe(pipeline: Pipeline, level: str) -> None:
    """
    Sees to it that a record whose values can't be formatted is written as far as they
    can, and so is one that is logged while Loguru, which is not re-entrant, logs another
    in the same thread, in `__del__` say, or is held by it for a fork.
    """
    kind: Any = type(logger)
    log = getattr(kind, "_log", None)
    if log is None:
        return  # a Loguru to come: its calls are as safe as it makes them
    fallback = _Fallback(pipeline, level)

    def safe_log(
        self: Any,
        level: Any,
        from_decorator: bool,
        options: Any,
        message: Any,
        args: Any,
        kwargs: Any,
    ) -> None:
        refusal = None
        with pipeline.calls.watch() as call:
            try:
                if threading.get_ident() in state.forking:
                    raise RuntimeError("Loguru's locks are held by this thread")
                deeper = (options[0], options[1] + 1, *options[2:])
                log(self, level, from_decorator, deeper, message, args, kwargs)
            except Exception as error:
                if is_of_handler(error):
                    raise  # a timeout of the program's, say
                refusal = error
        # With the record taken, it is another sink that failed.
        if refusal is not None and not call.is_taken:
            fallback.write(level, options, message, args, kwargs)
        elif fallback.unmade > 0:
            fallback.say_unmade()

    kind._log = safe_log


class _Fallback:
    """Writes what Loguru does not take."""

    def __init__(self, pipeline: Pipeline, level: str) -> None:
        self._pipeline = pipeline
        self._least = logger.level(level).no
        #: Records that could not be made: the stack was at its end, say.
        self.unmade = 0
        self._reason: Exception | None = None

    def write(
        self, level: Any, options: Any, message: Any, args: Any, kwargs: Any
    ) -> None:
        """Writes a record past Loguru, at the place that called the logger."""
        try:
            name, number = _read_level(level)
            if number >= self._least:
                site = _find_own_site(options[7]) or find_site(options[1] + 3)
                text = _format(message, args, kwargs) + _format_error(options[0])
                self._pipeline.add(create_record(name, site, text))
        except Exception as error:
            if is_of_handler(error):
                raise
            self.unmade += 1
            self._reason = error

    def say_unmade(self) -> None:
        """Says what is missing, as soon as that can be done."""
        count, self.unmade = self.unmade, 0
        reason = f"{type(self._reason).__name__}: {show(self._reason)}"
        text = f"{count} records could not be made: {reason}"
        self._pipeline.add(create_record("WARNING", find_site(), text))


def _find_own_site(patchers: Any) -> CallSite | None:
    """The place that a record of standard `logging` or a warning was given."""
    owners = (getattr(patcher, "__self__", None) for patcher in patchers)
    return next((owner for owner in owners if isinstance(owner, CallSite)), None)


def _read_level(level: Any) -> tuple[str, int]:
    if isinstance(level, int):
        return f"Level {level}", level
    try:
        return logger.level(level).name, logger.level(level).no
    except (ValueError, TypeError):
        return "ERROR", logger.level("ERROR").no  # no level


def _format(message: Any, args: Any, kwargs: Any) -> str:
    try:
        return str(message.format(*args, **kwargs)) if args or kwargs else str(message)
    except Exception:  # noqa: BLE001
        named = [f"{name}={show(value)}" for name, value in kwargs.items()]
        return " ".join([show(message), *map(show, args), *named])


def _format_error(exception: Any) -> str:
    if not exception:
        return ""
    error = exception[1] if isinstance(exception, tuple) else exception
    if not isinstance(error, BaseException):
        error = sys.exc_info()[1]
    return "" if error is None else f"\n{format_error(error)}"
