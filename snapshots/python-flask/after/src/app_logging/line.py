"""How the parts of a record become a line."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

# More, escaped, might be more than is good for anybody.
_MAX_LENGTH = 2**24

# Everything but tab, printable ASCII and U+00A0 upwards, without the two line
# separators and what is no character (a half of a UTF-16 pair).
_UNSAFE = re.compile(r"[^\t -~\u00a0-\u2027\u202a-\ud7ff\ue000-\U0010ffff]", re.UNICODE)


def contain(text: str) -> str:
    """
    Keeps a text inside its record: what follows a line feed is indented, so that only a
    record starts at column 0, and control characters other than tab are shown, not
    obeyed.
    """
    if len(text) > _MAX_LENGTH:
        more = len(text) - _MAX_LENGTH
        return f"{contain(text[:_MAX_LENGTH])} [{more} more characters]"
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_show_character, text.replace("\r\n", "\n"))


def _show_character(match: re.Match[str]) -> str:
    if match[0] == "\n":
        return "\n    "
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


class Clock:
    """A local time that is formatted as Loguru does: `{time:YYYY-MM-DD HH:mm:ss.SSS}`."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def __format__(self, pattern: str) -> str:
        return _to_template(pattern or "YYYY-MM-DD HH:mm:ss.SSS").format(
            self.time, self
        )

    @property
    def milliseconds(self) -> int:
        """Those of the second."""
        return self.time.microsecond // 1000

    @property
    def offset(self) -> str:
        """`+02:00`"""
        text = self.time.strftime("%z")
        return f"{text[:3]}:{text[3:5]}"


_PARTS = {
    "YYYY": "{0.year:04}",
    "MM": "{0.month:02}",
    "DD": "{0.day:02}",
    "HH": "{0.hour:02}",
    "mm": "{0.minute:02}",
    "ss": "{0.second:02}",
    "SSS": "{1.milliseconds:03}",
    "ZZ": "{0:%z}",
    "Z": "{1.offset}",
}


@lru_cache(maxsize=8)
def _to_template(pattern: str) -> str:
    return re.sub("|".join(_PARTS), lambda match: _PARTS[match[0]], pattern)
