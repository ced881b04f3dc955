"""A claim: a file in the log directory that says which process logs under a name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from secrets import token_hex

from .owner import Owner, own_self
from .owner_line import format_owner
from .slot_name import slot_name

# What is below the owner's line: what has become of the claim.
HELD = "held\n"
STOPPED = "held\nstopped\n"

# Windows would write line feeds its own way.
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Claim:
    """A claim as it was when it was read."""

    path: str
    #: 1 is the service's own name, `app`; 2 is `app~2`.
    slot: int
    #: None where the file can't be read.
    owner: Owner | None
    #: By the file system's clock, in seconds.
    refreshed_at: float
    #: Whether the owner has the name; otherwise it is still trying.
    is_held: bool = False
    #: Whether the owner had already written its stop record.
    is_stopped: bool = False
    #: The last signal that the program handled itself, and when: `SIGTERM 2026-…Z`.
    signal: str | None = None


def make_claim(directory: str, service: str, slot: int) -> Claim:
    """Makes a claim of this process. Its file name is never used again."""
    os.makedirs(directory, exist_ok=True)
    owner = own_self()
    # Of the kernel: a forked child would draw the same numbers as its siblings.
    unique = f"{owner.pid}-{token_hex(4)}"
    path = os.path.join(directory, f"{slot_name(service, slot)}.{unique}.lock")
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        _write_text(fd, "")
        return Claim(path, slot, owner, os.fstat(fd).st_mtime)
    except BaseException:
        _remove(path)
        raise
    finally:
        os.close(fd)


def mark_claim(claim: Claim, stage: str) -> None:
    """Brings a claim of this process to a stage; raises where its file is gone."""
    fd = os.open(claim.path, os.O_RDWR | _BINARY)
    try:
        _write_text(fd, stage)
    finally:
        os.close(fd)


def refresh_claim(claim: Claim) -> None:
    """Shows that the owner lives: a write sets the time by the file system's clock."""
    fd = os.open(claim.path, os.O_RDWR | _BINARY)
    try:
        os.write(fd, b"{")
    finally:
        os.close(fd)


def remove_claim(claim: Claim) -> bool:
    """Removes a claim; whether this call did, not another one before."""
    return _remove(claim.path)


def is_in_force(claim: Claim) -> bool:
    """Whether the claim's file is still there, as far as that can be known."""
    try:
        os.lstat(claim.path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def _remove(path: str) -> bool:
    try:
        os.unlink(path)
    except OSError:
        return False
    return True


def _write_text(fd: int, stage: str) -> None:
    data = f"{format_owner(own_self())}\n{stage}".encode()
    if os.write(fd, data) < len(data):
        raise OSError("the disk is full")
    os.ftruncate(fd, len(data))
