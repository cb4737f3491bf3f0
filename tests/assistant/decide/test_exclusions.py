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
        ("数据公司，股东里有一家国资", ""),
        ("拆了老设备，市里也列了名单、验过了", ""),
        ("偷税被查过，上了黑名单", "serious-dishonesty"),
    ],
)
def test_near(assistant, text, exclusion):
    found = Exclusions(assistant.rulebook, Meaning(assistant.searcher.embed)).near(
        told_of(text, DAY), ["shaoxing-2025"], DAY.year
    )
    assert [each.exclusion.id for each in found] == ([exclusion] if exclusion else [])


@pytest.mark.parametrize(
    ("text", "excepted"),
    [
        ("去年亩均评价打了个D，今年头一回进规上库", True),
        ("去年亩均评价打了个D，今年刚刚新上规", True),
        ("规上也有十来年了，去年亩均评价打了个D", False),
        ("去年亩均评价打了个D，今年好不容易列入国家级单项冠军", False),
        ("去年亩均评价打了个D，去年才入的规", False),
        ("去年亩均评价打了个D，没有新上规", False),
    ],
)
def test_what_the_clause_excepts_is_read(assistant, text, excepted):
    exclusions = Exclusions(assistant.rulebook, Meaning(assistant.searcher.embed))
    (found,) = exclusions.near(told_of(text, DAY), ["shaoxing-2025"], DAY.year)
    assert bool(found.excepted) is excepted


def test_who_is_excepted_is_told_so_first(assistant):
    question = "绍兴包装机械厂，今年头一回进规上库，去年亩均评价打了D类，D类一律拿不到4151的钱，我们真的没戏了吗？"
    answer = assistant.answer(AskRequest(question=question, as_of=DAY))
    assert answer.answer.startswith("能享受")
    assert "当年新纳入规模以上工业法人除外" in answer.answer


def test_no_sum_is_sure_for_who_may_be_shut_out(assistant):
    question = "绍兴老厂，去年亩均评价打了个D，今年评上国家级小巨人，奖金还能拿吗？"
    answer = assistant.answer(AskRequest(question=question, as_of=DAY))
    assert answer.answer.startswith("不能享受")
    assert not [c for c in answer.calculations if c.semantics == "exact"]
