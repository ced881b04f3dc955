"""What happens at signals that end a process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable
from types import FrameType
from typing import Any

from .ending import uptime, write_stop
from .pipeline import Pipeline
from .record import create_record
from .site import find_site
from .state import state


def log_signals(names: Iterable[str]) -> None:
    """
    Leaves a record of each of these signals and changes nothing of what it does: what
    the program sets for it, before or after, is what it sees, and what decides.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # Python lets nobody else
    for name in names:
        number = getattr(signal, name, None)
        decision = None if number is None else signal.getsignal(number)
        if number is not None and decision is not None:  # None: not set by Python
            _Signals.decisions[number] = decision
            _install(number)
    signal.signal = _signal
    signal.getsignal = _getsignal


def hold_signals() -> None:
    """
    Puts off these signals until `release_signals`, in this thread: one that reaches a
    forked child in its first instant is forgotten by Python, where a handler is set.
    """
    _held.mask = signal.pthread_sigmask(signal.SIG_BLOCK, _Signals.decisions)


def release_signals() -> None:
    """Lets them come again."""
    signal.pthread_sigmask(signal.SIG_SETMASK, _held.mask)


_held = threading.local()


class _Signals:
    #: What happens at a signal besides our record.
    decisions: dict[int, Any] = {}
    set: Any = signal.signal
    get: Any = signal.getsignal


def _install(number: int) -> None:
    # Ignored, as by nohup, it stays ignored: for the programs that are started, too.
    if _Signals.decisions[number] != signal.SIG_IGN:
        _Signals.set(number, _on_signal)


def _signal(signalnum: int, handler: Any) -> Any:
    """`signal.signal`, which keeps our record ahead of what the program decides."""
    previous = _Signals.set(signalnum, handler)
    if signalnum not in _Signals.decisions:
        return previous
    if previous is _on_signal:
        previous = _Signals.decisions[signalnum]
    _Signals.decisions[signalnum] = _Signals.get(signalnum)
    _install(signalnum)
    return previous


def _getsignal(signalnum: int) -> Any:
    """`signal.getsignal`, for a program that puts back what it found."""
    found = _Signals.get(signalnum)
    return _Signals.decisions[signalnum] if found is _on_signal else found


def _on_signal(number: int, frame: FrameType | None) -> None:
    """
    Uses no logger: Loguru's lock is not re-entrant, and this may have interrupted it.
    """
    name = signal.Signals(number).name
    decision = _Signals.decisions[number]
    pipeline = _own_pipeline()
    # Pid 1 is spared what a signal does by default: it lives on.
    if pipeline is not None and (callable(decision) or os.getpid() == 1):
        text = f"Received {name}, {uptime()}"
        # The program may end by it without a word, so from now on no record waits.
        pipeline.is_direct = True
        pipeline.add(create_record("INFO", find_site(), text))
    if callable(decision):
        decision(number, frame)
    elif os.getpid() != 1:
        _Signals.set(number, signal.SIG_DFL)
        if pipeline is None:
            os.kill(os.getpid(), number)
        else:
            _stop_by(number, name)


def _own_pipeline() -> Pipeline | None:
    """None in a forked child that has logged nothing, at its very first instant too."""
    pipeline = state.pipeline
    if pipeline is None or state.pid != os.getpid() or pipeline.on_first is not None:
        return None
    return pipeline


def _stop_by(number: int, name: str) -> None:
    """In a thread: what was interrupted may hold a lock, and goes on until it is free."""

    def stop() -> None:
        try:
            write_stop("INFO", find_site(), f"Stopped by {name}")
        finally:
            # The signal has its default effect, and the parent sees it.
            os.kill(os.getpid(), number)

    killer = threading.Thread(target=stop, name="log-signal", daemon=True)
    try:
        killer.start()
        state.killer = killer
    except RuntimeError:
        stop()  # no more threads, at the end of the interpreter, say
