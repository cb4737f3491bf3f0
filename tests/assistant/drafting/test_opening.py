"""能, 有 and 可以累计 in front of a result, once, and only where they answer."""

from datetime import date

import pytest

from assistant.answer import AskRequest
from assistant.drafting.draft import DraftSentence
from assistant.drafting.opening import said_once

DAY = date(2026, 11, 22)


def first(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=DAY)).sentences[0].text


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("评上国家级节水型企业，长沙给奖不？", "有。"),
        ("绍兴软件企业租办公室，政府出房租不？", "有。"),
        ("长沙一家企业今年又是国家技术创新示范企业又是全国质量标杆，两个奖能都拿吗？", "可以累计。"),
        ("杭州那份高端装备和新材料的措施，现在还能用吗？", "已经过期了。"),
    ],
)
def test_who_asks_whether_is_told_so_first(assistant, question, opening):
    assert first(assistant, question).startswith(opening)


@pytest.mark.parametrize(
    "question",
    [
        "评上国家级节水型企业，长沙奖多少？",  # nothing of the kind is asked
        "长沙消费品企业营收5.6亿首次过5亿，同比增长13%，纳税两千万，能拿奖吗？",  # it cannot
    ],
)
def test_who_asks_for_a_sum_or_gets_none_hears_no_yes(assistant, question):
    assert not first(assistant, question).startswith(("能。", "有。", "可以累计。"))


def result(text, calculation="c1"):
    return DraftSentence(text, "derivation", (1,), "长沙", calculation)


def test_several_places_open_once():
    said = said_once([result("有。长沙：甲，可得20万元。"), result("有。绍兴：乙，可得10万元。", "c2")])
    assert [each.text for each in said] == ["有。长沙：甲，可得20万元。", "绍兴：乙，可得10万元。"]


def test_a_result_said_twice_keeps_its_opening_and_its_place():
    said = said_once([result("长沙：甲，可得20万元。"), result("可以累计。长沙：甲，可得20万元。", "c2")])
    assert [each.text for each in said] == ["可以累计。长沙：甲，可得20万元。"]


def test_half_of_a_clause_is_not_read_behind_the_whole():
    whole = DraftSentence("绍兴：不重复享受。只奖励差额部分。", "claim", (1,), "绍兴")
    half = DraftSentence("绍兴：只奖励差额部分。", "claim", (2,), "绍兴")
    assert said_once([whole, half]) == [whole]
