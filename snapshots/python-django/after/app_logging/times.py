"""Times as they are shown and stored; everywhere else they are seconds since 1970."""

from __future__ import annotations

from datetime import datetime, timezone


def show_time(time: float) -> str:
    """`2026-01-31 23:59:59`, local time."""
    return datetime.fromtimestamp(time).strftime("%Y-%m-%d %H:%M:%S")


def to_iso(time: float) -> str:
    """`2026-01-31T23:59:59.000Z`."""
    text = datetime.fromtimestamp(time, timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def parse_iso(text: object) -> float | None:
    """Reads what `to_iso` writes; None where the text is none."""
    if not isinstance(text, str):
        return None
    try:
        # Python 3.9 and 3.10 do not know the Z.
        time = datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
        show_time(time)
    except (ValueError, OverflowError, OSError):
        return None
    return time
