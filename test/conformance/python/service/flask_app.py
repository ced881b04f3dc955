from app_logging import setup as _setup  # noqa: F401
from app_logging import logger
from flask import Flask

app = Flask(__name__)


@app.route("/")
def index():
    logger.info("asked")
    app.logger.warning("by the app's own logger")
    return "hello"


@app.route("/fail")
def fail():
    raise RuntimeError("a view fails")
