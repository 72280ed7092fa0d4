import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import document_fromstring

from features.support import catalogue
from features.support.coverage import Coverage, Point
from features.support.evidence import Attachment, Hop, Outcome
from features.support.invocation import Invocation
from features.support.report.html import killing, page
from features.support.report.html.killing import Matrix
from features.support.report.record import STATES, Record

GOLDEN = Path(__file__).parents[2] / "golden"

HOSTILE = (
    "</script><script>alert(1)</script></style><style>*{display:none}</style>"
    '" onmouseover="alert(2)" x="\' onfocus=\'alert(3)<img src=x onerror=alert(4)>'
    "<!--]]>-->&lt;{{ 7*7 }}{% raw %}\u202e\x00\u2028javascript:alert(5)"
)
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(9)).decode()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's own broken bridges have no say here."""
    monkeypatch.setattr(killing, "read", lambda: None)
    monkeypatch.setattr(catalogue, "causes", lambda: {"USR-1": ["It forgets."]})


def parsed(record: Record) -> etree._Element:
    return document_fromstring(page.text(record))


def said(record: Record, part: str, joint: str = " ") -> str:
    """The words in the element with this id."""
    [element] = parsed(record).xpath(f"//*[@id='{part}']")
    return joint.join(text for each in element.itertext() if (text := " ".join(each.split())))


def test_the_verdict_reads_like_this(red: Record) -> None:
    run = replace(red, invocation=Invocation("RULE=USR-1", "", "1f"))
    assert said(run, "verdict", "\n") + "\n" == (GOLDEN / "report_verdict.txt").read_text(encoding="utf-8")


def test_the_failures_of_a_rule_are_told_together(red: Record) -> None:
    first = next(red.failures())
    more = [replace(first, row=number, got=f"<{number}>") for number in (7, 8)]
    run = replace(red, outcomes=(*red.outcomes, *more))
    [told, *others] = parsed(run).xpath("//ol[@class='failed']/li")
    assert "2 other scenarios of this rule" in told.text_content()
    assert len(told.xpath("details//li/a[starts-with(@href, '#failure-')]")) == 2
    assert [each.xpath("details") for each in others] == [[], []]


def test_a_failure_reads_like_this(red: Record) -> None:
    broken = next(red.failures())
    broken.hops = [
        Hop("ShipStation", "GET", "http://bridge/?action=export", 200, orders=[1392], last=True),
        Hop("target", "GET", "/orders", 503, "[on purpose: too busy]"),
        Hop("target", note="... 2 more"),
    ]
    broken.curl, broken.where = "curl -i http://bridge/", "line 1: <Orders/>"
    assert said(red, "failure-1", "\n") + "\n" == (GOLDEN / "report_failure.txt").read_text(encoding="utf-8")


def test_the_parts_come_in_this_order(red: Record, green: Record) -> None:
    def parts(record: Record) -> list[str]:
        return [str(part) for part in parsed(record).xpath("//main/section/@id")]

    assert parts(red) == ["verdict", "guide", "failures", "rules", "coverage"]
    assert parts(green) == ["verdict", "guide", "rules", "failures", "coverage"]


def test_every_statement_and_rule_has_an_address(red: Record) -> None:
    ids = [str(each) for each in parsed(red).xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert {f"G{number}" for number in range(1, 21)} | {"USR-1", "USR-2", "STO-1"} <= set(ids)


def test_every_link_leads_somewhere_on_the_page(red: Record) -> None:
    tree = parsed(red)
    assert {str(link)[1:] for link in tree.xpath("//a/@href")} <= {str(each) for each in tree.xpath("//@id")}


def test_it_needs_nothing_from_elsewhere(red: Record) -> None:
    tree = parsed(red)
    assert tree.xpath("//link | //script[@src] | //iframe | //object | //*[@srcset]") == []
    assert all(str(link).startswith("#") for link in tree.xpath("//@href"))
    assert not re.search(r"url\(|@import", page.text(red))


def test_only_its_own_script_and_style_may_run(red: Record) -> None:
    tree = parsed(red)
    policy = str(tree.xpath("//meta[@http-equiv]/@content")[0])
    assert policy.startswith("default-src 'none'; img-src data:; ")
    for tag in ("script", "style"):
        [element] = tree.xpath(f"//{tag}")
        digest = base64.b64encode(sha256(str(element.text).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert tree.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


def hostile(outcome: Outcome) -> Outcome:
    """The outcome with such a text in every place that a target or a shop can fill."""
    texts = ("example", "got", "expected", "where", "chain", "curl", "reason", "step", "scenario")
    hop = Hop("ShipStation", HOSTILE, HOSTILE, 200, HOSTILE, 0.1, [1392], last=True)
    kinds = ("application/xml", "application/json", "image/png", "text/html")
    names = ("answer.xml", "order-1392-careportals.json", "order-1392-shipstation.json", HOSTILE)
    attached = [Attachment(name, kind, HOSTILE) for name in names for kind in kinds]
    changed = replace(outcome, hops=[hop], attachments=attached)
    for name in texts:
        setattr(changed, name, HOSTILE)
    for step in changed.steps:
        step.text = HOSTILE
    return changed


def shape(tree: etree._Element) -> set[str]:
    """All elements and attributes that there are on a page."""
    return {str(each.tag) for each in tree.iter()} | {
        f"@{name}" for each in tree.iter() for name in each.attrib
    }


def test_hostile_evidence_is_only_text(red: Record) -> None:
    run = replace(
        red,
        outcomes=tuple(map(hostile, red.outcomes)),
        target=HOSTILE,
        judgement=replace(red.judgement, reason=HOSTILE),
        invocation=Invocation(HOSTILE, HOSTILE, HOSTILE),
        versions={HOSTILE: HOSTILE},
        coverage=Coverage((Point(HOSTILE, HOSTILE, HOSTILE, "1", valid=True, values=(HOSTILE,)),)),
    )
    tame = replace(
        run,
        outcomes=tuple(
            replace(hostile(each), attachments=[], hops=hostile(each).hops) for each in red.outcomes
        ),
    )
    tree = parsed(run)
    known = shape(parsed(tame)) | {"mark", "details", "pre", "div", "@role", "@aria-label", "@tabindex"}
    assert shape(tree) <= known
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert tree.xpath("//img") == []
    text = page.text(run)
    assert not re.search("[\x00\u202e\u2028]", text)
    assert "[U+202E]" in text
    assert "{{ 7*7 }}" in text


def test_a_screenshot_is_shown_and_anything_else_is_not() -> None:
    assert page.picture("/9j/4AAQ").startswith("data:image/jpeg;base64,/9j/")
    assert page.picture(PNG).startswith("data:image/png;base64,iVBORw0KGgo")
    for body in ("", '" onerror="', "PHN2Zz4=", f'{PNG}" x="', "data:text/html,x"):
        assert page.picture(body) == ""


def test_screenshots_of_what_passed_stand_with_the_guide_once_and_the_rule_leads_there(green: Record) -> None:
    green.outcomes[0].attachments.append(Attachment("step 1.png", "image/png", PNG))
    document = parsed(green)
    assert document.xpath("//img/@alt") == ["Screenshot step 1.png"]
    assert document.xpath("//*[@id='G1']//img/@alt") == ["Screenshot step 1.png"]
    assert document.xpath("//*[@id='USR-1.1']//a[.='Pictures of its pages']/@href") == ["#G1"]


def test_the_traffic_is_told_point_by_point(red: Record) -> None:
    points = (
        Point("Document", "Order/ID", valid=True),
        Point("Document", "Order/ID", "maxLength", "50"),
        Point("Answers", "export: 5xx", refused=True, values=("502", "503")),
    )
    text = said(replace(red, coverage=Coverage(points)), "coverage")
    assert "2 of 3 points, 66 % of the contract." in text
    assert "Order/ID seen valid maxLength 50: never seen" in text
    assert "export: 5xx seen refused 502, 503" in text
    assert "Nobody could tell" in said(red, "coverage")


def test_the_kill_matrix_is_told_when_there_is_one(red: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = Matrix({"forgets": ("USR-1", "STO-1")}, {"forgets": ("USR-1", "USR-2")}, frozenset({"USR-1"}))
    monkeypatch.setattr(killing, "read", lambda: matrix)
    assert "Broken bridges that it catches: forgets" in said(red, "STO-1")
    text = said(red, "kill-matrix")
    assert "0 of 1 broken bridges are caught" in text
    assert "another set of rules" in text
    assert "forgets USR-1 USR-2 (was not) STO-1" in text


def test_very_many_failures_are_told_shortly(red: Record) -> None:
    broken = next(red.failures())
    text = page.text(replace(red, outcomes=(broken,) * (page.WHOLE + 1)))
    assert text.count('class="ran"') == page.WHOLE
    assert "messages.ndjson beside this page" in text


def test_every_state_has_a_word() -> None:
    assert list(page.WORDS) == list(STATES)


def test_an_empty_run_says_so(empty: Record) -> None:
    assert said(empty, "verdict").split(" no scenario")[0].endswith("Nothing ran")


@pytest.fixture
def afresh() -> Iterator[None]:
    """What was compiled for other tests is forgotten, and what this one compiles as well."""
    page._environment.cache_clear()
    yield
    page._environment.cache_clear()


@pytest.mark.usefixtures("afresh")
def test_templates_are_kept_compiled_where_python_keeps_its_own(
    red: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    page.text(red)
    assert len(list((tmp_path / "drydock-templates").iterdir())) == 6


@pytest.mark.usefixtures("afresh")
def test_a_folder_that_cannot_be_made_is_no_hindrance(
    red: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for prefix in (None, str(tmp_path / "file")):
        monkeypatch.setattr("sys.pycache_prefix", prefix)
        page._environment.cache_clear()
        assert page.text(red)
