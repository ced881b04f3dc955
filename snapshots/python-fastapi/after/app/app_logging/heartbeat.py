"""Shows other processes that the owner of a log name lives."""

from __future__ import annotations

import threading
import time

from .claim import refresh_claim
from .log_name import LogName

_REFRESH_SECONDS = 30


def start_heartbeat(own: LogName) -> None:
    """Refreshes the claim for as long as the process lives, or until it is released."""
    thread = threading.Thread(target=_beat, args=(own,), name="heartbeat", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        pass  # no more threads: the looks of the sink see to it


def refresh_if_due(own: LogName) -> None:
    """Refreshes the claim, at most every 30 s."""
    if abs(time.time() - own.refresh_tried_at) > _REFRESH_SECONDS:
        _refresh(own)


def _beat(own: LogName) -> None:
    while not own.is_released:
        time.sleep(_REFRESH_SECONDS)
        with own.lock:
            _refresh(own)


def _refresh(own: LogName) -> None:
    own.refresh_tried_at = time.time()
    try:
        if own.claim is not None:
            refresh_claim(own.claim)
    except OSError:
        pass  # the next look sees to it
