"""The first line of a claim: who made it. The Node services read and write the same."""

from __future__ import annotations

import json

from .owner import Owner
from .times import parse_iso, to_iso


def format_owner(owner: Owner) -> str:
    """The owner as one line of JSON, without what is not known."""
    fields = {
        "pid": owner.pid,
        "startTime": owner.start_time,
        "boot": owner.boot,
        "namespace": owner.namespace,
        "host": owner.host,
        "started": to_iso(owner.started),
    }
    known = {key: value for key, value in fields.items() if value is not None}
    return json.dumps(known, separators=(",", ":"))


def parse_owner(text: str) -> Owner | None:
    """Reads an owner as `format_owner` wrote it; None where the text is none."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    pid, start_time = fields.get("pid"), fields.get("startTime")
    host, started = fields.get("host"), parse_iso(fields.get("started"))
    if type(pid) is not int or not 0 < pid < 2**31:
        return None
    if not isinstance(host, str) or started is None:
        return None
    return Owner(
        pid,
        start_time if isinstance(start_time, (int, float)) else None,
        _text(fields.get("boot")),
        _text(fields.get("namespace")),
        host,
        started,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
