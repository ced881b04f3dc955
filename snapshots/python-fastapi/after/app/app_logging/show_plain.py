"""Shows values that hold no others."""

from __future__ import annotations

from enum import Enum
from typing import Any

from .masking import mask_text
from .read_data import name_class, name_module, read_attributes

# Their classes come with Python, and show what they hold and no more.
_MODULES = ("datetime", "decimal", "fractions", "ipaddress", "pathlib", "uuid")
# The digits of more would take long to find.
_MAX_BITS = 1000


def show_plain(value: Any) -> str | None:
    """A number, a date, a path; None where it is something else."""
    cls = type(value)
    if value is None or cls is bool or value is Ellipsis:
        return repr(value)
    if issubclass(cls, Enum):
        return f"{name_class(cls)}.{read_attributes(value).get('_name_')}"
    if issubclass(cls, int):
        return _show_int(value)
    if issubclass(cls, float):
        return float.__repr__(value)
    if issubclass(cls, complex):
        return complex.__repr__(value)
    if name_module(cls).partition(".")[0] in _MODULES:
        return mask_text(repr(value))
    return None


def _show_int(value: Any) -> str:
    bits = int.bit_length(value)
    if bits > _MAX_BITS:
        return f"<int of {bits} bits>"
    return int.__repr__(value)
