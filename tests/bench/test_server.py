import sys
from pathlib import Path

import pytest

from features.support.evidence import HarnessError
from tests.bench.peers import free_port
from tests.bench.server import Server


def test_a_server_is_waited_for_until_it_answers(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with Server(command, f"http://127.0.0.1:{port}/missing", tmp_path, 404) as server:
        server.wait()


def test_a_server_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('out of order')"]
    with (
        Server(command, f"http://127.0.0.1:{free_port()}/", tmp_path) as server,
        pytest.raises(HarnessError, match="out of order"),
    ):
        server.wait()
