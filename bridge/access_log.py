"""One JSON line per request on standard error: no credentials, no patients, no tracking numbers."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bridge.timestamp import write_iso


class AccessLog:
    """Logs each request; a defect of the bridge itself becomes a 500 and the place it happened."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, then write the line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        status: int | None = None
        started = time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            # Neither the message nor a traceback: both may quote an order.
            state["reason"] = f"defect: {_place(error)}"
            if status is None:
                await PlainTextResponse("Internal error of the bridge\n", 500)(scope, receive, watch)
        finally:
            _write(scope, status, (time.perf_counter() - started) * 1000)


def _place(error: Exception) -> str:
    """Kind and innermost place of an error."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    return f"{type(error).__name__}{where}"


def _write(scope: Scope, status: int | None, milliseconds: float) -> None:
    state = scope["state"]
    session = state.get("session")
    line = {
        "time": write_iso(datetime.now(UTC)),
        "method": scope["method"],
        # A target in absolute form may carry user and password.
        "path": scope["path"][:200] if scope["path"].startswith("/") else None,
        "org": session.organization if session else None,
        "action": state.get("action"),
        "page": state.get("page"),
        "status": status,
        "ms": round(milliseconds, 1),
        "crmCalls": session.calls if session else 0,
        "reason": state.get("reason"),
    }
    sys.stderr.write(json.dumps(line) + "\n")
    sys.stderr.flush()
