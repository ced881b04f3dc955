from app_logging import setup as _setup  # noqa: F401
from app_logging import logger


def app(environ, start_response):
    logger.info("asked for {}", environ["PATH_INFO"])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
