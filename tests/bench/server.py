"""Any server's process, ours or a peer's, and the address that tells that it answers."""

import subprocess
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from features.support.evidence import HarnessError

START_LIMIT = 60.0
"""Seconds until the first correct answer."""

STOP_LIMIT = 5.0


class Server:
    """Started on entry, stopped on exit; what it writes is in the file `said` in `folder`."""

    def __init__(self, command: Sequence[str], url: str, folder: Path, status: int = 200) -> None:
        self.url = url
        self._command = command
        self._folder = folder
        self._status = status

    def __enter__(self) -> "Server":
        with (self._folder / "said").open("ab") as said:
            self._process = subprocess.Popen(self._command, stdout=said, stderr=said)  # noqa: S603 - our own
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait(self) -> None:
        """Until it answers as it should. Raises HarnessError when it ends or does not in time."""
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.003)
        said = (self._folder / "said").read_text(encoding="utf-8", errors="replace")
        raise HarnessError(f"{' '.join(self._command)} does not answer: {said[-1000:]}")

    def _answers(self) -> bool:
        address = urlsplit(self.url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=START_LIMIT)
        try:
            connection.request("GET", self.url.partition(address.netloc)[2])
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return False
        else:
            return answer.status == self._status
        finally:
            connection.close()
