"""Has asked to be told of forks before anybody else, and so is told while Loguru is held for it."""

import os

os.register_at_fork(
    before=lambda: logger.info("about to fork"),
    after_in_parent=lambda: logger.warning("has forked"),
)

from app_logging import setup as _setup  # noqa: F401,E402
from app_logging import logger  # noqa: E402

pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitpid(pid, 0)
logger.debug("{} {}", "not for this log")
