from app_logging import setup as _setup  # noqa: F401
import json
import subprocess
import sys
import threading
import time

from app_logging import child_env, exit_with_reason, logger, watch_child
from app_logging.env import read_environment
from app_logging.limits import parse_size

watched = []


def log(level, text):
    getattr(logger, level)(text)


def repeat(count, text, times=1):
    for number in range(count):
        logger.info(f"{number:03} {text * times}")


def fail(text):
    raise Failure(text)


class Failure(Exception):
    pass


def leave(code):
    sys.exit(code)


def child(line):
    process = watch_child("WORKER", subprocess.Popen(["sh", "-c", line]))
    process.wait()
    for thread in threading.enumerate():
        if thread.name == "watch-WORKER":
            thread.join()


def name_child(name):
    print(child_env(name)["NAME_APP"])


def guard(env, children):
    print("; ".join(read_environment(env, children).problems).replace("\0", ""))


def size(text):
    try:
        print(parse_size("LOG_MAX_SIZE", text))
    except ValueError as error:
        print(error)


def stay():
    print("waits", flush=True)
    time.sleep(30)


def obey():
    print("waits", flush=True)
    for line in sys.stdin:
        logger.info(line.strip())
        logger.complete()
        print(f"done {line.strip()}", flush=True)


calls = {
    "log": log,
    "repeat": repeat,
    "fail": fail,
    "exit": exit_with_reason,
    "leave": leave,
    "child": child,
    "name_child": name_child,
    "guard": guard,
    "size": size,
    "stay": stay,
    "obey": obey,
}

with open(sys.argv[1], encoding="utf-8") as file:
    script = json.load(file)
for name, *given in script:
    calls[name](*given)
