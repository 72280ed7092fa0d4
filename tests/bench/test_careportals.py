import pytest

from tests.bench.careportals import _findings, run
from tests.bench.loading import Load


@pytest.mark.slow
def test_pages_are_answered_while_orders_change() -> None:
    beside_wiremock, _beside_mountebank = run(quick=True)
    assert beside_wiremock.verdict == "no peer here"
    assert " a second" in beside_wiremock.ours


@pytest.mark.parametrize(("rate", "met"), [(100.0, True), (100.1, False)])
def test_what_wiremock_reaches_is_the_target(rate: float, met: bool) -> None:
    found = {"ours": [Load(100.0, 1.0, 2.0, 0)], "WireMock": [Load(rate, 1.0, 2.0, 0)]}
    beside_wiremock, beside_mountebank = _findings(found, 1024, 100)
    assert beside_wiremock.met is met
    assert beside_mountebank.met is None
