"""Takes and keeps the log name of this process, and says what there is to say of it."""

from __future__ import annotations

import time
from collections.abc import Callable

from .claim import HELD, STOPPED, Claim, is_in_force
from .claim_notes import describe_holder, describe_move
from .ended_runs import sweep_ended_runs
from .heartbeat import refresh_if_due, start_heartbeat
from .log_name import LogName, current, set_current
from .settings import on_name_conflict, variables
from .slot_name import slot_name
from .take_slot import Taken, Taking, find_unclaimed, take_slot


def take_name(
    service: str, directory: str, report: Callable[[str], None]
) -> str | None:
    """
    Takes a log name for this process; gives the reason where it is not to start without
    its own. `report` is told where no claim can be made.
    """

    def on_error(error: OSError) -> None:
        report(
            f"'{service}' can't be claimed, so another process may take the same file: "
            f"{error}"
        )

    own = LogName(directory, service)
    conflict = _take(own, on_error)
    if conflict is not None:
        return conflict
    set_current(own)
    start_heartbeat(own)
    return None


def keep_name() -> None:
    """
    Makes sure that the name is still this process's, or takes one anew; as far as that
    can be had. Raises where another process has the only name that this one may take.
    """
    own = current()
    if own is None:
        return
    with own.lock:
        if own.claim is not None and is_in_force(own.claim):
            refresh_if_due(own)
            return
        # An error was said at the start, or is one of the log file too: the next look
        # tries again.
        conflict = _take(own, lambda error: None)
    if conflict is not None:
        raise OSError(conflict)


def own_name() -> str | None:
    """The name that this process logs under."""
    own = current()
    return None if own is None else slot_name(own.service, own.slot)


def say_notes(say: Callable[[str], None]) -> None:
    """Says what there is to log about the name, once."""
    own = current()
    if own is None:
        return
    with own.lock:
        notes, own.notes = own.notes, []
        claim = own.claim if own.is_sweep_due else None
        own.is_sweep_due = False
    for note in notes:
        say(note)
    if claim is not None:
        sweep_ended_runs(own.directory, own.service, claim, say)


def _take(own: LogName, on_error: Callable[[OSError], None]) -> str | None:
    """
    Takes a name, or goes on without a claim where none can be made; gives the reason if
    it may do neither.
    """
    directory, service = own.directory, own.service
    # A claim after the stop record is no run to look for.
    stage = STOPPED if own.is_released else HELD
    is_fatal = on_name_conflict == "fatal"
    own.claim = None
    try:
        taken = take_slot(
            Taking(directory, service, stage, 1 if is_fatal else None, own.notes)
        )
    except OSError as error:
        on_error(error)
        slot = find_unclaimed(directory, service, own.slot)
        if slot == own.slot:
            return None
        if is_fatal:
            return _describe_conflict(service, None)
        reason = f"'{slot_name(service, own.slot)}' is held by another process"
        own.notes.append(describe_move(directory, slot_name(service, slot), reason))
        own.slot = slot
        return None
    if taken.claim is None:
        return _describe_conflict(service, taken.rival)
    _take_over(own, taken.claim, taken)
    return None


def _take_over(own: LogName, claim: Claim, taken: Taken) -> None:
    if claim.slot != own.slot and not taken.is_shared:
        to = slot_name(own.service, claim.slot)
        reason = f"'{to}' is free"
        if taken.rival is not None:
            name = slot_name(own.service, taken.rival.slot)
            reason = f"'{name}' is held by {describe_holder(taken.rival)}"
        own.notes.append(describe_move(own.directory, to, reason))
    own.claim = claim
    own.slot = claim.slot
    own.is_sweep_due = True
    own.refresh_tried_at = time.time()


def _describe_conflict(service: str, rival: Claim | None) -> str:
    return (
        f"{variables.name} is '{service}', a name that {describe_holder(rival)} holds"
    )
