import json
import re
from pathlib import Path

import pytest

from tests.bench import peers
from tests.bench.peers import PEERS, VERSIONS, WIREMOCK, Peer, install


def test_all_versions_are_pinned_and_that_of_the_jar_is_the_one_that_is_looked_for() -> None:
    pinned = json.loads(VERSIONS.read_text(encoding="utf-8"))["dependencies"]
    assert [version for version in pinned.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert f"standalone-{pinned['wiremock']}.jar" in WIREMOCK


def test_the_version_of_each_peer_is_pinned() -> None:
    pinned = json.loads(VERSIONS.read_text(encoding="utf-8"))["dependencies"]
    assert [peer.name for peer in PEERS if not any(peer.program.startswith(name) for name in pinned)] == []


def test_without_npm_the_peers_are_skipped_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.bench.peers.shutil.which", lambda _name: None)
    install()
    assert "SKIPPED" in capsys.readouterr().err


@pytest.mark.parametrize("runtime", ["no-such-runtime", "env"])
def test_a_peer_that_is_not_here_is_skipped_loudly(
    runtime: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers, "PACKAGES", tmp_path)
    assert not Peer("Some", runtime, "some.js", lambda _folder, _port, _answer: []).installed()
    assert "SKIPPED Some" in capsys.readouterr().err


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_is_given_the_answer_in_a_form_that_it_reads(peer: Peer, tmp_path: Path) -> None:
    server = peer.prepare(tmp_path, b'{"orders": [1]}')
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json"))
    assert "orders" in written.replace("/orders", "")
    assert server.url.endswith("/orders")
