"""Starting a mock as a process: flags, the listening socket, the line that says where it listens."""

import argparse
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from mocks.control.unfriendly import add_flag
from mocks.control.wire import WireProtocol


def flags(description: str, port: int, *, database: bool = True) -> argparse.ArgumentParser:
    """The command-line flags that both mocks have; `port` is the default port."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=port, help="port to listen on; 0 picks a free one")
    parser.add_argument("--seed", type=Path, metavar="FILE", help="JSON file with what to start with")
    parser.add_argument(
        "--known-as", action="append", metavar="NAME", help="domain name of this mock; may be repeated"
    )
    parser.add_argument(
        "--keep-bodies",
        action="store_true",
        help="keep headers and bodies for the traffic page also while nobody has it open",
    )
    add_flag(parser)
    if database:
        parser.add_argument("--db", type=Path, metavar="FILE", help="keep the data in this SQLite file")
    return parser


def names(given: argparse.Namespace) -> list[str]:
    """The domain names that the mock answers to, beside all addresses."""
    return [given.host, *(given.known_as or [])]


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Exits with a sentence when the port is taken or the address is not ours."""
    # A socket made without IPPROTO_TCP costs 43 ms per keep-alive request: uvicorn issue 3149.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        sys.exit(
            f"Cannot listen on {host} port {port}: {reason}. Choose another with --port, or 0 for a free one."
        )
    return listener


def address(listener: socket.socket) -> str:
    """The URL under which the socket can be reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Tells the application first, so that nothing that it waits for on purpose holds up the end."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def serve(
    app: ASGIApp, listener: socket.socket, name: str, stopping: Callable[[], None] = lambda: None
) -> None:
    """Serve until Ctrl-C or SIGTERM, then call `stopping`.

    Says `NAME listening on URL` on standard output once it is so.
    """
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", http=WireProtocol)
    sys.stdout.write(f"{name} listening on {address(listener)}\n")
    sys.stdout.flush()
    try:
        _Server(config, stopping).run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # uvicorn has shut down in good order and raises the signal again
    finally:
        listener.close()
