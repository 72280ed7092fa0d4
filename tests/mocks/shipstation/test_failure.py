"""What is said about an exchange that failed."""

import pytest

from mocks.shipstation.failure import EXCERPT, Failure, excerpt, http_failure


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (302, "(302) Found."),
        (400, "(400) Bad Request."),
        (401, "(401) Unauthorized."),
        (404, "(404) Not Found."),
        (408, "(408) Request Timeout."),
        (413, "(413) Request Entity Too Large."),
        (500, "(500) Internal Server Error."),
        (503, "(503) Server Unavailable."),
        (599, "(599) Unknown."),
    ],
)
def test_a_status_is_told_in_dotnet_words(status: int, words: str) -> None:
    failure = http_failure(status, "<p>no</p>")
    assert failure.message == f"The remote server returned an error: {words}"
    assert (failure.status, failure.received) == (status, "<p>no</p>")


def test_an_empty_answer_is_nothing_received() -> None:
    assert http_failure(500, "").received is None


def test_the_api_shows_everything_but_the_note() -> None:
    failure = Failure(
        "Wrong: Jane", note="Wrong", status=200, page=2, xpath="/Orders", line=7, received="Jane"
    )
    assert failure.to_json() == {
        "message": "Wrong: Jane",
        "page": 2,
        "status": 200,
        "xpath": "/Orders",
        "line": 7,
        "received": "Jane",
    }
    assert failure.note == "Wrong"


def test_a_message_that_quotes_nothing_is_its_own_note() -> None:
    assert Failure("The operation has timed out.").note == "The operation has timed out."


def test_a_password_is_masked_wherever_the_reply_is_quoted() -> None:
    failure = Failure("We received: 'pw=hunter22'", received="pw=hunter22")
    failure.hide("hunter22")
    assert (failure.message, failure.received) == ("We received: 'pw=***'", "pw=***")


def test_a_password_that_is_a_word_of_the_message_does_not_garble_it() -> None:
    failure = Failure("Error in XML. We received: 'Error'", received="no Error here")
    failure.hide("Error")
    assert failure.message == "Error in XML. We received: 'Error'"
    assert failure.received == "no *** here"


def test_without_a_reply_there_is_nothing_to_mask() -> None:
    failure = Failure("The operation has timed out.")
    failure.hide("timed")
    assert failure.message == "The operation has timed out."


def test_an_excerpt_is_short_whatever_the_bytes_are() -> None:
    assert excerpt(b"short") == "short"
    assert excerpt("ü".encode() * 5000) == "ü" * EXCERPT
    assert excerpt(b"\xff<p>") == "\ufffd<p>"
