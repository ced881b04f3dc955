"""Everything about the logging of this service that is its own."""

from __future__ import annotations

import re


class variables:
    """Environment variables that this service reads."""

    # %= it.standard.variables.name
    name = "NAME_APP"


# Where another process has this service's name: `next` takes the next free one, `fatal`
# does not start.
# %= it.onNameConflict
on_name_conflict = "next"

# The value of a variable, an attribute or a key that is named like this is not shown in
# a traceback.
secrets = re.compile(
    # %= it.secrets
    "pass|pwd|secret|token|key|auth|bearer|jwt|cookie|credential|session",
    re.IGNORECASE,
)
