import sys
from pathlib import Path

from tests.bench.loading import load
from tests.bench.peers import ROOT, free_port
from tests.bench.server import Server


def test_right_and_wrong_answers_are_told_apart(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "http.server",
        "--bind",
        "127.0.0.1",
        "--directory",
        str(ROOT),
        str(port),
    ]
    url = f"http://127.0.0.1:{port}/tests/bench/package.json"
    with Server(command, url, tmp_path) as server:
        server.wait()
        good = load([url], 0.2, {}, 100)
        short = load([url], 0.2, {}, 1_000_000)
        missing = load([url + ".no"], 0.2, {}, 0)
    assert good.rate > 0 == good.wrong
    assert 0 < good.p50 <= good.p99
    assert short.rate == missing.rate == 0
    assert short.wrong > 0 < missing.wrong
