"""Reads the claims in a log directory."""

from __future__ import annotations

import os
import re
import stat

from .claim import Claim
from .owner_line import parse_owner
from .slot_name import read_slot

_REST = re.compile(r"[0-9]+-[0-9a-f]{8}\.lock")


def list_claims(directory: str, service: str, slot: int | None = None) -> list[Claim]:
    """Every claim on a name of the service, or on the name of one slot."""
    claims: list[Claim] = []
    for file in sorted(os.listdir(directory)):
        found = read_slot(service, file)
        if found is None or _REST.fullmatch(found[1]) is None:
            continue
        if slot is not None and slot != found[0]:
            continue
        claim = _read_claim(os.path.join(directory, file), found[0])
        if claim is not None:
            claims.append(claim)
    return claims


def _read_claim(path: str, slot: int) -> Claim | None:
    """None where it is gone, or no file: others may put anything there."""
    refreshed_at = float("inf")  # what can't be told counts as fresh
    text = ""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            return None
        refreshed_at = status.st_mtime
        text = _read_beginning(path)
    except FileNotFoundError:
        return None
    except OSError:
        pass  # another user's, say: a claim all the same
    owner, *stages = text.split("\n")
    signals = [stage for stage in stages if stage.startswith("signalled ")]
    return Claim(
        path,
        slot,
        parse_owner(owner),
        refreshed_at,
        is_held="held" in stages,
        is_stopped="stopped" in stages,
        signal=signals[0][len("signalled ") :] if signals else None,
    )


def _read_beginning(path: str) -> str:
    """As much as a claim can be; never waits, should the file have become a pipe."""
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):  # as far as the system has it
        flags |= getattr(os, name, 0)
    fd = os.open(path, flags)
    try:
        return os.read(fd, 4096).decode("utf-8", "replace")
    finally:
        os.close(fd)
