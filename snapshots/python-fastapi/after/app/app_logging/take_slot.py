"""Takes the first name of a service that no living process holds."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from random import SystemRandom

from .claim import Claim, is_in_force, make_claim, mark_claim, remove_claim
from .ended_runs import bury, is_alive, is_seen_running
from .list_claims import list_claims
from .owner import is_self

# Two that claim a name at once both step back and try again, for so long.
_PATIENCE_SECONDS = 1
# By then its owner has written into a claim who it is, and withdrawn it or not.
_SETTLED_SECONDS = 2
# Not the program's own numbers, which it may have seeded.
_random = SystemRandom()


@dataclass(frozen=True)
class Taking:
    """What is to be taken, and how."""

    directory: str
    service: str
    #: How this process marks its claim.
    stage: str
    #: Slots above it are not tried; None for no such limit.
    last_slot: int | None
    #: Receives what is to be said of runs that ended without a stop record.
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """What came of it."""

    #: This process's claim; None where all slots that were tried are held.
    claim: Claim | None = None
    #: What stood in the way of the first name that was tried.
    rival: Claim | None = None
    #: Whether this process had it before, with another program perhaps (exec).
    is_shared: bool = False
    #: Whether to wait for the rival makes no sense.
    is_final: bool = True


def take_slot(taking: Taking) -> Taken:
    """
    Takes a name. A claim is made before the others are looked at, and whoever sees
    another steps back: of two at once, one at least sees the other.
    """
    os.makedirs(taking.directory, exist_ok=True)
    for claim in list_claims(taking.directory, taking.service):
        if claim.is_held and claim.owner is not None and is_self(claim.owner):
            mark_claim(claim, taking.stage)
            return Taken(claim, is_shared=True)
    rival: Claim | None = None
    slot = 1
    while taking.last_slot is None or slot <= taking.last_slot:
        taken = _try_for_a_while(slot, taking)
        rival = rival or taken.rival
        if taken.claim is not None:
            return Taken(taken.claim, rival)
        slot += 1
    return Taken(rival=rival)


def find_unclaimed(directory: str, service: str, first: int) -> int:
    """Where no claim can be made: the first slot, from one on, that nobody has."""
    try:
        claims = list_claims(directory, service)
    except OSError:
        return first
    now = time.time()
    taken = {claim.slot for claim in claims if is_seen_running(claim, now) is not False}
    slot = first
    while slot in taken:
        slot += 1
    return slot


def _try_for_a_while(slot: int, taking: Taking) -> Taken:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    longest = 2
    while True:
        taken = _try_to_take(slot, taking)
        if taken.is_final or time.monotonic() > deadline:
            return taken
        time.sleep((1 + _random.random() * longest) / 1000)
        longest = min(longest * 2, 50)


def _try_to_take(slot: int, taking: Taking) -> Taken:
    directory, service = taking.directory, taking.service
    # Looked at first, so that nothing is written where the name is held; by this
    # system's clock, for want of the file system's: it only ever leads to another name.
    now = time.time()
    for other in list_claims(directory, service, slot):
        if other.is_held and is_seen_running(other, now):
            return Taken(rival=other)
    claim = make_claim(directory, service, slot)
    try:
        rival = _find_rival(claim, taking)
        if rival is None:
            mark_claim(claim, taking.stage)
            return Taken(claim)
    except BaseException:
        remove_claim(claim)
        raise
    remove_claim(claim)
    return Taken(rival=rival, is_final=_is_settled(rival, claim))


def _find_rival(own: Claim, taking: Taking) -> Claim | None:
    claims = list_claims(taking.directory, taking.service, own.slot)
    others = [claim for claim in claims if claim.path != own.path]
    living = [other for other in others if is_alive(other, own.refreshed_at)]
    if living:
        return next((other for other in living if other.is_held), living[0])
    return next((dead for dead in others if _may_return(dead, own, taking)), None)


def _may_return(dead: Claim, own: Claim, taking: Taking) -> bool:
    """
    Whether the owner of a dead claim might come back and find it in force. One that is
    seen to be dead does not; of one that is merely silent the claim has to go first.
    """
    if is_seen_running(dead, own.refreshed_at) is False:
        return False
    note = bury(dead, taking.directory, taking.service)
    if note is not None:
        taking.notes.append(note)
    return is_in_force(dead)


def _is_settled(rival: Claim, own: Claim) -> bool:
    if rival.owner is None:
        return own.refreshed_at - rival.refreshed_at > _SETTLED_SECONDS
    return rival.is_held
