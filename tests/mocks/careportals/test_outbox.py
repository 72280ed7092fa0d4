from datetime import UTC, datetime

import pytest

from mocks.careportals.outbox import Outbox
from mocks.careportals.store import Store
from mocks.control.clock import Clocks

BASE = "https://crm.example.com"


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def outbox(clocks: Clocks) -> Outbox:
    """A mail to each of two people of the organization a, and one to the first of them from b."""
    outbox = Outbox(Store(), clocks)
    outbox.send("a", "Rob@clinic.example", "first", "Hello")
    outbox.send("a", "eve@clinic.example", "second", "Hello")
    outbox.send("b", "rob@clinic.example", "third", "Hello")
    return outbox


@pytest.mark.parametrize(
    ("organization", "to", "subjects"),
    [
        (None, None, ["first", "second", "third"]),
        ("a", None, ["first", "second"]),
        (None, "ROB@clinic.example", ["first", "third"]),
        ("a", "rob@clinic.example", ["first"]),
        ("b", "eve@clinic.example", []),
        ("", None, []),
        (None, "", []),
    ],
)
def test_mails_are_found_by_organization_and_recipient(
    outbox: Outbox, organization: str | None, to: str | None, subjects: list[str]
) -> None:
    assert [mail["subject"] for mail in outbox.read(BASE, organization, to)] == subjects


def test_a_mail_is_kept_as_sent_with_the_time_of_its_organization(outbox: Outbox, clocks: Clocks) -> None:
    clocks.own("a").set(datetime(2024, 7, 25, 10, tzinfo=UTC), frozen=True)
    outbox.send("a", "Zoë@clinic.example", "Grüße", "One\nTwo")
    assert outbox.read(BASE, "a", "zoë@clinic.example") == [
        {
            "number": 4,
            "at": "2024-07-25T10:00:00.000Z",
            "organization": "a",
            "to": "Zoë@clinic.example",
            "subject": "Grüße",
            "text": "One\nTwo",
            "link": None,
        }
    ]


def test_a_link_leads_to_the_mock_of_the_reader_and_ends_the_text(outbox: Outbox) -> None:
    outbox.send("c", "new@clinic.example", "Welcome", "Hello", "t0k3n")
    for base in (BASE, "http://127.0.0.1:7801"):
        (mail,) = outbox.read(base, "c", None)
        assert mail["link"] == f"{base}/auth/activate/t0k3n"
        assert mail["text"] == f"Hello\n\nSign Up: {mail['link']}"
