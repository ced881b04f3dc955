"""Everything that was chosen when this package was generated."""

from __future__ import annotations

import re
from dataclasses import dataclass


class variables:
    """Environment variables that this service reads."""

    name = "NAME_APP"
    environment = "RUN_ENVIRONMENT"
    directory = "PATH_TO_LOGS"
    max_size = "LOG_MAX_SIZE"
    max_files = "LOG_MAX_FILES"
    child_prefix = "NAME_CHILD_PROCESS_"


#: The children that this service starts: the X of each NAME_CHILD_PROCESS_X.
children: tuple[str, ...] = ("SCORER",)


class defaults:
    """What holds where the variable is not set."""

    max_size = "5 MB"
    max_files = "5"


#: Where another process has this service's name: `next` takes the next free one,
#: `fatal` does not start.
on_name_conflict: str = "next"

#: Permissions of a new log file, less the umask: it holds the values of variables.
file_mode = 0o640


@dataclass(frozen=True)
class Mode:
    """What is logged in an environment, and where to."""

    terminal: bool
    file: bool
    level: str


modes = {
    "development": Mode(terminal=True, file=False, level="DEBUG"),
    "testing": Mode(terminal=True, file=True, level="INFO"),
    "production": Mode(terminal=False, file=True, level="INFO"),
}

#: Other words for an environment.
environment_aliases: dict[str, str] = {}


class formats:
    """How a record becomes a line, in Loguru's words; a traceback follows the message."""

    terminal = "{time:HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}"
    file = "{time:YYYY-MM-DD HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}"


#: The value of a variable that is named like this is not shown in a traceback.
secrets = re.compile(
    "pass|pwd|secret|token|key|auth|bearer|jwt|cookie|credential|session",
    re.IGNORECASE,
)
