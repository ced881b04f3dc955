"""Who a process is, told from every other one, and whether it runs."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from .process_exists import process_exists
from .times import show_time

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Owner:
    """A process; None is what its system does not say."""

    pid: int
    #: In clock ticks since the boot: a later process with the same pid has another.
    start_time: float | None
    boot: str | None
    #: The pid namespace: elsewhere, a container say, the same pid is another process.
    namespace: str | None
    host: str
    #: In seconds since 1970.
    started: float


def own_self() -> Owner:
    """This process; a forked child is another one."""
    return _read_self(os.getpid())


@lru_cache(maxsize=1)
def _read_self(pid: int) -> Owner:
    stat = _read_stat("self", pid)
    return Owner(
        pid=pid,
        start_time=None if stat is None else stat[1],
        boot=_attempt(lambda: _read("/proc/sys/kernel/random/boot_id").strip()),
        namespace=_attempt(lambda: os.readlink("/proc/self/ns/pid")),
        host=socket.gethostname(),
        started=time.time(),
    )


def is_self(owner: Owner) -> bool:
    """Whether the owner is this very process, with another program perhaps (exec)."""
    own = own_self()
    if _is_elsewhere(owner) or _is_other_boot(owner) or owner.pid != own.pid:
        return False
    if own.start_time is not None:
        return owner.start_time == own.start_time
    return abs(owner.started - own.started) < 1


def is_running(owner: Owner, silent: float) -> bool | None:
    """Whether the owner, silent for so many seconds, runs; None where nobody can see."""
    if _is_elsewhere(owner):
        return None
    # Before a reboot; or on another machine with this one's name, if it wrote since.
    if _is_other_boot(owner):
        return False if silent >= _uptime() else None
    readable = own_self().start_time is not None and owner.start_time is not None
    stat = _read_stat(owner.pid, owner.pid) if readable else None
    if stat is None:
        return None if process_exists(owner.pid) else False
    # A zombie keeps its pid until its parent has asked how it ended.
    return stat[0] not in ("Z", "X", "x") and stat[1] == owner.start_time


def describe_owner(owner: Owner) -> str:
    """`pid 7, started 2026-01-31 23:59:59`, and where it runs if that is not here."""
    place = ""
    if owner.host != own_self().host:
        place = f" on host '{owner.host}'"
    elif _is_elsewhere(owner):
        place = " in another pid namespace"
    return f"pid {owner.pid}{place}, started {show_time(owner.started)}"


def _is_elsewhere(owner: Owner) -> bool:
    own = own_self()
    return owner.host != own.host or owner.namespace != own.namespace


def _is_other_boot(owner: Owner) -> bool:
    boot = own_self().boot
    return boot is not None and owner.boot is not None and owner.boot != boot


def _uptime() -> float:
    up = _attempt(lambda: float(_read("/proc/uptime").split()[0]))
    return float("inf") if up is None else up


def _read_stat(name: int | str, pid: int) -> tuple[str, int] | None:
    """State and start time; None where Linux says nothing (hidepid), or of another."""
    text = _attempt(lambda: _read(f"/proc/{name}/stat"))
    # A /proc of another pid namespace numbers the processes differently.
    if text is None or not text.startswith(f"{pid} "):
        return None
    # The second field, the program's name in brackets, may hold anything.
    fields = text[text.rindex(")") + 2 :].split(" ")
    return fields[0], int(fields[19])


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def _attempt(read: Callable[[], _Value]) -> _Value | None:
    try:
        return read()
    except Exception:  # noqa: BLE001
        return None
