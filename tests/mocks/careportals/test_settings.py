import pytest

from mocks.careportals.settings import ASSUMPTIONS, PAGE_DEFAULT, PASSWORD_MAXIMUM, Settings
from mocks.control.payload import Refusal

NUMBERS = {
    "tokenSeconds": 3600,
    "passwordMinimum": 8,
    "pageMaximum": 250,
    "pageRows": 250,
    "signInFailures": 100,
}
DEFAULTS = {**NUMBERS, "shuffleEqualTimes": False}
LIMITS = [
    ("tokenSeconds", 1, 366 * 24 * 3600),
    ("passwordMinimum", 1, 64),
    ("pageMaximum", 1, 250),
    ("pageRows", 1, 250),
    ("signInFailures", 0, 1_000_000),
]


def test_each_setting_is_changed_by_its_name() -> None:
    settings = Settings()
    for number, name in enumerate(NUMBERS, start=11):
        settings.change({name: number})
    settings.change({"shuffleEqualTimes": True})
    assert settings.to_json() == {
        "tokenSeconds": 11,
        "passwordMinimum": 12,
        "pageMaximum": 13,
        "pageRows": 14,
        "signInFailures": 15,
        "shuffleEqualTimes": True,
    }
    assert settings == Settings(11, 12, 13, 14, 15, shuffle_equal_times=True)


@pytest.mark.parametrize("bad", [1, "true", None, []])
def test_a_flag_is_true_or_false(bad: object) -> None:
    with pytest.raises(Refusal, match="shuffleEqualTimes"):
        Settings().change({"shuffleEqualTimes": bad})


@pytest.mark.parametrize(("name", "low", "high"), LIMITS)
def test_a_setting_has_bounds_which_belong_to_it(name: str, low: int, high: int) -> None:
    settings = Settings()
    for good in (low, high, float(high)):
        settings.change({name: good})
        assert settings.to_json()[name] == good
    for bad in (low - 1, high + 1, 1.5, "5", None, True, [5]):
        with pytest.raises(Refusal, match=name) as refusal:
            settings.change({name: bad})
        assert refusal.value.status_code == 400
    assert settings.to_json() == {**DEFAULTS, name: high}


@pytest.mark.parametrize("wrong", [{"pageMaximum": 0}, {"token_seconds": 5}, {"": 1}])
def test_a_change_is_made_whole_or_not_at_all(wrong: dict[str, object]) -> None:
    settings = Settings()
    with pytest.raises(Refusal):
        settings.change({"tokenSeconds": 77, **wrong})
    assert settings.to_json() == DEFAULTS


def test_what_was_written_can_be_read() -> None:
    settings = Settings(token_seconds=5, page_maximum=20)
    assert Settings.from_json(settings.to_json()) == settings
    assert Settings.from_json({"tokenSeconds": 5}) == Settings(token_seconds=5)


def test_a_reset_goes_back_to_the_defaults() -> None:
    settings = Settings(1, 2, 3)
    settings.reset()
    assert settings.to_json() == DEFAULTS == Settings().to_json()


def test_the_defaults_agree_with_each_other() -> None:
    assert Settings().page_maximum >= PAGE_DEFAULT
    assert max(high for name, _, high in LIMITS if name == "passwordMinimum") <= PASSWORD_MAXIMUM


def test_every_assumption_is_named_once_and_has_a_reason() -> None:
    assert len({assumption.topic for assumption in ASSUMPTIONS}) == len(ASSUMPTIONS) > 0
    assert all(assumption.choice and assumption.reason for assumption in ASSUMPTIONS)
