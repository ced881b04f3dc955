"""Whether this process runs the service."""

from __future__ import annotations

import os
import sys

_RUNNERS = {"unittest", "unittest.__main__", "nose2", "nose2.__main__"}


def is_service_process() -> bool:
    """
    Whether this process runs the service, not its tests. Judged from the process itself:
    a service that a test starts inherits its variables and must be guarded all the same.
    """
    if "pytest" in sys.modules:
        return False
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    if spec is not None and spec.name in _RUNNERS:
        return False
    # Django runs its tests, by unittest, in the process of its manage.py.
    script = os.path.basename(sys.argv[0]) if sys.argv else ""
    return not (script in {"manage.py", "django-admin"} and sys.argv[1:2] == ["test"])
