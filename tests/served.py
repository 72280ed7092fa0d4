"""An application served by a thread, over a real socket."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn

START_LIMIT = 20.0
"""Seconds until it must listen."""


@contextlib.contextmanager
def served(app: Any, **options: Any) -> Iterator[int]:
    """The port of 127.0.0.1 on which `app` is served; `options` are uvicorn's, such as ssl_certfile."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_LIMIT
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the application did not start")
        time.sleep(0.002)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
