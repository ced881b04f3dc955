from app.app_logging import setup_child as _setup  # noqa: F401
import sys

if __name__ == "__main__":
    sys.exit(0)
