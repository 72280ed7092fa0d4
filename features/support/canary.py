"""Places that nobody has any business to look at: an address that counts its visitors, and a secret file."""

import secrets
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType


class Canary:
    """An address on this machine that answers nobody and notes who came, and a file with a secret in it."""

    def __init__(self) -> None:
        self.secret = f"canary-{secrets.token_hex(8)}"
        self._visits = 0
        self._last: tuple[str, int] | None = None

    def __enter__(self) -> "Canary":
        self._folder = tempfile.TemporaryDirectory(prefix="drydock-canary-")
        self.file = Path(self._folder.name) / "secret.txt"
        self.file.write_text(self.secret, encoding="utf-8")
        self._listener = socket.create_server(("127.0.0.1", 0))
        host, port = self._listener.getsockname()
        self.url = f"http://{host}:{port}/{self.secret}.dtd"
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.visits()
        self._folder.cleanup()

    def _watch(self) -> None:
        while True:
            # Nothing is read: a visitor may say nothing, or break off.
            visitor, address = self._listener.accept()
            visitor.close()
            if address == self._last:
                return
            self._visits += 1

    def visits(self) -> int:
        """How many came. Ends the watch, so that none is still on the way: they are served in their order."""
        if self._thread.is_alive():
            with socket.socket() as last:
                last.bind(("127.0.0.1", 0))
                self._last = last.getsockname()
                last.connect(self._listener.getsockname())
                self._thread.join()
            self._listener.close()
        return self._visits
