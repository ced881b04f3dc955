"""Logs of names that no process has any more."""

from __future__ import annotations

import os
from contextlib import suppress

from .claim import make_claim, remove_claim
from .list_claims import list_claims
from .rotation import active_path, list_outdated
from .slot_name import read_slot, slot_name


def delete_abandoned(directory: str, service: str, name: str, keep: int) -> None:
    """
    Deletes logs of `name~2`, `name~3`… that no process has any more and that were last
    written to before the files that retention is about to delete: what they tell is
    older than what is kept.
    """
    try:
        outdated = list_outdated(directory, name, keep)
        if not outdated:
            return
        for slot in _list_slots(directory, service):
            _delete_before(outdated[0].written_at, directory, service, slot)
    except OSError:
        pass  # as with retention itself: the next rotation tries again


def _list_slots(directory: str, service: str) -> list[int]:
    found = (read_slot(service, file) for file in os.listdir(directory))
    return sorted({f[0] for f in found if f and f[0] > 1 and f[1].endswith("log")})


def _delete_before(time: float, directory: str, service: str, slot: int) -> None:
    name = slot_name(service, slot)
    if not _find_old(directory, name, time):
        return
    # While the claim is there, nobody starts under that name.
    claim = make_claim(directory, service, slot)
    try:
        if len(list_claims(directory, service, slot)) > 1:
            return
        for path in _find_old(directory, name, time):
            with suppress(FileNotFoundError):
                os.unlink(path)
    finally:
        remove_claim(claim)


def _find_old(directory: str, name: str, time: float) -> list[str]:
    files = [(file.path, file.written_at) for file in list_outdated(directory, name, 0)]
    active = active_path(directory, name)
    try:
        files.append((active, os.stat(active).st_mtime))
    except FileNotFoundError:
        pass
    return [path for path, written_at in files if written_at < time]
