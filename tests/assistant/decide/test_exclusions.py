"""Who may be shut out of a document, in words of his own."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import AskRequest
from assistant.decide.exclusions import Exclusions
from assistant.decide.meaning import Meaning
from assistant.reading.told import told_of

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "exclusion"),
    [
        ("绍兴一家国营的供电公司也想来领", "six-sectors"),
        ("我们是国网下属的电力公司", "six-sectors"),
        ("去年亩均评价打了个D", "d-class"),
        ("绍兴一家做电力变压器的民企", ""),
        ("去年亩均评价A类，没有失信记录", ""),
        ("国家级小巨人奖多少", ""),
    ],
)
def test_near(assistant, text, exclusion):
    found = Exclusions(assistant.rulebook, Meaning(assistant.searcher.embed)).near(
        told_of(text, DAY), ["shaoxing-2025"]
    )
    assert [each.exclusion.id for each in found] == ([exclusion] if exclusion else [])


def test_no_sum_is_sure_for_who_may_be_shut_out(assistant):
    question = "绍兴老厂，去年亩均评价打了个D，今年评上国家级小巨人，奖金还能拿吗？"
    answer = assistant.answer(AskRequest(question=question, as_of=DAY))
    assert "不予享受" in answer.answer
    assert not [c for c in answer.calculations if c.semantics == "exact"]
