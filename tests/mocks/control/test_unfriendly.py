import argparse

import pytest

from mocks.control.unfriendly import Quirk, add_flag, announcement, faults, settings

QUIRKS = {
    "short": Quirk("Short.", {"rows": 7}),
    "odd": Quirk("Odd.", {"odd": True}),
    "busy": Quirk("Busy.", fault={"kind": "status", "probability": 0.1}),
}


def parsed(*arguments: str) -> int | None:
    parser = argparse.ArgumentParser()
    add_flag(parser)
    seed: int | None = parser.parse_args(arguments).unfriendly
    return seed


def test_the_flag_gives_a_seed_or_draws_one() -> None:
    assert parsed() is None
    assert parsed("--unfriendly", "7") == 7
    assert isinstance(parsed("--unfriendly"), int)
    assert len({parsed("--unfriendly") for _ in range(5)}) > 1


@pytest.mark.parametrize("bad", ["-1", "x", str(2**32)])
def test_a_seed_that_is_none_is_a_usage_error(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(f"--unfriendly={bad}")
    assert "--unfriendly" in capsys.readouterr().err


def test_quirks_are_settings_and_faults_under_their_names() -> None:
    assert settings(QUIRKS) == {"rows": 7, "odd": True}
    assert faults(QUIRKS, 5) == [{"kind": "status", "probability": 0.1, "name": "busy", "seed": 5}]


def test_the_seed_is_said() -> None:
    assert announcement(QUIRKS, 5).startswith("unfriendly with the seed 5: short, odd, busy")
