from app_logging import setup_child as _setup  # noqa: F401
from app_logging import logger

logger.info("the child speaks")
raise RuntimeError("the child fails")
