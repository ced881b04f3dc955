"""Child processes: their names, and how they end."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Mapping
from typing import Any, TypeVar

from .await_child import await_child
from .ending import quit_process
from .settings import variables
from .site import CallSite, find_site
from .state import Ending, state
from .write_record import write_record, write_surely

Child = TypeVar("Child")


def child_env(child: str, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment for a child, with the name that the child's variable gives it."""
    variable = f"{variables.child_prefix}{child}"
    name = os.environ.get(variable)
    fault = _find_fault(name)
    # Without setup (a unit test, say) there is no guard here: the child's own will tell.
    if fault is not None and state.service is not None:
        site = find_site(1)
        text = f"Cannot start a child: {variable} {fault}"
        write_surely("CRITICAL", site, text)
        state.ending = Ending("child_env", site, 1)
        quit_process(1)
    # Blank, the child's guard refuses it; the parent's own name it would not.
    return {**os.environ, **(extra or {}), variables.name: name or ""}


def watch_child(child: str, process: Child) -> Child:
    """
    Leaves a record in this service's log when the child ends badly: a process of
    `subprocess`, `asyncio` or `multiprocessing`, or what `subprocess.run` returns.
    Returns the process.
    """
    site = find_site(1)
    code = getattr(process, "returncode", None)
    if code is not None:
        _log_end(child, site, code)
        return process

    def watch() -> None:
        _log_end(child, site, await_child(process))
        _watches.pop(thread, None)

    thread = threading.Thread(target=watch, name=f"watch-{child}", daemon=True)
    _watches[thread] = process
    atexit.unregister(_end_watches)
    atexit.register(_end_watches)  # ahead of the stop record
    try:
        thread.start()
    except RuntimeError as error:
        del _watches[thread]
        write_record("WARNING", site, f"Child {child} is not watched: {error}")
    return process


#: Those that go on.
_watches: dict[threading.Thread, Any] = {}


def _end_watches() -> None:
    """A program may end as soon as it knows how its child did: that is logged first."""
    for thread, process in list(_watches.items()):
        if _has_ended(process):
            thread.join(1)


def _has_ended(process: Any) -> bool:
    try:
        code = (
            process.returncode if hasattr(process, "returncode") else process.exitcode
        )
    except Exception:  # noqa: BLE001
        return False  # a fork's parent's
    return code is not None


def _log_end(child: str, site: CallSite, code: int | None) -> None:
    if code is None or code == 0:
        return
    how = (
        f"ended with exit code {code}" if code > 0 else f"was killed by {_name(-code)}"
    )
    write_record("ERROR", site, f"Child {child} {how}")


def _name(number: int) -> str:
    import signal

    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _find_fault(name: str | None) -> str | None:
    if name is None:
        return "is missing"
    if not name.strip():
        return "is blank"
    return f"is '{name}', the name of this process" if name == state.service else None
