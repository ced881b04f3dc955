"""Reads the limits of the log files."""

from __future__ import annotations

import re

from .settings import defaults

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:(?:([kmg])(i?))?b)?", re.IGNORECASE)
_HINT = "write a number and B, KB, MB, GB, KiB, MiB or GiB: '5 MB'"
# What Node counts exactly: one setting is good for services of both kinds.
_MOST = 2**53 - 1


def parse_size(variable: str, value: str | None) -> int:
    """
    Bytes of a size such as `5 MB` or `5 MiB`; `b` and `B` are bytes (to Loguru `b` is
    bits), a bare number is megabytes.
    """
    text = (value or "").strip() or defaults.max_size
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError(f"{variable} is '{text}', which is no size: {_HINT}")
    number, prefix, binary = match.groups()
    is_bare = match[0] == number
    if is_bare and float(number) >= 10_000:
        raise ValueError(
            f"{variable} is '{text}', which looks like bytes: write '5 MB'"
        )
    power = 2 if is_bare else " kmg".index((prefix or " ").lower())
    size = float(number) * (1024 if binary else 1000) ** power
    if not 1 <= size <= _MOST:
        raise ValueError(f"{variable} is '{text}', which is no usable size: {_HINT}")
    return int(size)


def parse_count(variable: str, value: str | None) -> int:
    """A whole number from 0 up."""
    text = (value or "").strip() or defaults.max_files
    if re.fullmatch("[0-9]+", text) and len(text) < 20 and int(text) <= _MOST:
        return int(text)
    raise ValueError(f"{variable} is '{text}', which is no whole number from 0 up")
