import sys


def own(kind, error, traceback):
    print(f"own hook {error}", flush=True)


sys.excepthook = own

from app_logging import setup as _setup  # noqa: F401,E402

raise RuntimeError("not ours")
