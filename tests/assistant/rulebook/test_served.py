"""Rules beside their document: checked against the served text, and a broken file stops nothing but itself."""

import shutil
from pathlib import Path

import pytest

from assistant.rulebook.load import RULEBOOK, load_rulebook
from assistant.rulebook.served import served_rulebook
from index.documents.library import CORPUS, load_library

OWN = RULEBOOK / "rules" / "changsha-2023" / "8.yaml"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A document that the project has no rules of: the shipped text under another name."""
    folder = tmp_path / "corpus" / "newcomer-2026"
    shutil.copytree(CORPUS / "changsha-2023", folder)
    text = (folder / "document.yaml").read_text(encoding="utf-8")
    (folder / "document.yaml").write_text(text.replace("changsha-2023/", "newcomer-2026/"), encoding="utf-8")
    (folder / "rules").mkdir()
    rules = OWN.read_text(encoding="utf-8").replace("changsha-2023/8", "newcomer-2026/8")
    (folder / "rules" / "8.yaml").write_text(rules, encoding="utf-8")
    return tmp_path / "corpus"


def test_rules_beside_their_document_serve(corpus):
    book = served_rulebook(load_library(corpus))
    assert book.problems == ()
    assert {rule.partition("/")[0] for rule in book.rules} == {"newcomer-2026"}
    assert len(book.of_clause("newcomer-2026/8")) == len(load_rulebook().of_clause("changsha-2023/8"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: choice", "kind: gift", "gift"),
        ("clause: newcomer-2026/8", "clause: newcomer-2026/80", "按 clause 命名"),
        ("by: dcmm_level", "by: nonsense", "nonsense"),
    ],
)
def test_a_broken_file_switches_off_its_own_rules_and_nothing_else(corpus, old, new, said):
    path = corpus / "newcomer-2026" / "rules" / "8.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    other = RULEBOOK / "rules" / "changsha-2023" / "6.yaml"
    whole = other.read_text(encoding="utf-8").replace("changsha-2023/6", "newcomer-2026/6")
    (path.parent / "6.yaml").write_text(whole, encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    book = served_rulebook(load_library(corpus))
    assert len(book.problems) == 1
    assert "8.yaml" in book.problems[0]
    assert said in book.problems[0]
    assert {rule.clause_id for rule in book.rules.values() if not rule.drafted} == {"newcomer-2026/6"}


def test_a_rule_whose_words_are_not_in_the_served_text_is_switched_off(corpus):
    source = corpus / "newcomer-2026" / "source.txt"
    source.write_bytes(source.read_bytes().replace(b"DCMM", b"DDMM"))
    book = served_rulebook(load_library(corpus))
    assert all(rule.drafted for rule in book.rules.values())
    assert "不在条款" in book.problems[0]


def test_what_is_not_yaml_is_named(corpus):
    (corpus / "newcomer-2026" / "rules" / "9.yaml").write_text("a: [", encoding="utf-8")
    book = served_rulebook(load_library(corpus))
    assert "9.yaml" in book.problems[0]
    assert book.of_clause("newcomer-2026/8")


def test_the_shipped_rules_are_as_they_were():
    book = served_rulebook(load_library())
    assert book.problems == ()
    assert book.rules.keys() == load_rulebook().rules.keys()
    assert book.version == load_rulebook().version
