"""`python -m bridge`: serve until Ctrl-C or SIGTERM."""

import argparse
import os
import socket
import sys

import uvicorn

from bridge.app import create_app
from bridge.limits import LimitedProtocol
from bridge.settings import Settings


def _arguments() -> argparse.Namespace:
    default = Settings()
    parser = argparse.ArgumentParser(
        prog="python -m bridge",
        description="The bridge between CarePortals and a ShipStation Custom Store.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )

    def add(flag: str, variable: str, kind: type, value: object, text: str) -> None:
        given = os.environ.get(variable, str(value))
        parser.add_argument(flag, type=kind, default=given, help=f"{text} (environment: {variable})")

    add("--host", "BRIDGE_HOST", str, "127.0.0.1", "address to listen on")
    add("--port", "BRIDGE_PORT", int, 7802, "port to listen on; 0 picks a free one")
    add("--crm-url", "BRIDGE_CRM_URL", str, default.crm_url, "where CarePortals answers")
    add(
        "--crm-timeout",
        "BRIDGE_CRM_TIMEOUT",
        float,
        default.crm_timeout,
        "seconds for one call to CarePortals",
    )
    add("--page-size", "BRIDGE_PAGE_SIZE", int, default.page_size, "orders per page, 1 to 250")
    add("--body-limit", "BRIDGE_BODY_LIMIT", int, default.body_limit, "largest shipment notice in bytes")
    return parser.parse_args()


def _listen(host: str, port: int) -> socket.socket:
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


def main() -> None:
    """Read the flags, listen, say where, serve."""
    given = _arguments()
    try:
        settings = Settings(given.crm_url, given.crm_timeout, given.page_size, given.body_limit)
    except ValueError as error:
        sys.exit(str(error))
    listener = _listen(given.host, given.port)
    host, port = listener.getsockname()[:2]
    print(f"bridge listening on http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
    app = create_app(settings)
    # Nothing is done by the client's address or scheme: no need to look for what a proxy says of them.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", proxy_headers=False, http=LimitedProtocol
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # uvicorn has shut down in good order and raises the signal again
    finally:
        listener.close()


if __name__ == "__main__":
    main()
