"""The values that Loguru shows in tracebacks, without the secrets among them."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from itertools import islice
from secrets import token_hex
from types import FrameType
from typing import Any

from .masking import is_secret
from .relevant_values import RelevantValue, find_relevant_values
from .show_value import Viewer

# What is not looked at for secrets that are shown under other names: of a frame, more
# variables by their names, and by their values; of a traceback, the outermost frames.
_MAX_NAMES = 1000
_MAX_VARIABLES = 50
_MAX_FRAMES = 100


class _Diagnosis:
    """The values of one traceback: which of them are secrets is known at its end."""

    def __init__(self) -> None:
        # In the place of a value; nothing that the program says can look like it.
        self._mark = f"\0{token_hex(8)}:"
        self._values: list[RelevantValue] = []
        self._scopes: list[Mapping[str, object]] = []

    def note(self, source: str, frame: FrameType) -> Iterator[tuple[int, str]]:
        """The columns of the values in a line of source, and what stands for each."""
        variables = frame.f_locals
        self._scopes.append(variables)
        for value in find_relevant_values(source, (variables, frame.f_globals)):
            yield value.column, f"{self._mark}{len(self._values)}\0"
            self._values.append(value)

    def fill_in(self, text: str) -> str:
        """Shows the values in a traceback."""
        viewer = Viewer()
        for scope in self._scopes[-_MAX_FRAMES:]:
            for index, (name, value) in enumerate(islice(scope.items(), _MAX_NAMES)):
                if is_secret(name):
                    viewer.hide(value)
                elif index < _MAX_VARIABLES:
                    viewer.show(value)
        for noted in self._values:
            _show(viewer, noted.value, noted.is_secret)
        return re.sub(
            f"{self._mark}([0-9]+)\0",
            lambda match: self._show_noted(viewer, int(match[1])),
            text,
        )

    def _show_noted(self, viewer: Viewer, index: int) -> str:
        noted = self._values[index]
        return _show(viewer, noted.value, noted.is_secret)


_current: ContextVar[_Diagnosis | None] = ContextVar("diagnosis", default=None)


def mask_diagnosed() -> bool:
    """
    Makes Loguru show values without secrets. There is no public way: False where its
    own parts are not those that are known, and `diagnose` must be off then.
    """
    formatter = _find_formatter()
    if formatter is None:
        return False
    if formatter._get_relevant_values is _get_relevant_values:
        return True  # done before
    original = formatter.format_exception

    def format_exception(self: Any, *args: Any, **options: Any) -> Iterable[str]:
        diagnosis = _Diagnosis()
        before = _current.set(diagnosis)
        try:
            return [diagnosis.fill_in("".join(original(self, *args, **options)))]
        except Exception:  # noqa: BLE001
            return [getattr(self, "_prefix", ""), _format_plainly(*args)]
        finally:
            _current.reset(before)

    formatter.format_exception = format_exception
    formatter._get_relevant_values = _get_relevant_values
    formatter._format_value = _format_value
    return True


def _find_formatter() -> Any:
    try:
        from loguru._better_exceptions import ExceptionFormatter
    except ImportError:
        return None
    names = ("format_exception", "_get_relevant_values", "_format_value")
    known = all(hasattr(ExceptionFormatter, name) for name in names)
    return ExceptionFormatter if known else None


def _get_relevant_values(
    self: Any, source: str, frame: FrameType
) -> Iterable[tuple[int, str]]:
    diagnosis = _current.get()
    return [] if diagnosis is None else diagnosis.note(source, frame)


def _format_value(self: Any, value: object) -> str:
    return Viewer().show(value)


def _format_plainly(*exception: Any) -> str:
    """What Loguru can't format, an error whose text can't be had say, is no lost record."""
    try:
        return "".join(traceback.format_exception(*exception))
    except Exception:  # noqa: BLE001
        return "<unprintable exception>\n"


def _show(viewer: Viewer, value: object, is_hidden: bool) -> str:
    return viewer.hide(value) if is_hidden else viewer.show(value)
