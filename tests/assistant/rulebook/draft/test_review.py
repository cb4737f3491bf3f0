"""People approve and refuse drafts; what they decided stands beside the document."""

from datetime import UTC, date, datetime

import pytest

from assistant.errors import UnknownRule
from assistant.rulebook.draft.review import approve, reject
from assistant.rulebook.load import load_inputs
from assistant.rulebook.served import served_rulebook
from index.documents.library import load_library

AT = datetime(2026, 6, 1, tzinfo=UTC)
RATE = "guiyang-2026/（二）:rate"


def test_an_approved_draft_is_sure(place):
    library = load_library(place)
    path = approve(library, load_inputs(), RATE, who="甲", at=AT)
    assert path.name == "（二）.yaml"
    book = served_rulebook(library)
    rule = book.rules[RATE]
    assert (rule.drafted, book.problems) == (False, ())
    (spent,) = [name for name in rule.inputs if rule.registry.spec(name).label == "设备投资"]
    assert book.calculate(RATE, {spent: "1000万元"}, date(2026, 6, 1)).amount_yuan == "1200000"


def test_a_refused_draft_does_not_serve(place):
    library = load_library(place)
    reject(library, load_inputs(), RATE, who="乙", at=AT, why="口径不同")
    assert RATE not in served_rulebook(library).rules
    decisions = (place / "guiyang-2026" / "rules" / "decisions.jsonl").read_text(encoding="utf-8")
    assert "口径不同" in decisions


def test_what_was_not_drafted_cannot_be_approved(place):
    with pytest.raises(UnknownRule, match="（二）:rate"):
        approve(load_library(place), load_inputs(), "guiyang-2026/（七）:rate", who="甲", at=AT)
