import json
import sys
from pathlib import Path
from typing import Any

import pytest
from gherkin.ast_builder import AstBuilder
from gherkin.parser import Parser
from pytest_bdd.parser import FeatureParser

from features.support import feature_files
from features.support.feature_files import Ids
from features.support.rules import contract

TEXT = "Feature: Orders\n\n  Scenario: One\n    Given an order\n"


@pytest.fixture
def feature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(feature_files, "_parsed", {})
    path = tmp_path / "own.feature"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file_is_parsed_once(feature: Path) -> None:
    assert feature_files.document(feature) is feature_files.document(feature)


def test_a_file_that_has_changed_is_parsed_again(feature: Path) -> None:
    feature_files.document(feature)
    feature.write_text(TEXT.replace("Orders", "Users"), encoding="utf-8")
    assert feature_files.document(feature)["feature"]["name"] == "Users"


def test_a_file_that_is_no_gherkin_is_refused(feature: Path) -> None:
    feature.write_text("Scenario: nowhere", encoding="utf-8")
    with pytest.raises(feature_files.Unreadable, match=rf"(?s)/{feature.name}: .*expected"):
        feature_files.document(feature)


def test_what_is_handed_over_is_not_parsed_again(feature: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = feature_files.document(feature)
    handed = feature_files.handed_over()
    monkeypatch.setattr(feature_files, "_parsed", {})
    monkeypatch.delattr(feature_files, "Parser")
    feature_files.take_over(handed)
    assert feature_files.document(feature) == parsed == json.loads(handed)[TEXT]


def test_pytest_bdd_reads_the_same_documents(feature: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = sys.modules["pytest_bdd.parser"]
    plain = FeatureParser(str(feature.parent), feature.name).parse()
    monkeypatch.setattr(module, "get_gherkin_document", None)
    feature_files.install()
    shared = FeatureParser(str(feature.parent), feature.name).parse()
    assert list(shared.scenarios) == list(plain.scenarios) == ["One"]
    with pytest.raises(ValueError, match="a feature file is UTF-8, not latin-1"):
        FeatureParser(str(feature.parent), feature.name, "latin-1").parse()


def test_a_pytest_bdd_without_this_reading_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys.modules["pytest_bdd.parser"], "get_gherkin_document")
    with pytest.raises(AttributeError, match="get_gherkin_document"):
        feature_files.install()


def test_a_document_of_the_contract_stays_as_it_was_read() -> None:
    # It is shared: were anybody to change it, the others would read something else.
    for chapter in contract():
        text = chapter.path.read_text(encoding="utf-8")
        assert feature_files.document(chapter.path) == Parser(AstBuilder(Ids(text))).parse(text)
