import asyncio
import atexit
import logging
import logging.config
import os
import signal
import subprocess
import sys
import threading
import time
import warnings

from app_logging import child_env, exit_with_reason, logger, watch_child

print("application code runs", flush=True)


def say(text):
    print(text, flush=True)


def hello():
    for level in ("trace", "debug", "info", "success", "warning", "error", "critical"):
        getattr(logger, level)(f"a {level} message")


def many(count="1000"):
    for number in range(int(count)):
        logger.info("record {}", number)


class Hostile:
    def __str__(self):
        raise ValueError("no text")

    __repr__ = __format__ = __str__


def hostile():
    logger.info("forged\n2026-01-01 00:00:00.000 | INFO | a:b:1 | forged\r\nend\r\x1b[31m\x00\u2028\u0085")
    logger.info("{braces} {}")
    logger.info("{} and {name}", Hostile(), name=1)
    logger.info(Hostile())
    logger.info("{} {}", 1)
    logger.bind(lock=threading.Lock(), bad=Hostile()).info("bound")
    logger.log("NOPE", "no such level")

    class Local(Exception):
        def __init__(self):
            super().__init__(threading.Lock())

        def __str__(self):
            raise ValueError("no text")

    try:
        raise Local
    except Local:
        logger.exception("unprintable")
    logger.opt(raw=True).info("raw")
    logger.info("half a pair \ud800, \U0001f600")
    logger.info("the end")


def deep():
    def fall():
        logger.info("falling")
        fall()

    sys.setrecursionlimit(200)
    try:
        fall()
    except RecursionError:
        pass
    sys.setrecursionlimit(1000)
    logger.info("landed")


def reenter():
    """A signal handler and a `__del__` that log, while the program logs all the time."""
    seen = []

    def on_signal(number, frame):
        seen.append(number)
        logger.info("from the handler {}", len(seen))

    class Dying:
        def __del__(self):
            logger.info("from __del__")

    signal.signal(signal.SIGALRM, on_signal)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    count = 0
    while len(seen) < 100:
        logger.info("from the program")
        count += 1
        cycle = Dying() if count % 20 == 0 else None
        if cycle is not None:
            cycle.self = cycle
            del cycle
    signal.setitimer(signal.ITIMER_REAL, 0)
    import gc

    gc.collect()
    say(f"handler {len(seen)} program {count} del {count // 20}")


def end(way, count="1000"):
    many(count)
    if way == "exit":
        sys.exit(3)
    if way == "quit":
        quit(2)
    if way == "text":
        sys.exit("no more")
    if way == "raise":
        raise SystemExit(4)
    if way == "throw":
        raise RuntimeError("boom")
    if way == "helper":
        exit_with_reason("enough", 5)
    if way == "deliberate":
        exit_with_reason("all done", 0)
    if way == "thread":
        threading.Thread(target=exit_with_reason, args=("from a thread", 6)).start()
        time.sleep(30)
    if way == "caught":
        try:
            sys.exit(3)
        except SystemExit:
            pass
    if way == "os":
        os._exit(7)
    if way == "wait":
        say("waits")
        time.sleep(30)


def busy():
    """Logs without a pause, so that a signal comes while it does."""
    say("waits")
    while True:
        logger.info("busy")


def handle(name, when):
    """A handler of the program's own, from before the set-up if `main.py` is not the entry."""

    def on_signal(number, frame):
        logger.info("handled {}", signal.Signals(number).name)
        sys.exit(0)

    previous = signal.signal(getattr(signal, name), on_signal)
    say(f"was {previous!r} is {signal.getsignal(getattr(signal, name)) is on_signal}")
    if when == "restored":
        signal.signal(getattr(signal, name), previous)
    say("waits")
    time.sleep(30)


def raise_at_the_end():
    """As uvicorn does: puts the default back and raises what it got, as its last deed."""
    many()
    signal.raise_signal(signal.SIGTERM)


def handle_in_loop():
    async def main():
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        say("waits")
        await stop.wait()
        logger.info("the loop has stopped")

    asyncio.run(main())


def interrupt():
    try:
        say("waits")
        time.sleep(30)
    except KeyboardInterrupt:
        logger.info("caught")


def hooks():
    def own(kind, error, traceback):
        say(f"own hook {error}")

    sys.excepthook = own
    raise RuntimeError("not ours")


def crash(depth="1"):
    api_token = "s3cret-value"
    count = int(depth)
    try:
        {}["missing"]
    except KeyError as error:
        raise ValueError(f"bad {count}") from error


def crash_bytes():
    raise ValueError("with\nlines\x1b and {braces}")


def crash_everywhere():
    def fail():
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()

    class Bad:
        def __del__(self):
            raise RuntimeError("in __del__")

    Bad()

    async def main():
        async def task():
            raise RuntimeError("in a task")

        asyncio.ensure_future(task())
        await asyncio.sleep(0.01)

    asyncio.run(main())
    import gc

    gc.collect()


def standard():
    logging.getLogger("library").info("from %s", "logging")
    logging.getLogger("library").info("%d", "no number")
    logging.getLogger("library").log(35, "between")
    try:
        1 / 0
    except ZeroDivisionError:
        logging.getLogger("library").exception("caught")
    warnings.warn("old ways", UserWarning)

    class Mailer(logging.Handler):
        def emit(self, record):
            say(f"mail: {record.getMessage()}")

    logging.getLogger().addHandler(Mailer(level=logging.ERROR))
    logging.getLogger("library").error("to the mailer")
    logging.config.dictConfig({
            "version": 1,
            "disable_existing_loggers": False,
            "root": {"level": "INFO", "handlers": []},
        })
    logging.getLogger("library").info("after dictConfig")


def children():
    env = child_env("WORKER", {"MORE": "1"})
    code = "import os; print(os.environ['NAME_APP'], os.environ['MORE'])"
    subprocess.run([sys.executable, "-c", code], env=env)
    watch_child("WORKER", subprocess.run([sys.executable, "-c", "exit(3)"]))
    killed = watch_child("WORKER", subprocess.Popen(["sleep", "30"]))
    killed.kill()
    say(f"wait says {killed.wait()}")
    quick = watch_child("WORKER", subprocess.Popen(["false"]))
    say(f"wait says {quick.wait()}")
    good = watch_child("WORKER", subprocess.Popen(["true"]))
    say(f"wait says {good.wait()}")

    async def main():
        process = await asyncio.create_subprocess_exec("sh", "-c", "exit 9")
        watch_child("WORKER", process)
        say(f"asyncio says {await process.wait()}")

    asyncio.run(main())
    while threading.active_count() > 1 and any(
        thread.name.startswith("watch-") for thread in threading.enumerate()
    ):
        time.sleep(0.01)


def real_child():
    watched = watch_child(
        "WORKER",
        subprocess.Popen([sys.executable, "child.py"], env=child_env("WORKER")),
    )
    logger.info("the parent speaks")
    watched.wait()
    for thread in threading.enumerate():
        if thread.name.startswith("watch-"):
            thread.join()


def fork(way="return"):
    logger.info("before the fork")
    pid = os.fork()
    if pid == 0:
        if way == "silent":
            os._exit(0)
        if way == "exec":
            os.execvp("true", ["true"])
        many("50")
        if way == "os":
            os._exit(0)
        sys.exit(2)
    os.waitpid(pid, 0)
    logger.info("after the fork")


def work(number):
    logger.info("work {}", number)
    if number == 13:
        raise ValueError("thirteen")
    return number


def multi(method, number="1"):
    import multiprocessing

    context = multiprocessing.get_context(method)
    process = watch_child("JOB", context.Process(target=work, args=(int(number),)))
    process.start()
    process.join()
    say(f"exit code {process.exitcode}")
    for thread in threading.enumerate():
        if thread.name.startswith("watch-"):
            thread.join()


def pool(method):
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        say(sum(executor.map(work, range(10))))


def serve():
    """Obeys lines on stdin: `log <text>`, `many <count>`, `pause <seconds>`, `limit <open files>`."""
    say("ready")
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "log":
            logger.info(rest)
        elif word == "many":
            many(rest)
        elif word == "pause":
            time.sleep(float(rest))
        elif word == "limit":
            import resource

            resource.setrlimit(resource.RLIMIT_NOFILE, (int(rest), 4096))
        logger.complete()
        say(f"done {word}")


def goodbye():
    atexit.register(lambda: logger.info("from atexit"))
    logger.info("registered")


def crash_unwritten():
    import shutil

    directory = os.environ["PATH_TO_LOGS"]
    shutil.rmtree(directory)
    with open(directory, "w"):
        pass
    time.sleep(0.11)
    raise RuntimeError("nowhere to go")


def wide():
    for _ in range(40):
        logger.info("é" * 100)
    logger.info("é" * 3000)
    logger.info("é")


def unread():
    os.set_blocking(2, False)
    many("3000")
    say("logged")


def threads():
    def run(thread):
        for number in range(1000):
            logger.info("thread {} record {}", thread, number)

    running = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def twice():
    import shutil

    shutil.copytree("app_logging", os.path.join(os.environ["PATH_TO_LOGS"], "..", "copy_of"))
    sys.path.insert(0, os.path.join(os.environ["PATH_TO_LOGS"], ".."))
    import copy_of.setup

    copy_of.logger.info("by the copy")
    copy_of.exit_with_reason("enough", 3)


def use(sent):
    sent.info("sent")


def send_logger():
    import multiprocessing

    process = multiprocessing.get_context("spawn").Process(target=use, args=(logger,))
    process.start()
    process.join()
    sys.exit(process.exitcode)


def linger():
    time.sleep(0.3)
    logger.info("the child is done")


def leave_child():
    """Returns while a child still runs: Python waits for it."""
    import multiprocessing

    multiprocessing.get_context("fork").Process(target=linger).start()


def quiet_child(signal_name="SIGTERM"):
    pid = os.fork()
    if pid == 0:
        time.sleep(30)
        os._exit(9)
    os.kill(pid, getattr(signal, signal_name))
    say(f"status {os.waitpid(pid, 0)[1]}")


def pooled():
    """A pool is ended by SIGTERM."""
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(2) as pool:
        say(sum(pool.map(work, range(10))))


def time_out(seconds="1"):
    """Handlers that raise, in the midst of everything; each record is told by a number."""

    class TimeOut(Exception):
        pass

    is_armed = False
    armed = raised = 0
    returned = []

    def on_signal(number, frame):
        nonlocal is_armed
        if is_armed:
            is_armed = False
            raise TimeOut if armed % 2 else KeyboardInterrupt

    def log_until():
        while is_armed:
            logger.info("record {}", len(returned))
            returned.append(len(returned))
        time.sleep(0.001)

    signal.signal(signal.SIGALRM, on_signal)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0013)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        try:
            is_armed = True
            armed += 1
            log_until()
        except (TimeOut, KeyboardInterrupt):
            raised += 1
    signal.setitimer(signal.ITIMER_REAL, 0)
    say(f"armed {armed} raised {raised} returned {len(returned)}")


def end_while_asked():
    """Comes to its end, and is asked to, at the same time."""
    many("200")
    say("waits")


def take_away(way):
    """A program that sets Loguru up anew, and fails."""
    if way == "remove":
        logger.remove()
    if way == "configure":
        logger.configure(handlers=[{"sink": sys.stdout}])
    if way == "disable":
        logger.disable("")
    logger.info("not for this log")
    raise RuntimeError("boom")


def reconfigure():
    logging.basicConfig(level=logging.DEBUG, force=True)
    logging.getLogger("library").info("after basicConfig")


def close_all():
    """Closes every file, as a program does that becomes a daemon, and opens its own."""
    logger.info("before")
    logger.complete()
    os.closerange(3, 100)
    path = os.path.join(os.environ["PATH_TO_LOGS"], "data")
    files = [os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(5)]
    logger.info("after")
    logger.complete()
    say(f"data: {os.fstat(files[0]).st_size} bytes")
    for file in files:
        os.close(file)  # each is still the program's
    os.unlink(path)


def exit_in_task():
    async def main():
        async def task():
            exit_with_reason("from a task", 4)

        kept = asyncio.ensure_future(task())
        await asyncio.sleep(30)
        del kept

    asyncio.run(main())


def become(function="execv"):
    """Goes on as another program."""
    many("350")
    getattr(os, function)("/bin/true", ["true"])
