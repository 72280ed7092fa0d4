import subprocess
import sys

import pytest

from tests.bench.cpu import FIRST, PROC, CpuTimes, _kind

BUSY = "import time; end = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"


@pytest.mark.skipif(not PROC.exists(), reason="only Linux tells it")
def test_what_a_child_has_used_is_told_beside_its_parent() -> None:
    process = subprocess.Popen([sys.executable, "-c", PARENT])  # noqa: S603 - our own
    with CpuTimes(process.pid) as cpu:
        process.wait()
    assert cpu.by_kind().keys() <= {FIRST, "workers"}
    assert cpu.by_kind()["workers"] >= 0.2


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("python\0-m\0bridge\0--port\x000\0", "the bridge"),
        ("python\0-m\0mocks.careportals\0", "mock CarePortals"),
        ("python\0-u\0-c\0import sys;exec(1)\0", "workers"),
        ("git\0status\0", "others"),
        ("python\0-m", "others"),
    ],
)
def test_a_process_is_known_by_its_command(command: str, kind: str) -> None:
    assert _kind(command) == kind
