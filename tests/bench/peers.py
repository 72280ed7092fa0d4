"""Mock servers of others, each with one static answer: what ours are measured beside."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.server import Server

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".bench"
"""Where npm puts them; `make clean` removes it."""

PACKAGES = FOLDER / "node_modules"
VERSIONS = Path(__file__).with_name("package.json")
WIREMOCK = "wiremock/build/wiremock-standalone-3.13.2.jar"


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True)
class Peer:
    """`runtime` runs `program`, which npm installs; `configure` writes its files and says its flags."""

    name: str
    runtime: str
    program: str
    configure: Callable[[Path, int, bytes], list[str]]

    def installed(self) -> bool:
        """Whether it is here; if not, that is said."""
        reasons = {
            f"no {self.runtime}": shutil.which(self.runtime) is None,
            "npm has not installed it": not (PACKAGES / self.program).exists(),
        }
        missing = next((reason for reason, true in reasons.items() if true), None)
        if missing:
            sys.stderr.write(f"peers: SKIPPED {self.name}: {missing}\n")
        return missing is None

    def prepare(self, folder: Path, answer: bytes) -> Server:
        """It with this JSON as its answer at /orders, ready to be started."""
        port = free_port()
        flags = self.configure(folder, port, answer)
        before = ["-jar"] if self.runtime == "java" else []
        command = [self.runtime, *before, str(PACKAGES / self.program), *flags]
        return Server(command, f"http://127.0.0.1:{port}/orders", folder)


def install() -> None:
    """Let npm fetch the pinned versions, unless they are here already; without npm say so and go on."""
    npm, copy = shutil.which("npm"), FOLDER / "package.json"
    if npm is None:
        sys.stderr.write("peers: SKIPPED, there is no npm: no figures of the other mock servers\n")
        return
    if copy.exists() and copy.read_bytes() == VERSIONS.read_bytes() and PACKAGES.exists():
        return
    sys.stderr.write("peers: npm installs them into .bench, about a minute, once\n")
    FOLDER.mkdir(exist_ok=True)
    flags = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    shutil.copy(VERSIONS, copy)
    done = subprocess.run([npm, "install", *flags], cwd=FOLDER, stdout=sys.stderr, check=False)  # noqa: S603
    if done.returncode:
        copy.unlink()  # tried again the next time
        sys.stderr.write("peers: SKIPPED what npm could not install\n")


def _wiremock(folder: Path, port: int, answer: bytes) -> list[str]:
    for name in ("mappings", "__files"):
        (folder / name).mkdir()
    (folder / "__files" / "answer.json").write_bytes(answer)
    mapping = {
        "request": {"method": "GET", "urlPath": "/orders"},
        "response": {
            "status": 200,
            "headers": {"Content-Type": "application/json"},
            "bodyFileName": "answer.json",
        },
    }
    (folder / "mappings" / "orders.json").write_text(json.dumps(mapping), encoding="utf-8")
    bound = ["--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", str(folder)]
    return [*bound, "--no-request-journal", "--disable-banner", "--disable-gzip"]


def _mountebank(folder: Path, port: int, answer: bytes) -> list[str]:
    response = {"is": {"headers": {"Content-Type": "application/json"}, "body": answer.decode()}}
    imposter = {"protocol": "http", "port": port, "stubs": [{"responses": [response]}]}
    config = folder / "imposters.json"
    config.write_text(json.dumps({"imposters": [imposter]}), encoding="utf-8")
    flags = ["--port", str(free_port()), "--host", "127.0.0.1", "--configfile", str(config)]
    return ["start", *flags, "--nologfile", "--loglevel", "error", "--pidfile", str(folder / "pid")]


def _described(folder: Path, answer: bytes) -> str:
    """An OpenAPI document with the answer as the only example: both of the others read that."""
    content = {"application/json": {"schema": {"type": "object"}, "example": json.loads(answer)}}
    operation = {"responses": {"200": {"description": "OK", "content": content}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "orders", "version": "1"},
        "paths": {"/orders": {"get": operation}},
    }
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def _mockoon(folder: Path, port: int, answer: bytes) -> list[str]:
    return ["start", "--data", _described(folder, answer), "--port", str(port), "--disable-log-to-file"]


def _prism(folder: Path, port: int, answer: bytes) -> list[str]:
    return ["mock", "--host", "127.0.0.1", "--port", str(port), _described(folder, answer)]


PEERS = (
    Peer("WireMock", "java", WIREMOCK, _wiremock),
    Peer("mountebank", "node", "mountebank/bin/mb", _mountebank),
    Peer("Mockoon", "node", "@mockoon/cli/bin/run.js", _mockoon),
    Peer("Prism", "node", "@stoplight/prism-cli/dist/index.js", _prism),
)
