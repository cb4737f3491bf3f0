"""The sentence that answers for one award: amount, way, standing; why not; what it still hangs on."""

from datetime import date

import pytest

from assistant.answer import AskRequest, Unaccounted
from assistant.drafting.notice import BESIDE, brackets, notice
from assistant.drafting.parts import without_bureau
from assistant.drafting.result import result, spoken
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
DAY = date(2026, 11, 22)
INVESTMENT = next(each.id for each in BOOK.rules.values() if each.rule.title == "制造业项目设备投资奖励")


def ask(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=DAY)).sentences[0].text


def test_the_way_of_a_sum_stands_behind_it_without_saying_it_again():
    paid = BOOK.calculate(INVESTMENT, {"equipment_investment": "800万元"}, DAY)
    assert result(paid, "绍兴") == "绍兴：制造业项目设备投资奖励，可得48万元（实际完成设备投资额800万元×6%）。"


def test_a_capped_sum_says_so():
    paid = BOOK.calculate(INVESTMENT, {"equipment_investment": "5亿元"}, DAY)
    assert "可得1500万元" in result(paid, "绍兴")
    assert "超过上限，按上限算" in result(paid, "绍兴")


def test_not_reached_is_said_with_what_is_short():
    paid = BOOK.calculate(INVESTMENT, {"equipment_investment": "200万元"}, DAY)
    said = result(paid, "绍兴")
    assert said.startswith("不能享受绍兴的制造业项目设备投资奖励：条件是“实际完成设备投资额300万元及以上”")
    assert "您这边是200万元" in said
    assert "差100万元" in said


def test_where_a_fact_is_missing_the_rule_is_said():
    assert result(BOOK.calculate(INVESTMENT, {}, DAY), "绍兴", rule="按投资额的6%补").endswith("，按投资额的6%补。")


def test_what_has_been_spoken_of_above_is_not_quoted_again():
    paid = BOOK.calculate(INVESTMENT, {"equipment_investment": "800万元"}, DAY)
    left = Unaccounted(text="去年评了D", start=0, end=5, why="原文不包括D类")
    open_ = paid.model_copy(
        update={"semantics": "conditional", "amount_yuan": None, "amount_max_yuan": "480000", "unaccounted": [left]}
    )
    assert "您说的“去年评了D”，原文不包括D类" in result(open_, "绍兴")
    above = result(open_, "绍兴", told_above={"去年评了D"})
    assert "去年评了D" not in above
    assert "还不能定：先看上面这一条" in above


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("长沙评上国家级节水型企业奖多少", "国家级节水型企业"),
        ("长沙节水型园区奖多少", "节水型园区"),
        ("长沙全国质量标杆企业奖多少", "全国质量标杆企业"),
        ("绍兴国家级绿色工厂奖多少", "国家级绿色低碳企业（工厂、产品、园区、供应链等）"),
    ],
)
def test_of_a_title_that_lists_several_the_one_that_was_asked_about(assistant, question, name):
    assert ask(assistant, question).partition("：")[2].startswith(f"{name}，")


def test_one_thing_that_is_paid_is_not_cut_in_two():
    (rule,) = [each for each in BOOK.rules.values() if each.rule.title.startswith("智能化技术改造设备、")]
    paid = BOOK.calculate(rule.id, {}, DAY)
    assert spoken(paid, "智能化技术改造的设备能补多少") == rule.rule.title


def test_a_standing_beside_a_figure_is_short_and_is_never_left_out():
    assert max(len(words) for words in BESIDE.values()) <= 20
    assert [status for status, words in BESIDE.items() if not words] == ["in_force"]
    assert brackets("2000万元×6%", "", "按征求意见稿") == "（2000万元×6%；按征求意见稿）"
    assert brackets("") == ""


def test_the_notice_names_the_document_and_its_standing():
    held = BOOK.library.documents
    assert notice(held["changsha-2023"], DAY) == "长沙若干政策是征求意见稿，以正式文本为准。"
    assert "已于2025年12月31日届满" in notice(held["hangzhou-2023"], DAY)
    assert "届满" not in notice(held["hangzhou-2023"], date(2024, 6, 30))
    assert notice(held["changsha-plan-2021"], DAY).startswith("长沙三年行动计划已于2023年12月31日到期")
    assert notice(held["shaoxing-2025"], date(2024, 6, 30)).endswith("目前尚未开始。")


def test_the_bracket_for_the_office_is_not_read_out():
    assert without_bureau("杭州：补20%。（牵头单位：市经信局，配合单位：市财政局）。") == "杭州：补20%。"
    assert without_bureau("绍兴：每年（含当年）补5万元。") == "绍兴：每年（含当年）补5万元。"
