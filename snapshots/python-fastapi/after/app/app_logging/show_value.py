"""Shows values on one line, bounded and without their secrets."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from .masking import MASK, mask_text, read_text
from .read_data import describe_code, is_code, name_class
from .show_parts import cut, show_parts
from .show_plain import show_plain

_MAX_LENGTH = 300
_MAX_TEXT = 150
_MAX_DEPTH = 3
# Of one value, whatever its shape is.
_MAX_OBJECTS = 30
_MAX_HIDDEN_ITEMS = 10
# What is shorter may be in anything.
_MIN_SECRET = 4


class Viewer:
    """
    Shows the values of one traceback. It runs none of the program's code: a `__repr__`
    may show a secret, raise, wait or change something. What was hidden in one of the
    values is hidden in all that are shown after it.
    """

    def __init__(self) -> None:
        self._hidden: set[str] = set()
        self._depth = 0
        self._objects = 0

    def show(self, value: Any) -> str:
        """A value much as `repr` shows it."""
        self._depth = self._objects = 0
        try:
            return cut(self.show_part(value), _MAX_LENGTH)
        except Exception:  # noqa: BLE001 - changed by another thread meanwhile, say
            return f"<unprintable {name_class(type(value))} object>"

    def hide(self, value: Any) -> str:
        """What is shown in the place of a secret."""
        text = read_text(value)[:_MAX_TEXT]
        if len(text) >= _MIN_SECRET:
            # In bytes, letters beyond ASCII look otherwise.
            self._hidden |= {text, text.encode("utf-8", "replace").decode("latin-1")}
        if type(value) in (list, tuple):
            for item in islice(value, _MAX_HIDDEN_ITEMS):
                if type(item) in (str, bytes):
                    self.hide(item)
        return MASK

    def show_part(self, value: Any) -> str:
        """A value that is part of one that is being shown."""
        cls = type(value)
        if issubclass(cls, str):
            return self._show_text(value, str.__len__(value), repr)
        if issubclass(cls, bytes):
            return self._show_text(value, bytes.__len__(value), _repr_bytes)
        if is_code(value):
            return describe_code(value)
        plain = show_plain(value)
        if plain is not None:
            return self._mask(plain)
        self._objects += 1
        if self._depth >= _MAX_DEPTH or self._objects > _MAX_OBJECTS:
            return f"<{name_class(cls)} object>"
        self._depth += 1
        try:
            return show_parts(value, self)
        finally:
            self._depth -= 1

    def _show_text(self, value: Any, length: int, show: Callable[[str], str]) -> str:
        # Masked before it is cut: of a password that is cut in two, one half would look
        # like none.
        masked = self._mask(mask_text(read_text(value)))
        shown = show(masked[:_MAX_TEXT])
        if length > _MAX_TEXT and len(masked) > _MAX_TEXT:
            return f"{shown}... {length - _MAX_TEXT} more characters"
        return shown

    def _mask(self, text: str) -> str:
        for hidden in sorted(self._hidden, key=len, reverse=True):
            if len(hidden) < _MAX_TEXT:
                text = text.replace(hidden, "***")
            elif hidden in text:
                text = f"{text.partition(hidden)[0]}***"  # the rest may be of it, too
        return text


def _repr_bytes(text: str) -> str:
    return repr(text.encode("latin-1"))
