import pytest

from features.support.evidence import Attachment, Hop, Outcome
from features.support.exchange import Exchange, basic
from features.support.masking import mask, secrets_of

PASSWORD = "pä ss+word 1"


def asked(authorization: str) -> Exchange:
    return Exchange("GET", "http://bridge/", {"Authorization": authorization}, 401)


def told(text: str) -> Outcome:
    found = Outcome("SEC-10", "Scenario", "", "f.feature", 1, got=text, where=text, chain=text, curl=text)
    found.attachments.append(Attachment("answer.xml", "application/xml", text))
    found.hops.append(Hop("target", "GET", url=text, note=text))
    return found


@pytest.mark.parametrize(
    "repeated",
    [PASSWORD, "p%C3%A4%20ss%2Bword%201", "p%C3%A4+ss%2Bword+1", basic("rx@clinic.example", PASSWORD)],
)
def test_a_password_that_a_target_repeats_is_hidden_everywhere(repeated: str) -> None:
    outcome = told(f"the answer is {repeated}.")
    mask(outcome, secrets_of([asked(basic("rx@clinic.example", PASSWORD))]))
    rows = {outcome.got, outcome.where, outcome.chain, outcome.curl, outcome.attachments[0].body}
    rows |= {outcome.hops[0].url, outcome.hops[0].note}
    assert rows <= {"the answer is ***.", "the answer is Basic ***."}


def test_what_is_too_short_to_be_a_secret_stays() -> None:
    outcome = told("a wrong answer")
    mask(outcome, secrets_of([asked("Basic Og=="), asked(basic("rx", "wrong"))]))
    assert outcome.got == "a wrong answer"


@pytest.mark.parametrize("authorization", ["", "Basic", "Basic \xff\xff\xff\xff\xff\xff\xff\xff"])
def test_nonsense_has_no_password(authorization: str) -> None:
    assert PASSWORD not in secrets_of([asked(authorization)])


def test_a_request_without_credentials_has_no_secret() -> None:
    assert secrets_of([Exchange("GET", "http://bridge/", {}, 401)]) == set()
