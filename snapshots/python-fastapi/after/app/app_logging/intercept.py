"""Records of standard `logging` and warnings, at their own call sites."""

from __future__ import annotations

import functools
import logging
import logging.config
import sys
import warnings
from types import FrameType
from typing import Any

from loguru import logger

from .excepthook import log_crash
from .record import show
from .site import make_site

_LEVELS = [
    (50, "CRITICAL"),
    (40, "ERROR"),
    (30, "WARNING"),
    (25, "SUCCESS"),
    (20, "INFO"),
    (10, "DEBUG"),
    (0, "TRACE"),
]

# They have handlers of their own, and hand nothing on to the root logger.
_SERVERS = [
    "uvicorn",
    "uvicorn.error",
    "uvicorn.access",
    "uvicorn.asgi",
    "gunicorn.error",
    "gunicorn.access",
    "django",
    "django.server",
]


def intercept_logging(level: str) -> None:
    """Sends what other people's code logs, and what it warns of, into this log."""
    if logging.root.level == logging.WARNING:
        logging.root.setLevel(logger.level(level).no)
    _take_over()
    # The first with `force`.
    _follow(logging, "basicConfig")
    _follow(logging.config, "dictConfig")
    _follow(logging.config, "fileConfig")
    _Original.showwarning = warnings.showwarning
    warnings.showwarning = _show_warning


class _Original:
    showwarning: Any = None


def _follow(module: Any, name: str) -> None:
    """Sees to it that records still come here after such a call."""
    configure = getattr(module, name)

    @functools.wraps(configure)
    def follow(*args: Any, **options: Any) -> None:
        configure(*args, **options)
        _take_over()

    setattr(module, name, follow)


def _take_over() -> None:
    """Handlers that write elsewhere than to the terminal, a mailer's say, stay."""
    for name in _SERVERS:
        server = logging.getLogger(name)
        _take_terminal_away(server)
        server.propagate = True
    _take_terminal_away(logging.root)
    if not any(isinstance(handler, _Intercept) for handler in logging.root.handlers):
        logging.root.addHandler(_Intercept())


def _take_terminal_away(owner: logging.Logger) -> None:
    for handler in list(owner.handlers):
        stream = getattr(handler, "stream", None)
        is_plain = isinstance(handler, logging.StreamHandler)
        is_open = stream is not None  # a file may be opened with its first record
        if is_plain and is_open and stream in (sys.stderr, sys.stdout, *_FIRST_STREAMS):
            owner.removeHandler(handler)


_FIRST_STREAMS = (sys.__stderr__, sys.__stdout__)


class _Intercept(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        site = make_site(record.pathname, record.funcName or "<unknown>", record.lineno)
        text = _format(record)
        info = record.exc_info
        error = info[1] if isinstance(info, tuple) else None
        if record.name == "asyncio" and error is not None:
            # A task that ends the program leaves a record of its own.
            if not isinstance(error, (SystemExit, KeyboardInterrupt)):
                first, _, _ = text.partition("\n")
                log_crash(error, f" ({first})")
            return
        if record.stack_info:
            text = f"{text}\n{record.stack_info}"
        names = (name for number, name in _LEVELS if record.levelno >= number)
        exception = None if error is None else record.exc_info
        logger.patch(site.patch).opt(exception=exception).log(
            next(names, "TRACE"), text
        )


def _format(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001
        args = record.args if isinstance(record.args, tuple) else (record.args,)
        return " ".join(map(show, (record.msg, *args)))


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    if file is not None:
        _Original.showwarning(message, category, filename, lineno, file, line)
        return
    site = make_site(filename, _find_function(filename, lineno), lineno)
    logger.patch(site.patch).warning(f"{category.__name__}: {show(message)}")


def _find_function(filename: str, lineno: int) -> str:
    """The function on the stack that is at this place."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == filename and frame.f_lineno == lineno:
            return frame.f_code.co_name
        frame = frame.f_back
    return "<module>"
