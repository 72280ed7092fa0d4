import pytest

from tests.mocks.careportals.pages.visitor import Visitor

OUTBOX = "/_control/pages/outbox"


def test_the_mail_with_the_link_is_there_without_signing_in(visitor: Visitor) -> None:
    visitor.clinic.invite("rx@clinic.example", "Pharmacy")
    page = visitor.go(OUTBOX)
    assert page.one("//article//h2") == "Activate Your Account to rx@clinic.example"
    (link,) = page.all("//article//a[.='Sign Up']/@href")
    assert visitor.go(link).heading == "Activate Your Account"
    assert "Sign Up:" not in page.one("//article")


def test_mails_are_found_by_organization_and_recipient_newest_first(visitor: Visitor) -> None:
    for name in ("a", "b"):
        visitor.clinic.invite(f"{name}@clinic.example", "Pharmacy")
    assert [text.split()[-1] for text in visitor.go(OUTBOX).all("//article//h2")] == [
        "b@clinic.example",
        "a@clinic.example",
    ]
    assert len(visitor.go(f"{OUTBOX}?to=A@clinic.example&organization=clinic_x").all("//article")) == 1
    page = visitor.go(f"{OUTBOX}?organization=other&to=%22%3E%3Cscript%3E")
    assert "No mail fits" in page.one("//main")


def test_no_mail_is_said_to_be_none(visitor: Visitor) -> None:
    assert "No mail has been sent yet" in visitor.go(OUTBOX).one("//main")


def test_of_many_mails_the_latest_are_shown(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mocks.careportals.pages.mailbox.LATEST", 1)
    for name in ("a", "b"):
        visitor.clinic.invite(f"{name}@clinic.example", "Pharmacy")
    page = visitor.go(OUTBOX)
    assert "b@clinic.example" in page.one("//article")
    assert "Only the latest 1 mails are shown" in page.one("//main")
