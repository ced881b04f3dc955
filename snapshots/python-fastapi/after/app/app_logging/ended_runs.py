"""Runs that ended without a stop record."""

from __future__ import annotations

from collections.abc import Callable

from .claim import Claim, remove_claim
from .claim_notes import describe_ended_run
from .list_claims import list_claims
from .owner import is_running

# A claim whose owner can't be seen from here holds for so long after its last refresh.
_STALE_SECONDS = 5 * 60


def is_alive(claim: Claim, now: float) -> bool:
    """Whether a claim counts."""
    seen = is_seen_running(claim, now)
    return now - claim.refreshed_at < _STALE_SECONDS if seen is None else seen


def is_seen_running(claim: Claim, now: float) -> bool | None:
    """Whether the owner of a claim runs; None where only the claim's age tells."""
    if claim.owner is None:
        return None
    return is_running(claim.owner, now - claim.refreshed_at)


def sweep_ended_runs(
    directory: str, service: str, own: Claim, say: Callable[[str], None]
) -> None:
    """
    Removes the dead claims on all names of a service, and says what is to be said of
    their runs: one by one, for what is removed and not said before this process dies is
    never said.
    """
    try:
        claims = list_claims(directory, service)
    except OSError:
        return  # what could not be looked at is left to the next start
    for claim in claims:
        if claim.path == own.path or is_alive(claim, own.refreshed_at):
            continue
        note = bury(claim, directory, service)
        if note is not None:
            say(note)


def bury(dead: Claim, directory: str, service: str) -> str | None:
    """Removes a dead claim. Of several that try, one gives what is to be said of it."""
    note = describe_ended_run(directory, service, dead)
    removed = remove_claim(dead)
    return note if removed and dead.is_held and not dead.is_stopped else None
