"""A log file that is open for appending."""

from __future__ import annotations

import os
import time

from .settings import file_mode

# Windows would open it for text.
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class LogFile:
    """Opens a log file for appending; makes it, and its directory, if absent."""

    def __init__(self, path: str, max_bytes: float) -> None:
        if not os.path.exists(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        self.path = path
        self.max_bytes = max_bytes
        self._fd = os.open(path, _FLAGS, file_mode)
        found = os.fstat(self._fd)
        self._identity = (found.st_dev, found.st_ino)
        self._size = found.st_size
        #: Seconds since 1970; of a file found, when it was last written to where the
        #: system knows no better.
        self.created_at: float = time.time()
        if self._size > 0:
            self.created_at = getattr(found, "st_birthtime", found.st_mtime)
        try:
            if self._ends_torn():
                self.append(b"\n")
        except OSError:
            self.close()
            raise

    def is_open(self) -> bool:
        """
        Whether its number is still its own: a program that closes all files, to become a
        daemon say, gives it to the next one that it opens.
        """
        try:
            found = os.fstat(self._fd)
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._identity

    def has_room(self, more: int) -> bool:
        """Whether so many bytes more leave it within its limit."""
        return self._size == 0 or self._size + more <= self.max_bytes

    def append(self, data: bytes) -> None:
        """Appends a line whole or not at all; raises what the file system says."""
        written = 0
        try:
            # A disk that fills up takes a part of the line and refuses the rest.
            while written < len(data):
                written += os.write(self._fd, data[written:] if written else data)
        except OSError:
            if written > 0:
                self._take_back(data[:written])
            raise
        self._size += written

    def is_in_place(self) -> bool:
        """
        Whether the path still leads to this file; if so, takes over its size, which
        others may change.
        """
        try:
            found = os.stat(self.path)
        except PermissionError:
            # What can't be seen may still be there, and an open file is better than none.
            return True
        except OSError:
            return False
        self._size = found.st_size
        return (found.st_dev, found.st_ino) == self._identity

    def close(self) -> None:
        """Closes it, if that is still to be done."""
        try:
            os.close(self._fd)
        except OSError:
            pass  # by the program itself, or the disk is gone: there is no more to do

    def _ends_torn(self) -> bool:
        """Whether the last record was cut short, by a power cut or another program."""
        return self._size > 0 and self._read(1, self._size - 1) != b"\n"

    def _take_back(self, part: bytes) -> None:
        """Takes back a part of a line, unless somebody has written behind it by now."""
        start = os.fstat(self._fd).st_size - len(part)
        if start >= 0 and self._read(len(part), start) == part:
            os.ftruncate(self._fd, start)

    def _read(self, count: int, start: int) -> bytes:
        os.lseek(self._fd, start, os.SEEK_SET)
        return os.read(self._fd, count)
