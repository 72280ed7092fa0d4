import pytest

from tests.bench import __main__ as command
from tests.bench.finding import Finding


def test_a_bench_by_its_name_goes_to_the_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "BENCHES", {"a": lambda quick: iter([Finding(f"quick {quick}", "1 s")])})
    monkeypatch.setattr("sys.argv", ["bench", "a", "--quick"])
    command.main()
    assert "| quick True | 1 s |" in capsys.readouterr().out


def test_an_unknown_bench_is_an_error_of_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "no-such"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
