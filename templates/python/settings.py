"""Everything that was chosen when this package was generated."""

from __future__ import annotations

import re
from dataclasses import dataclass


class variables:
    """Environment variables that this service reads."""

    # %= it.standard.variables.name
    name = "NAME_APP"
    # %= it.standard.variables.environment
    environment = "RUN_ENVIRONMENT"
    # %= it.standard.variables.logs
    directory = "PATH_TO_LOGS"
    # %= it.standard.variables.maxSize
    max_size = "LOG_MAX_SIZE"
    # %= it.standard.variables.maxFiles
    max_files = "LOG_MAX_FILES"
    # %= it.standard.variables.childPrefix
    child_prefix = "NAME_CHILD_PROCESS_"


#: The children that this service starts: the X of each NAME_CHILD_PROCESS_X.
# %~ it.children
children: tuple[str, ...] = ()


class defaults:
    """What holds where the variable is not set."""

    # %= it.standard.defaults.maxSize
    max_size = "5 MB"
    # %= String(it.standard.defaults.maxFiles)
    max_files = "5"


# % if (it.features.ownership) {
#: Where another process has this service's name: `next` takes the next free one,
#: `fatal` does not start.
# %= it.onNameConflict
on_name_conflict: str = "next"

# % }
#: Permissions of a new log file, less the umask: it holds the values of variables.
# %~ it.fileMode
file_mode = 0o640


@dataclass(frozen=True)
class Mode:
    """What is logged in an environment, and where to."""

    terminal: bool
    file: bool
    level: str


modes = {
    # %~ it.modes.development
    "development": Mode(terminal=True, file=False, level="DEBUG"),
    # %~ it.modes.testing
    "testing": Mode(terminal=True, file=True, level="INFO"),
    # %~ it.modes.production
    "production": Mode(terminal=False, file=True, level="INFO"),
}

#: Other words for an environment.
# %= it.environmentAliases
environment_aliases: dict[str, str] = {}


class formats:
    """How a record becomes a line, in Loguru's words; a traceback follows the message."""

    # %= it.formats.terminal
    terminal = "{time:HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}"
    # %= it.formats.file
    file = "{time:YYYY-MM-DD HH:mm:ss.SSS} | {level} | {module}:{function}:{line} | {message}"


#: The value of a variable that is named like this is not shown in a traceback.
# %~ it.secrets
secrets = re.compile(
    "pass|pwd|secret|token|key|auth|bearer|jwt|cookie|credential|session",
    re.IGNORECASE,
)
