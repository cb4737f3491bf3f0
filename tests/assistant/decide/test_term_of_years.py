"""两年内: dates of the caller's own story against the term of the clause."""

from datetime import date

import pytest

from assistant.decide.term_of_years import too_late
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook

RULE = load_rulebook().rule("hangzhou-2023/（一）:first-set-application")


def late(text):
    return [told for _, told in too_late(told_of(text, date(2024, 6, 30)), RULE)]


def test_a_term_that_was_missed_is_told_with_the_clauses_words():
    text = "机床2021年3月认定为首台套，2023年11月才卖出头一台"
    ((phrase, at),) = too_late(told_of(text, date(2024, 6, 30)), RULE)
    assert "两年内" in phrase.text
    assert "2023年11月" in text[slice(*at)]


@pytest.mark.parametrize(
    "text",
    [
        "机床2021年3月认定为首台套，2023年2月卖出头一台",
        "机床2021年认定为首台套，2023年卖出头一台",
        "我们2009年成立，机床2023年3月认定为首台套",
        "机床2021年3月认定为首台套",
    ],
)
def test_kept_in_doubt_or_background_it_refuses_nothing(text):
    assert not late(text)
