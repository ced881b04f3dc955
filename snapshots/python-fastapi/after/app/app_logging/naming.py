"""The log name of this process, as the start and the file sink need it."""

from __future__ import annotations

from .env import Reading
from .ownership import say_notes, take_name
from .site import CallSite, find_site
from .terminal_sink import report_problem
from .write_record import write_record


def take_log_name(reading: Reading) -> None:
    """Takes a log name; where this process must not have one, that is a problem."""
    if reading.name is None or reading.directory is None:
        return
    conflict = take_name(
        reading.name,
        reading.directory,
        lambda text: report_problem(find_site(), text),
    )
    if conflict is not None:
        reading.problems.append(conflict)
        reading.directory = None  # it is another process's


def write_notes(site: CallSite) -> None:
    """Writes what there is to say of the name, once."""

    def write(note: str) -> None:
        write_record("WARNING", site, note)

    say_notes(write)
