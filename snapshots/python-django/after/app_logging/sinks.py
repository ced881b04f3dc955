"""What Loguru is given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from multiprocessing.context import BaseContext
from typing import Any

from loguru import logger

from .diagnose import mask_diagnosed
from .pipeline import Pipeline
from .state import state
from .terminal_sink import TerminalSink
from .writer import Writer


def log_to_terminal() -> None:
    """Logs everything from DEBUG to stderr, in the place of Loguru's own handler."""
    if state.pipeline is not None:
        return
    state.pipeline = Pipeline([TerminalSink()], is_queued=False)
    try:
        logger.remove(0)
    except ValueError:
        return  # whoever took it away has handlers of their own
    state.handler = _add(state.pipeline, "DEBUG")


def log_to(writers: Iterable[Writer], level: str, *, is_queued: bool) -> Pipeline:
    """Logs to these from now on. Handlers that somebody else has added stay."""
    pipeline = Pipeline(writers, is_queued=is_queued)
    state.pipeline = pipeline
    for handler in (0, state.handler):
        if handler is not None:
            with contextlib.suppress(ValueError):
                logger.remove(handler)
    state.handler = _add(pipeline, level)
    return pipeline


def _add(pipeline: Pipeline, level: str) -> int:
    diagnose = False
    diagnose = mask_diagnosed()
    if not pipeline.is_direct:
        with contextlib.suppress(TypeError):
            return logger.add(
                pipeline,
                level=level,
                format="{message}",
                colorize=False,
                backtrace=True,
                diagnose=diagnose,
                catch=False,
                enqueue=True,
                context=_QueueContext(pipeline),
            )
        pipeline.is_direct = True  # Loguru 0.7.0 can't be given a queue
    return logger.add(
        pipeline,
        level=level,
        format="{message}",
        colorize=False,
        backtrace=True,
        diagnose=diagnose,
        catch=False,
    )


class _QueueContext(BaseContext):
    """
    Gives Loguru the pipeline for its queue. Its own pickles every record: one with a
    lock or a socket bound to it is lost.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def SimpleQueue(self) -> Any:
        return self._pipeline

    def Event(self) -> Any:
        return _Done()

    def Lock(self) -> Any:
        return contextlib.nullcontext()


class _Done:
    """The pipeline answers only when all is written: there is nothing to wait for."""

    def set(self) -> None:
        """Loguru's writing thread says that it is done."""

    def clear(self) -> None:
        """Loguru makes it ready for the next time."""

    def wait(self) -> bool:
        """Loguru waits for the thread."""
        return True
