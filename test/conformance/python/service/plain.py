"""Uses the logger without a set-up, as a unit test does."""
import sys

from app_logging import exit_with_reason, logger

logger.debug("a debug message")
logger.info("an info message")
if sys.argv[1:] == ["exit"]:
    exit_with_reason("enough", 4)
