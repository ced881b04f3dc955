"""The names under which processes of one service log."""

from __future__ import annotations

import re

_ENDING = re.compile(r"(?:~([2-9]|[1-9][0-9]{1,8}))?\.(.*)", re.DOTALL)


def slot_name(service: str, slot: int) -> str:
    """`app`, `app~2`, `app~3`: the log name of a slot."""
    return service if slot == 1 else f"{service}~{slot}"


def read_slot(service: str, file: str) -> tuple[int, str] | None:
    """Reads the slot off a file's name: `app~2.log` is of slot 2, and `log` is left."""
    if not file.startswith(service):
        return None
    match = _ENDING.fullmatch(file, len(service))
    return None if match is None else (int(match[1] or 1), match[2])
