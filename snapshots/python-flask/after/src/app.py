from .app_logging import env_file as _env_file  # noqa: F401
from .app_logging import setup as _setup  # noqa: F401
from flask import Flask

from .routes import bp

# The project's root is one level up.
from pathlib import Path
from dotenv import load_dotenv

BASE_DIR = Path(__file__).resolve().parents[1]
load_dotenv(BASE_DIR / ".env")


def create_app():
    app = Flask(__name__)
    app.register_blueprint(bp)
    return app


app = create_app()
