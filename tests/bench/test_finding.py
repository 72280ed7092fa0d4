import pytest

from tests.bench.finding import Finding


@pytest.mark.parametrize(
    ("target", "met", "verdict"),
    [("a", True, "met"), ("a", False, "not met"), ("a", None, "no peer here"), ("", None, "")],
)
def test_a_row_says_whether_its_target_was_met(target: str, met: bool | None, verdict: str) -> None:
    assert Finding("x", "1 s", target=target, met=met).verdict == verdict
