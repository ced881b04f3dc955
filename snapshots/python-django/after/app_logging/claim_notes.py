"""What is said of claims, word for word as the Node services say it."""

from __future__ import annotations

import os

from .claim import Claim
from .owner import describe_owner
from .rotation import active_path
from .slot_name import slot_name
from .times import parse_iso, show_time


def describe_ended_run(directory: str, service: str, claim: Claim) -> str:
    """Says of a dead claim that its owner left no stop record, and how long it lived."""
    path = active_path(directory, slot_name(service, claim.slot))
    last_sign = max(claim.refreshed_at, _read_write_time(path))
    return (
        f"The run of {describe_holder(claim)}, left no stop record in "
        f"'{os.path.basename(path)}': {_describe_end(claim, last_sign)}; "
        f"last sign of life {show_time(last_sign)}"
    )


def describe_move(directory: str, to: str, reason: str) -> str:
    """Says why this process logs under another name from now on."""
    return f"{reason}: this process logs to '{active_path(directory, to)}'"


def describe_holder(claim: Claim | None) -> str:
    """`pid 7, started …`, or the file where that does not tell."""
    if claim is None:
        return "another process"
    if claim.owner is not None:
        return describe_owner(claim.owner)
    return f"the owner of '{os.path.basename(claim.path)}'"


def _describe_end(claim: Claim, last_sign: float) -> str:
    name, _, time = (claim.signal or "").partition(" ")
    at = parse_iso(time)
    # Who lived on for so long after it ended of something else.
    if at is None or last_sign - at > 60:
        return "killed, out of memory or power lost"
    if name == "uncaughtException":
        return f"it ended after an uncaught error at {show_time(at)}"
    return f"it ended after it had received {name} at {show_time(at)}"


def _read_write_time(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0
