from datetime import UTC, datetime, timedelta, timezone

import pytest

from mocks.control.clock import Clock, Clocks, from_text, to_text

AT = datetime(2026, 3, 13, 17, 34, 0, 123000, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_new_clock_shows_the_real_time_in_whole_milliseconds() -> None:
    now = Clock().now()
    assert abs(now - datetime.now(UTC)) < SECOND
    assert now.microsecond % 1000 == 0


def test_a_frozen_clock_stands_still() -> None:
    clock = Clock()
    clock.set(AT + timedelta(microseconds=7), frozen=True)
    assert (clock.now(), clock.now(), clock.frozen) == (AT, AT, True)


def test_a_clock_that_is_only_set_runs_on_from_there() -> None:
    clock = Clock()
    clock.set(AT, frozen=False)
    first = clock.now()
    assert AT <= first <= clock.now() < AT + SECOND
    assert not clock.frozen


def test_a_clock_may_be_set_in_any_zone() -> None:
    clock = Clock()
    clock.set(AT.astimezone(timezone(timedelta(hours=-5))), frozen=True)
    assert to_text(clock.now()) == "2026-03-13T17:34:00.123Z"


@pytest.mark.parametrize("frozen", [True, False])
def test_advancing_keeps_a_clock_as_it_is(frozen: bool) -> None:
    clock = Clock()
    clock.set(AT, frozen=frozen)
    clock.advance(timedelta(hours=1))
    assert clock.frozen is frozen
    assert timedelta(hours=1) <= clock.now() - AT < timedelta(hours=1) + SECOND


def test_a_clock_is_never_advanced_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        Clock().advance(timedelta(microseconds=-1))


@pytest.mark.parametrize("year", [1, 1969, 9001])
def test_a_clock_keeps_away_from_the_ends_of_the_calendar(year: int) -> None:
    clock = Clock()
    clock.set(AT, frozen=True)
    with pytest.raises(ValueError, match="1970 to 8999"):
        clock.set(datetime(year, 1, 1, tzinfo=UTC), frozen=False)
    assert clock.now() == AT


def test_a_tenant_lives_by_the_servers_clock_until_it_has_its_own() -> None:
    clocks = Clocks()
    clocks.shared.set(AT, frozen=True)
    assert clocks.of("a").now() == clocks.of(None).now() == AT
    clocks.own("a").set(AT + SECOND, frozen=True)
    assert (clocks.of("a").now(), clocks.of("b").now()) == (AT + SECOND, AT)


def test_the_servers_clock_is_its_own() -> None:
    clocks = Clocks()
    assert clocks.own(None) is clocks.shared
    assert clocks.own("a") is clocks.own("a")


def test_one_tenant_can_be_brought_back_to_the_servers_time() -> None:
    clocks = Clocks()
    clocks.shared.set(AT, frozen=True)
    clocks.own("a").set(AT + SECOND, frozen=True)
    clocks.forget("a")
    clocks.forget("never there")
    assert clocks.of("a").now() == AT


def test_all_can_be_brought_back_to_real_time() -> None:
    clocks = Clocks()
    for tenant in (None, "a"):
        clocks.own(tenant).set(AT, frozen=True)
    clocks.forget(None)
    assert not clocks.of("a").frozen
    assert not clocks.of(None).frozen


@pytest.mark.parametrize(
    "text", ["2026-03-13T17:34:00.123Z", "2026-03-13T17:34:00.123", "2026-03-13T12:34:00.123-05:00"]
)
def test_times_are_read_in_utc(text: str) -> None:
    assert from_text(text) == AT
    assert to_text(from_text(text)) == "2026-03-13T17:34:00.123Z"


@pytest.mark.parametrize("text", ["", "now", "2026-02-30", "0001-01-01T00:00:00+23:59"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_text(text)
