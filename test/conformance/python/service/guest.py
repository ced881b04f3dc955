"""A program with handlers of its own in Loguru, which imports a library that uses the package."""
import sys

from loguru import logger

logger.remove()
logger.add(sys.stdout, format="own {message}")
import app_logging  # noqa

app_logging.logger.info("once")
