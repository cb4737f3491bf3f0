"""Clauses drafted into rules: the kind, the figures, the inputs; and what is left when something is not understood."""

from datetime import date

import pytest

from assistant.rulebook.served import served_rulebook

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def book(library):
    return served_rulebook(library)


def amount(book, slug, **facts):
    """What a draft computes; facts by the label of the input."""
    rule = book.rules[f"guiyang-2026/{slug}"]
    names = {rule.registry.spec(name).label: name for name in rule.accepted}
    _, calculation = book.evaluate(rule.id, {names.get(label, label): v for label, v in facts.items()}, DAY)
    return calculation.semantics, calculation.amount_yuan


def test_a_ladder_pays_the_difference(book):
    assert amount(book, "（一）:ladder", 营业收入="1.2亿元", prior_award="20万元") == ("exact", "400000")


@pytest.mark.parametrize(("spent", "paid"), [("500万元", "600000"), ("1亿元", "8000000")])
def test_a_rate_with_its_threshold_and_ceiling(book, spent, paid):
    assert amount(book, "（二）:rate", 设备投资=spent) == ("exact", paid)


def test_below_the_threshold_nothing_is_paid(book):
    assert amount(book, "（二）:rate", 设备投资="499万元")[0] == "not_eligible"


@pytest.mark.parametrize(("textile", "paid"), [("否", "1000000"), ("是", "1260000")])
def test_a_rate_that_is_raised_takes_its_own_ceiling(book, textile, paid):
    assert amount(book, "（三）:rate", 信息化投入="420万元", 属于纺织行业=textile) == ("exact", paid)


def test_an_increase_is_taken_from_the_two_years(book):
    rule = book.rules["guiyang-2026/（四）:rate"]
    named = [n for n in rule.accepted if n.startswith("guiyang")]
    years = {rule.registry.spec(n).period: n for n in named if rule.registry.spec(n).period}
    facts = {years["当年"]: "1900万元", years["上年度"]: "1200万元"}
    assert book.evaluate(rule.id, facts, DAY)[1].amount_yuan == "1050000"


def test_expenses_under_one_ceiling_are_one_award(book):
    facts = {"多项目晶圆流片费用": "500万元", "全掩膜流片费用": "1800万元"}
    assert amount(book, "（六）:rate", **facts) == ("exact", "6000000")


@pytest.mark.parametrize("clause", ["（七）", "（八）"])
def test_what_is_not_understood_is_left(drafted, clause):
    assert f"guiyang-2026/{clause}" not in drafted.files
    assert any(left.clause_id == f"guiyang-2026/{clause}" and left.why for left in drafted.left)


def test_levels_are_the_clause_s_words(drafted):
    (rule,) = drafted.files["guiyang-2026/（五）"]["rules"]
    assert [(o["label"], o["amount"]) for o in rule["award"]["options"]] == [
        (["国家级"], "80万元"),
        (["省级"], "25万元"),
    ]


def test_every_draft_has_cases_that_hold(book):
    from assistant.rulebook.cases import check_cases

    drafts = [rule for rule in book.rules.values() if rule.drafted]
    assert len(drafts) > 5
    assert check_cases(book, drafts) == []
