"""Writes records of the logging's own."""

from __future__ import annotations

from loguru import logger

from .record import create_record, format_error
from .site import CallSite
from .state import state
from .terminal_sink import report_problem


def write_record(level: str, site: CallSite, text: str) -> bool:
    """
    Writes one record, whatever the environment's level; False where no sink took it. On
    return it is on disk.
    """
    pipeline = state.pipeline
    if pipeline is None or state.service is None:
        logger.patch(site.patch).log(level, text)  # the log is somebody else's
        return True
    record = create_record(level, site, text)
    pipeline.add(record)
    pipeline.drain()
    return record.is_written


def write_surely(level: str, site: CallSite, text: str) -> None:
    """Likewise; on stderr where no sink takes it, for there is no later."""
    if not write_record(level, site, text):
        report_problem(site, text, level)


def write_error(site: CallSite, text: str, error: BaseException) -> bool:
    """Writes a CRITICAL record with the whole traceback behind it."""
    pipeline = state.pipeline
    if pipeline is None:
        logger.patch(site.patch).opt(exception=error).critical(text)
        return True
    taken, written = pipeline.taken, pipeline.written
    logger.patch(site.patch).opt(exception=error).critical(text)
    if pipeline.taken == taken:  # removed from Loguru by the program, or disabled there
        text = f"{text}\n{format_error(error)}"
        pipeline.add(create_record("CRITICAL", site, text))
    pipeline.drain()
    return pipeline.written > written
