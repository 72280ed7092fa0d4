"""Jobs side by side, each in a process forked from this one, which has loaded all that they need."""

import contextlib
import gc
import os
import pickle
import selectors
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

Job = Callable[[], Any]


class Failed(Exception):
    """A job that ended without a result; the text says how."""


@dataclass
class _Child:
    name: str
    process: int
    deadline: float
    received: bytearray = field(default_factory=bytearray)


def forked(jobs: dict[str, Job], workers: int, *, limit: float) -> Iterator[tuple[str, Any]]:
    """The names of the jobs with their results, or with Failed, as they come; `limit` is seconds for each.

    This process must have no threads but its main one. Results travel pickled.
    """
    waiting = iter(jobs.items())
    with selectors.DefaultSelector() as pipes:
        try:
            for name, job in waiting:
                _start(pipes, name, job, limit)
                if len(pipes.get_map()) >= workers:
                    yield from _finished(pipes)
            while pipes.get_map():
                yield from _finished(pipes)
        finally:
            for key in list(pipes.get_map().values()):
                _end(key.data)
                os.close(key.fd)


def _start(pipes: selectors.BaseSelector, name: str, job: Job, limit: float) -> None:
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        _work(job, writer)
    os.close(writer)
    pipes.register(reader, selectors.EVENT_READ, _Child(name, process, time.monotonic() + limit))


def _work(job: Job, writer: int) -> NoReturn:
    """Run the job and end the process, without anything that would tidy up after the parent."""
    # The process is short-lived, and to look through all that it shares would copy it: a quarter of the time.
    gc.disable()
    try:
        try:
            result = job()
        except BaseException:
            result = Failed(traceback.format_exc())
        with open(writer, "wb") as pipe:
            pickle.dump(result, pipe)
    finally:
        os._exit(0)


def _finished(pipes: selectors.BaseSelector) -> list[tuple[str, Any]]:
    """Wait until at least one child has ended."""
    done: list[tuple[str, Any]] = []
    while not done:
        for key, _ in pipes.select(0.5):
            if chunk := os.read(key.fd, 1 << 20):
                key.data.received += chunk
            else:
                done.append((key.data.name, _result(key.data)))
                _forget(pipes, key)
        for key in list(pipes.get_map().values()):
            if time.monotonic() > key.data.deadline:
                _end(key.data)
                done.append((key.data.name, Failed("it did not end in time")))
                _forget(pipes, key)
    return done


def _result(child: _Child) -> Any:
    os.waitpid(child.process, 0)
    try:
        return pickle.loads(child.received)  # noqa: S301 - from our own child
    except (EOFError, pickle.UnpicklingError):
        return Failed("the process died")


def _end(child: _Child) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.process, signal.SIGKILL)
    os.waitpid(child.process, 0)


def _forget(pipes: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
    pipes.unregister(key.fileobj)
    os.close(key.fd)
