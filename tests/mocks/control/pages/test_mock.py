from mocks.control.routes import nothing_due
from tests.mocks.control.pages.stand import Stand


def test_the_pages_see_the_mocks_own_state() -> None:
    stand = Stand()
    mock = stand.mock()
    assert (mock.journal, mock.faults, mock.clocks) == (stand.journal, stand.faults, stand.clocks)


def test_on_most_mocks_nothing_is_due_when_time_passes() -> None:
    assert type(Stand().mock()).__dataclass_fields__["time_moved"].default is nothing_due
