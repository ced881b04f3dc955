"""A process that takes a log name and writes its log by hand, as it is told on stdin."""

import os
import sys
import threading
import time
import warnings

from app_logging import (
    abandoned,
    heartbeat,
    log_name,
    owner,
    ownership,
    release,
    rotation,
)

# Python 3.12 and later warn of every fork beside a thread, the heartbeat say.
warnings.simplefilter("ignore", DeprecationWarning)

directory = os.environ["PATH_TO_LOGS"]
service = os.environ["NAME_APP"]


def write(level, text):
    now = time.time()
    line = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now))
    line = f"{line}.{int(now * 1000) % 1000:03} | {level} | holder:write:1 | {text}\n"
    path = rotation.active_path(directory, ownership.own_name() or service)
    try:
        with open(path, "a", encoding="utf-8") as log:
            log.write(line)
    except OSError as error:
        print(f"lost: {error}")


def look_and_write(level, text):
    ownership.keep_name()
    ownership.say_notes(lambda note: write("WARNING", note))
    write(level, text)
    release.release_again()


def start():
    conflict = ownership.take_name(service, directory, report)
    if conflict is not None:
        print(f"conflict: {conflict}", flush=True)
        sys.exit(1)
    ownership.say_notes(lambda note: write("WARNING", note))
    write("INFO", f"Started {service}: production, pid {os.getpid()}")


def report(text):
    print(f"reported: {text}", flush=True)


def stop():
    write("INFO", "Stopped by the end of the program")
    release.release_name()


def fork(*_):
    own = log_name.current()
    held, forked = threading.Event(), threading.Event()

    def hold():
        with own.lock:
            held.set()
            forked.wait()

    threading.Thread(target=hold).start()
    held.wait()
    pid = os.fork()
    if pid == 0:
        log_name.forget_name()
        ownership.keep_name()
        release.note_danger("SIGTERM")
        release.release_name()
        start()
        stop()
        os._exit(0)
    os.waitpid(pid, 0)
    forked.set()


def forks(count):
    """Children that start at the same moment, and end when all of them have a name."""
    go, ready, end = os.pipe(), os.pipe(), os.pipe()
    pids = [os.fork() for _ in range(int(count)) if os.getpid() == parent]
    if os.getpid() != parent:
        log_name.forget_name()
        os.close(go[1])
        os.close(end[1])
        os.read(go[0], 1)
        start()
        os.write(ready[1], b".")
        os.read(end[0], 1)
        stop()
        os._exit(0)
    os.close(go[1])
    for _ in pids:
        os.read(ready[0], 1)
    os.close(end[1])
    for pid in pids:
        os.waitpid(pid, 0)


parent = os.getpid()
commands = {
    "forks": forks,
    "log": lambda *words: look_and_write("INFO", " ".join(words)),
    "danger": lambda danger: release.note_danger(danger),
    "retain": lambda keep: abandoned.delete_abandoned(
        directory, service, ownership.own_name(), int(keep)
    ),
    "fork": fork,
    "exec": lambda *_: os.execv(sys.executable, [sys.executable, __file__]),
    "stop": lambda *_: stop(),
    "look": lambda *_: (ownership.keep_name(), print(release.is_name_uncertain())),
}

if "fatal" in sys.argv:
    ownership.on_name_conflict = "fatal"
if "blind" in sys.argv:
    owner._read = owner.os.readlink = None  # a system without /proc
if "fast" in sys.argv:
    heartbeat._REFRESH_SECONDS = 0.02
start()
print("ready", flush=True)
if "nothing" in sys.argv:
    stop()
    sys.exit(0)
for line in sys.stdin:
    command, *words = line.split()
    if command == "end":
        stop()
        break
    try:
        commands[command](*words)
    except OSError as error:
        print(f"failed: {error}")
    print(f"done {line}", end="", flush=True)
