"""Shows collections and instances by their parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import Field
from itertools import islice
from typing import Any, Protocol

from .masking import is_label, is_secret, read_text
from .read_data import is_code, name_class, read_attributes, read_class

_MAX_ENTRIES = 10
_MAX_NAME = 50

_LISTS: list[tuple[Any, str, str]] = [
    (list, "[", "]"),
    (tuple, "(", ")"),
    (set, "{", "}"),
    (frozenset, "{", "}"),
    (deque, "[", "]"),
]
_PLAIN = (type(None), bool, int, float, str, bytes)


class View(Protocol):
    """How a part is shown, and what stands for one that is a secret."""

    def show_part(self, value: object) -> str: ...

    def hide(self, value: object) -> str: ...


def show_parts(value: Any, view: View) -> str:
    """`{'user': 'ann', 'password': '***'}`, `Login(user='ann', password='***')`."""
    cls = type(value)
    name = name_class(cls)
    if issubclass(cls, dict):
        shown = _show_entries(value, view)
        text = _enclose("{", shown, dict.__len__(value), "}")
        return text if cls is dict else f"{name}({text})"
    fields = read_class(cls, "_fields")
    if issubclass(cls, tuple) and type(fields) is tuple:
        named = dict(zip(map(str, fields), tuple.__iter__(value)))
        return _show_named(name, named, view)
    for base, begin, end in _LISTS:
        if issubclass(cls, base):
            shown = _show_items(base.__iter__(value), view)
            text = _enclose(begin, shown, base.__len__(value), end)
            is_told = cls in (list, tuple) or (cls is set and shown)
            return text if is_told else f"{name}({text if shown else ''})"
    if issubclass(cls, BaseException):
        args = BaseException.__dict__["args"].__get__(value)
        return _enclose(f"{name}(", _show_items(args, view), len(args), ")")
    named = _list_telling(value, cls)
    return _show_named(name, named, view) if named else f"<{name} object>"


def cut(text: str, length: int) -> str:
    """A text of at most this length, and dots where there was more."""
    return f"{text[:length]}..." if len(text) > length else text


def _show_entries(value: dict[object, object], view: View) -> list[str]:
    is_named = any(is_label(dict.get(value, key)) for key in _LABELS)
    shown = []
    for key, item in islice(dict.items(value), _MAX_ENTRIES):
        name = view.show_part(key)
        is_hidden = is_secret(read_text(key) or name)
        is_hidden = is_hidden or (is_named and name in ("'value'", "b'value'"))
        shown.append(
            f"{name}: {view.hide(item) if is_hidden else view.show_part(item)}"
        )
    return shown


# `{'name': 'authorization', 'value': '***'}`
_LABELS = ("name", "key", "header")


def _show_items(items: Iterable[object], view: View) -> list[str]:
    """`['authorization', '***']`: headers and arguments come in pairs."""
    shown = []
    is_next = False
    for item in islice(items, _MAX_ENTRIES):
        shown.append(view.hide(item) if is_next else view.show_part(item))
        is_next = is_label(item)
    return shown


def _show_named(name: str, values: dict[str, object], view: View) -> str:
    is_named = any(is_label(values.get(label)) for label in _LABELS)
    shown = []
    for key, item in islice(values.items(), _MAX_ENTRIES):
        is_hidden = is_secret(key) or (is_named and key == "value")
        text = view.hide(item) if is_hidden else view.show_part(item)
        shown.append(f"{cut(key, _MAX_NAME)}={text}")
    return _enclose(f"{name}(", shown, len(values), ")")


def _list_telling(value: object, cls: type) -> dict[str, object]:
    """
    The attributes that tell something, plain values ahead; not what a class keeps for
    itself, nor the fields that a dataclass leaves out of its own `repr`.
    """
    fields = read_class(cls, "__dataclass_fields__")
    known = fields if type(fields) is dict else {}
    telling = [
        (key, item)
        for key, item in read_attributes(value).items()
        if not key.startswith("_") and not is_code(item) and _is_shown(known.get(key))
    ]
    telling.sort(key=lambda pair: type(pair[1]) not in _PLAIN)
    return dict(telling)


def _is_shown(field: object) -> bool:
    return field.repr if type(field) is Field else True


def _enclose(begin: str, shown: list[str], count: int, end: str) -> str:
    more = [f"... {count - len(shown)} more"] if count > len(shown) else []
    if begin == "(" and count == 1:
        return f"({shown[0]},)"
    return f"{begin}{', '.join(shown + more)}{end}"
