"""How logging starts."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from math import inf
from typing import NoReturn

from .diagnose import mask_diagnosed
from .ending import log_exit, quit_process
from .env import Reading, read_environment
from .excepthook import log_crashes
from .file_sink import FileSink
from .fork import follow_forks
from .intercept import intercept_logging
from .is_service import is_service_process
from .naming import take_log_name, write_notes
from .safe_calls import make_calls_safe
from .settings import modes
from .signals import log_signals
from .sinks import log_to
from .site import CallSite, find_site
from .state import state
from .terminal_sink import TerminalSink
from .version import find_app_version
from .write_record import write_record, write_surely
from .writer import Writer


def start_logging(children: Iterable[str]) -> None:
    """
    Starts logging for this process, or ends it where its environment does not let it
    start.
    """
    if state.service is not None or not is_service_process():
        return
    site = find_site(1)
    reading = read_environment(os.environ, children)
    take_log_name(reading)
    if reading.problems:
        _refuse_to_start(reading, site)
    mode = modes[reading.environment or ""]
    state.service = reading.name
    writers = _create_writers(reading, mode.terminal)
    pipeline = log_to(writers, mode.level, is_queued=mode.file)
    make_calls_safe(pipeline, mode.level)
    log_crashes()
    intercept_logging(mode.level)
    _speak_for_process(reading, site)
    if not mask_diagnosed():
        text = "Tracebacks show no values: this Loguru does not let secrets be masked"
        write_record("WARNING", site, text)
    log_exit()
    # In development Ctrl+C is an everyday thing.
    log_signals(["SIGTERM", "SIGHUP"] + ["SIGINT"] * mode.file)
    follow_forks(lambda: _start_fork(reading, site))


def _start_fork(reading: Reading, site: CallSite) -> None:
    """A forked child is a process of its own, from its first record on."""
    take_log_name(reading)
    if reading.problems:
        if state.pipeline is not None:
            state.pipeline.writers = []  # they are another process's
        text = f"Cannot go on: {reading.problems[0]}"
        write_surely("CRITICAL", site, text)
        raise SystemExit(1)
    _speak_for_process(reading, site)


def _speak_for_process(reading: Reading, site: CallSite) -> None:
    write_notes(site)
    write_record("INFO", site, _describe_start(reading))


def _refuse_to_start(reading: Reading, site: CallSite) -> NoReturn:
    """One record of all that is wrong: on stderr and, if one can be had, in the log."""
    state.service = reading.name or "?"
    writers = _create_writers(reading, terminal=True)
    pipeline = log_to(writers, "DEBUG", is_queued=False)
    write_notes(site)
    text = f"Cannot start: {'; '.join(reading.problems)}"
    write_surely("CRITICAL", site, text)
    pipeline.end()
    # What gunicorn takes for any other code is a worker to start again, for ever.
    arbiter = getattr(sys.modules.get("gunicorn.arbiter"), "Arbiter", None)
    quit_process(getattr(arbiter, "WORKER_BOOT_ERROR", 1))


def _create_writers(reading: Reading, terminal: bool) -> list[Writer]:
    writers: list[Writer] = [TerminalSink()] if terminal else []
    if reading.name is not None and reading.directory is not None:
        writers.append(
            FileSink(
                reading.directory,
                reading.name,
                reading.max_bytes or inf,
                10**9 if reading.max_files is None else reading.max_files,
            )
        )
    return writers


def _describe_start(reading: Reading) -> str:
    version = find_app_version()
    versions = "" if version is None else f", version {version}"
    return (
        f"Started {reading.name}{versions}: {reading.environment}, pid {os.getpid()}, "
        f"python {platform.python_version()}"
    )
