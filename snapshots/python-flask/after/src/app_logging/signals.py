"""What happens at signals that end a process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable
from types import FrameType
from typing import Any, ClassVar

from .ending import uptime, write_stop
from .pipeline import Pipeline
from .record import create_record
from .site import find_site
from .state import state
from .uninterrupted import uninterrupted


def log_signals(names: Iterable[str]) -> None:
    """
    Leaves a record of each of these signals and changes nothing of what any signal does:
    what the program sets for it, before or after, is what it sees, and what decides.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # Python lets nobody else
    _Signals.logged = {getattr(signal, name) for name in names if hasattr(signal, name)}
    for number in signal.valid_signals():
        _follow(number)
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


def is_of_handler(error: BaseException) -> bool:
    """Whether an error was raised by the program's handler of a signal."""
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code is _handle.__code__:
            return True
        traceback = traceback.tb_next
    return False


_held = threading.local()


class _Signals:
    #: Those that leave a record.
    logged: ClassVar[set[int]] = set()
    #: What happens at a signal besides our record.
    decisions: ClassVar[dict[int, Any]] = {}
    set: Any = signal.signal
    get: Any = signal.getsignal


def _follow(number: int) -> None:
    """Comes ahead of what the program has decided."""
    decision = _Signals.get(number)
    is_left_alone = decision is None  # set by no Python
    if not callable(decision):
        # Ignored, as by nohup, it stays ignored: for the programs that are started, too.
        is_left_alone |= number not in _Signals.logged or decision == signal.SIG_IGN
    if is_left_alone:
        _Signals.decisions.pop(number, None)
    elif decision is not _on_signal:
        _Signals.decisions[number] = decision
        _Signals.set(number, _on_signal)


def _signal(signalnum: int, handler: Any) -> Any:
    """`signal.signal`, which keeps us ahead of what the program decides."""
    previous = _getsignal(signalnum)
    _Signals.set(signalnum, handler)
    _follow(signalnum)
    return previous


def _getsignal(signalnum: int) -> Any:
    """`signal.getsignal`, for a program that puts back what it found."""
    found = _Signals.get(signalnum)
    return _Signals.decisions[signalnum] if found is _on_signal else found


def _on_signal(number: int, frame: FrameType | None) -> None:
    uninterrupted.run(lambda: _handle(number, frame))


def _handle(number: int, frame: FrameType | None) -> None:
    """
    Uses no logger: Loguru's lock is not re-entrant, and this may have interrupted it.
    """
    decision = _Signals.decisions.get(number)
    if number in _Signals.logged:
        _log_signal(number, decision)
    if callable(decision):
        decision(number, frame)


def _log_signal(number: int, decision: Any) -> None:
    name = signal.Signals(number).name
    is_fatal = decision == signal.SIG_DFL and os.getpid() != 1
    pipeline = _own_pipeline()
    with uninterrupted:
        if pipeline is not None and is_fatal:
            write_stop("INFO", find_site(), f"Stopped by {name}")
        elif pipeline is not None:
            text = f"Received {name}, {uptime()}"
            # The program may end by it without a word, so from now on no record waits.
            pipeline.is_direct = True
            pipeline.add(create_record("INFO", find_site(), text))
        if is_fatal:
            # The signal has its default effect, and the parent sees it.
            _Signals.set(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)


def _own_pipeline() -> Pipeline | None:
    """None in a forked child that has logged nothing, at its very first instant too."""
    pipeline = state.pipeline
    if pipeline is None or state.pid != os.getpid() or pipeline.on_first is not None:
        return None
    return pipeline
