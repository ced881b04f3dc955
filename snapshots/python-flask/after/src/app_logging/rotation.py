"""Where full log files stay, and which of them go."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime

# Windows would open it for text.
_EXCLUSIVE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

_ROTATED = re.compile(
    r"\.([0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}_[0-9]{6})"
    r"(?:\.([0-9]+))?\.log"
)


@dataclass(frozen=True)
class RotatedFile:
    """A log file that is no longer written to."""

    path: str
    #: Seconds since 1970.
    written_at: float
    created_at: str
    count: int


def active_path(directory: str, name: str) -> str:
    """The active log file of a log name."""
    return os.path.join(directory, f"{name}.log")


def move_away(directory: str, name: str, created_at: float) -> bool:
    """
    Moves the active file to where it stays: `app.2026-01-31_23-59-59_123456.log`, by its
    creation time. False if it can't.
    """
    path = None
    try:
        path = take_rotated_path(directory, name, created_at)
        os.replace(active_path(directory, name), path)
    except OSError:
        if path is not None:
            _try_to_delete(path)
        return False
    return True


def take_rotated_path(directory: str, name: str, created_at: float) -> str:
    """
    Makes an empty file under the first name that is free: whoever rotates at the same
    time takes another.
    """
    stem = os.path.join(directory, f"{name}.{timestamp(created_at)}")
    path = f"{stem}.log"
    count = 1
    while True:
        try:
            os.close(os.open(path, _EXCLUSIVE, 0o600))
        except FileExistsError:
            count += 1
            path = f"{stem}.{count}.log"
        else:
            return path


def delete_oldest(directory: str, name: str, keep: int) -> None:
    """Deletes all but the newest `keep` rotated files of this log name, if it may."""
    try:
        outdated = list_outdated(directory, name, keep)
    except OSError:
        return  # too many old files are no reason to stop logging
    for file in outdated:
        _try_to_delete(file.path)


def list_outdated(directory: str, name: str, keep: int) -> list[RotatedFile]:
    """All but the newest `keep` rotated files of a name, newest first."""
    return sorted(_list_rotated(directory, name), key=_age, reverse=True)[keep:]


def timestamp(time: float) -> str:
    """Local time with six digits below the second."""
    return datetime.fromtimestamp(time).strftime("%Y-%m-%d_%H-%M-%S_%f")


def _list_rotated(directory: str, name: str) -> list[RotatedFile]:
    rotated: list[RotatedFile] = []
    for file in os.listdir(directory):
        # Exactly our own: a glob `app.*.log` would take `app.worker.log`, the active
        # file of another service.
        match = _ROTATED.fullmatch(file, len(name)) if file.startswith(name) else None
        if match is None:
            continue
        path = os.path.join(directory, file)
        written_at = _read_write_time(path)
        rotated.append(RotatedFile(path, written_at, match[1], int(match[2] or 1)))
    return rotated


def _age(file: RotatedFile) -> tuple[float, str, int]:
    # The kernel's clock ticks in milliseconds: files rotated within one tick are told
    # apart by name.
    return file.written_at, file.created_at, file.count


def _read_write_time(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:
        return 0


def _try_to_delete(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass  # what can't be deleted keeps no other file from it
