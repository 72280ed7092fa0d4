"""`python -m mocks.shipstation`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from mocks.shipstation import __main__ as main_module
from mocks.shipstation.__main__ import main, read_seed

DEMO = Path(main_module.__file__).with_name("demo.json")


def test_the_process_says_where_it_listens_and_serves() -> None:
    command = [sys.executable, "-m", "mocks.shipstation", "--port", "0", "--seed", str(DEMO)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - own code
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.fullmatch(r"mock ShipStation listening on (http://127\.0\.0\.1:\d+)\n", line)
            assert found
            sign_in = {"account": "demo", "email": "admin@clinic.example", "password": "demo-admin-1"}
            answer = httpx2.post(f"{found[1]}/sign-in", json=sign_in, trust_env=False)
            assert answer.json()["role"] == "admin"
        finally:
            process.terminate()
        assert process.stdout.read() == ""


def test_serving_gets_the_application_with_its_seed_and_the_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served: list[tuple[str, bool]] = []

    def serve(app: Starlette, listener: object, name: str, stopping: object) -> None:
        assert callable(stopping)
        served.append((name, app.state.shipstation.accounts.exists("demo")))

    monkeypatch.setattr(main_module, "serve", serve)
    monkeypatch.setattr(main_module, "listen", lambda host, port: (host, port))
    main(["--seed", str(DEMO), "--db", str(tmp_path / "db")])
    assert served == [("mock ShipStation", True)]
    assert (tmp_path / "db").is_file()


@pytest.mark.parametrize(
    ("seed", "says"),
    [
        (b"{", "Cannot read the seed"),
        (b"\xff", "Cannot read the seed"),
        (b"[" * 100_000, "Cannot read the seed"),
        (b"{}", "Cannot use the seed"),
        (None, "Cannot read the seed"),
    ],
)
def test_a_bad_seed_ends_the_start_with_a_sentence(tmp_path: Path, seed: bytes | None, says: str) -> None:
    file = tmp_path / "seed.json"
    if seed is not None:
        file.write_bytes(seed)
    with pytest.raises(SystemExit, match=f"{says} {re.escape(str(file))}: "):
        main(["--seed", str(file)])


def test_a_bad_database_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Cannot use"):
        main(["--db", str(tmp_path)])


def test_a_seed_is_read_from_its_file() -> None:
    assert read_seed(DEMO) == json.loads(DEMO.read_text(encoding="utf-8"))
    assert read_seed(None) is None


def test_the_default_port_is_that_of_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "7803" in capsys.readouterr().out


def test_unfriendly_mode_says_its_seed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main_module, "serve", lambda *_: None)
    monkeypatch.setattr(main_module, "listen", lambda *_: None)
    main(["--unfriendly", "77"])
    assert capsys.readouterr().err.startswith("mock ShipStation is unfriendly with the seed 77: ")
