"""The cases beside the rules, and the grammar they are written in."""

from datetime import date

import pytest

from assistant.rulebook.cases import check_cases
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()


@pytest.mark.parametrize("rule_id", BOOK.rules)
def test_every_case_of_the_rule(rule_id):
    assert [str(failure) for failure in check_cases(BOOK, [BOOK.rule(rule_id)])] == []


@pytest.mark.parametrize("rule_id", BOOK.rules)
def test_the_document_status_never_changes_an_amount(rule_id):
    case = BOOK.rule(rule_id).rule.cases[0]
    days = [date(2020, 1, 1), date(2025, 6, 30), date(2030, 1, 1)]
    seen = [BOOK.calculate(rule_id, case.in_, day).model_dump(exclude={"document_status", "steps"}) for day in days]
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    ("inputs", "out", "wrong"),
    [
        ({"dcmm_level": "l3"}, "20万元", ["20.01万元", "最高20万元", "0元", "not_met", "一事一议"]),
        ({"dcmm_level": "l1"}, "not_met", ["10万元", "needs dcmm_level"]),
        ({}, "needs dcmm_level", ["0元", "needs prior_award", "10万元—30万元", "未定"]),
    ],
)
def test_a_wrong_expectation_fails(inputs, out, wrong):
    entry = BOOK.rule("changsha-2023/8:dcmm")
    case = entry.rule.cases[0]

    def failures(expected):
        changed = case.model_copy(update={"in_": inputs, "out": expected})
        rule = entry.rule.model_copy(update={"cases": (changed,)})
        return check_cases(BOOK, [type(entry)(entry.id, rule, entry.file, entry.document, entry.registry)])

    # The case runner evaluates the rule of the book; only the expectation differs.
    assert failures(out) == []
    assert all(failures(each) for each in wrong)
