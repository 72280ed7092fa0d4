import pytest

from features.support import options


def test_what_is_usual_is_what_a_run_without_options_has(pytestconfig: pytest.Config) -> None:
    assert {name: pytestconfig.getoption(name) for name in options.USUAL} == options.USUAL


@pytest.mark.parametrize("given", ["elsewhere", "hook:nowhere"])
def test_a_shop_that_there_is_not_is_refused(given: str, pytestconfig: pytest.Config) -> None:
    parser = pytest.Parser(_ispytest=True)
    options.add(parser)
    with pytest.raises(pytest.UsageError):
        parser.parse(["--shop", given])
