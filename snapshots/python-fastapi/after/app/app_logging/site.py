"""Where a record comes from."""

from __future__ import annotations

import os
import sys
from types import FrameType, TracebackType
from typing import Any, NamedTuple


class CallSite(NamedTuple):
    """The place of a call: `module` is a file's name without its extension."""

    module: str
    function: str
    line: int
    file: str

    def patch(self, record: Any) -> None:
        """Makes it the place of a record of Loguru's."""
        record.update(name=self.module, module=self.module)
        record.update(function=self.function, line=self.line)
        record["file"].name = os.path.basename(self.file)
        record["file"].path = self.file


unknown_site = CallSite("<unknown>", "<unknown>", 0, "<unknown>")


def find_site(depth: int = 0) -> CallSite:
    """The place that calls this, or so many calls further out."""
    try:
        return site_of_frame(sys._getframe(depth + 1))
    except ValueError:
        return unknown_site


def find_site_outside(package: str) -> CallSite:
    """The place that called into a package from outside."""
    frame: FrameType | None = sys._getframe(1)
    is_inside = False
    while frame is not None:
        was_inside = is_inside
        is_inside = f"{frame.f_globals.get('__name__')}.".startswith(f"{package}.")
        if was_inside and not is_inside:
            return site_of_frame(frame)
        frame = frame.f_back
    return unknown_site


def site_of_frame(frame: FrameType, line: int | None = None) -> CallSite:
    """The place where a frame is now."""
    code = frame.f_code
    return make_site(
        code.co_filename, code.co_name, line if line is not None else frame.f_lineno
    )


def make_site(file: str, function: str, line: int | None) -> CallSite:
    """The place of a line of a file."""
    module = os.path.splitext(os.path.basename(file))[0]
    return CallSite(module, function, line or 0, file)


def site_of_error(error: BaseException) -> CallSite:
    """The place that raised an error."""
    traceback: TracebackType | None = error.__traceback__
    if traceback is None:
        return unknown_site
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return site_of_frame(traceback.tb_frame, traceback.tb_lineno)
