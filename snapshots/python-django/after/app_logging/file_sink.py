"""Records in the service's log file."""

from __future__ import annotations

import os
import time
from math import inf

from .abandoned import delete_abandoned
from .log_file import LogFile
from .naming import write_notes
from .outage import Outage
from .ownership import keep_name, own_name
from .record import LogRecord
from .release import is_name_uncertain, release_again, release_name
from .rotation import active_path, delete_oldest, move_away
from .settings import formats
from .site import find_site

# For so long, at most, a file that somebody moved or deleted is still written to.
_LOOK_SECONDS = 0.1
_ROTATION_RETRY_SECONDS = 1.0


class FileSink:
    """
    Appends records to the service's log file and rotates it, one write(2) per record.
    Loguru's own file sink counts characters instead of bytes, deletes other services'
    files, formats `{}` in paths, and prints a traceback per record on a full disk.
    """

    def __init__(
        self, directory: str, name: str, max_bytes: float, max_files: int
    ) -> None:
        self._directory = directory
        self._name = name
        self._max_bytes = max_bytes
        self._max_files = max_files
        self._service = name
        self._file: LogFile | None = None
        self._outage = Outage()
        self._looked_at = -inf
        self._rotation_failed_at = -inf

    def write(self, record: LogRecord) -> bool:
        """Appends a record; False where it is dropped."""
        try:
            self._append(record)
            release_again()
        except Exception as error:  # noqa: BLE001
            self._close()  # it may be the open file that is broken
            self._outage.count(active_path(self._directory, self._name), error)
            return False
        self._outage.dropped = 0
        return True

    def end(self) -> None:
        """Tells on stderr what the log lacks at the end, and gives its name back."""
        release_name()
        if self._outage.dropped > 0:
            self._outage.report_lost(active_path(self._directory, self._name))

    def begin_anew(self) -> None:
        """A forked child opens a file of its own."""
        self._close()
        self._outage.dropped = 0
        self._looked_at = -inf

    def _append(self, record: LogRecord) -> None:
        now = time.monotonic()
        if is_name_uncertain():
            self._look(now)
        if now - self._looked_at > _LOOK_SECONDS:
            self._look(now)
        lines = f"{record.line(formats.file)}\n"
        if self._outage.dropped > 0:
            # Ahead of the first record after an outage, with it or not at all.
            lines = f"{self._outage.describe().line(formats.file)}\n{lines}"
        data = lines.encode("utf-8", "replace")
        self._prepare_file(now, len(data)).append(data)

    def _prepare_file(self, now: float, more: int) -> LogFile:
        """The file that the next bytes go to: one with room for them."""
        if self._file is not None and not self._file.is_open():
            self._file = None  # not to be closed: it is somebody else's by now
        file = self._file or self._open(now)
        has_just_failed = now - self._rotation_failed_at < _ROTATION_RETRY_SECONDS
        if file.has_room(more) or has_just_failed:
            return file
        if not self._rotate(file):
            # One that can't be moved goes on: too big is better than no record.
            self._rotation_failed_at = now
        return self._file or self._open(now)

    def _look(self, now: float) -> None:
        """Sees what others have done to the file since the last look."""
        self._looked_at = now
        keep_name()
        self._name = own_name() or self._name
        write_notes(find_site())
        path = active_path(self._directory, self._name)
        file = self._file
        if file is not None and not (file.path == path and file.is_in_place()):
            self._close()

    def _rotate(self, full: LogFile) -> bool:
        """Whether another file is to be opened now."""
        if os.name == "nt":
            self._close()  # Windows can't rename an open file
        if full.is_in_place():
            is_moved = move_away(self._directory, self._name, full.created_at)
            if not is_moved and full.is_in_place():
                return False
        self._close()
        delete_abandoned(self._directory, self._service, self._name, self._max_files)
        delete_oldest(self._directory, self._name, self._max_files)
        return True

    def _open(self, now: float) -> LogFile:
        self._looked_at = now
        path = active_path(self._directory, self._name)
        self._file = LogFile(path, self._max_bytes)
        return self._file

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()
