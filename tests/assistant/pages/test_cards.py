"""Cards escape every piece of text: the clause, the question, the quote."""

from assistant.answer import Calculation, Citation, Condition, Missing
from assistant.pages import cards

HOSTILE = "<img src=x onerror=alert(1)>&\"'"


def citation(**more):
    fields = {
        "n": 1, "role": "support", "clause_id": "a/1", "document_id": "a", "title": HOSTILE, "locator": HOSTILE,
        "quote": "甲", "text": f"{HOSTILE}甲乙", "quote_start": len(HOSTILE), "quote_end": len(HOSTILE) + 1,
        "source_spans": [(0, 1)], "status": "draft",
    }  # fmt: skip
    return Citation(**fields | more)


def test_the_quote_is_marked_and_nothing_becomes_markup():
    html = cards.clause(1, citation())
    assert "<mark>甲</mark>乙" in html
    assert "<img" not in html
    assert "征求意见稿" in html


def test_a_quote_that_cleaning_moved_is_shown_by_itself():
    assert "<mark>&lt;b&gt;</mark>" in cards.clause(1, citation(quote="<b>", quote_start=0, quote_end=0))


def test_a_sum_shows_conditions_and_what_is_missing():
    result = Calculation(
        id="c1", rule_id="r", title=HOSTILE, clause_id="a/1", document_id="a", document_status="draft",
        semantics="needs_info",
        conditions=[Condition(text=HOSTILE, input="i", required="", actual="", met="no", shortfall="差20万元")],
        missing=[Missing(input="i", question=HOSTILE)],
    )  # fmt: skip
    html = cards.calculation(result)
    assert "<img" not in html
    assert "差20万元" in html
    assert "需补充信息" in html


def test_of_a_long_clause_what_is_far_from_the_quote_is_folded_away():
    text = "前" * 200 + "甲" + "后" * 200
    html = cards.clause(2, citation(text=text, quote_start=200, quote_end=201))
    at_once, folded = html.split("<details>")
    assert "<mark>甲</mark>" in at_once
    assert at_once.count("前") == at_once.count("后") == cards.NEARBY
    assert folded.count("前") == folded.count("后") == 200


def test_a_card_is_found_by_turn_and_number_and_leads_to_the_library():
    html = cards.clause(3, citation(clause_id="a/附件3/1", document_id="a"))
    assert 'id="card-3-1"' in html
    assert 'href="/library/a#%E9%99%84%E4%BB%B63/1"' in html


def test_a_sum_names_its_policy():
    result = Calculation(
        id="c1", rule_id="r", title="奖励", clause_id="a/1", document_id="a", document_status="draft",
        semantics="exact", amount_yuan="500000",
    )  # fmt: skip
    beside = cards.Beside(1, "问", [citation(title="某市政策")], [result])
    assert beside.html().count("《某市政策》") == 2
    assert "50万元" in beside.html()
