"""What is told is told of its own thing: a part of its whole, a count of its total, a payment of its step."""

from datetime import date

import pytest

from assistant.answer import AskRequest

DAYS = {"长沙": date(2024, 6, 30), "杭州": date(2024, 6, 30), "绍兴": date(2026, 6, 30)}


def result(assistant, city, question):
    """Semantics and amount of the one calculation, or of the total where there are several."""
    answer = assistant.answer(AskRequest(question=f"{city}：{question}", as_of=DAYS[city]))
    found = answer.total or answer.calculations[0]
    return found.semantics, found.amount_yuan


@pytest.mark.parametrize(
    ("city", "question", "amount"),
    [
        # the part that the input asks for, not the whole it stands in
        ("长沙", "储能企业一年采购原料9000万，其中强链清单内的有6000万，奖多少", "300000"),
        # told of another measure: it bears on nothing
        ("绍兴", "车间新买生产设备1000万，另外盖宿舍楼花了700万，没列入任何计划，设备奖励多少", "600000"),
        # how many there are first, then how many of them are not there yet
        ("长沙", "四个医疗器械新产品在跑国外认证，三个今年拿到了FDA，一个还在审没下来，奖多少", "1500000"),
        # contracted, and done
        ("绍兴", "设备合同5000万，今年实际完成设备投资3000万，没进任何计划，奖多少", "1800000"),
        # what was really paid for the step before, whatever the step pays by the book
        ("绍兴", "前年省级企业技术中心实际到手15万，今年升国家级企业技术中心，最多还能拿多少", "850000"),
    ],
)
def test_a_figure_is_taken_for_what_its_own_words_say(assistant, city, question, amount):
    semantics, found = result(assistant, city, question)
    assert (semantics in ("exact", "at_most"), found) == (True, amount)


@pytest.mark.parametrize(
    ("city", "question"),
    [
        # one of two that the caller asks between is not told
        ("绍兴", "今年进了省级5G全连接工厂名单，到底是算车间级还是工厂级我说不准，奖多少"),
        # how much it is he cannot tell, and another sum does not stand for it
        ("绍兴", "淘汰落后设备列入了市级计划也验收了，设备买价800万，净值是多少会计还没算出来，奖多少"),
        # not of the place
        ("绍兴", "我们公司在宁波，不在绍兴，评上国家级专精特新小巨人，能领多少"),
        # of four things one may not count: what that one is stays open
        (
            "长沙",
            "承办了三场储能材料论坛，市政府都参与主办，结算费200万、300万、260万，另一场我们自己办的没有政府参与，花了90万，共奖多少",
        ),
    ],
)
def test_what_is_not_told_makes_no_sure_sum(assistant, city, question):
    semantics, _ = result(assistant, city, question)
    assert semantics not in ("exact", "at_most")


def test_a_class_is_told_by_its_letter(assistant):
    semantics, _ = result(assistant, "长沙", "智能制造成熟度测下来只有E，想评市级智能制造示范工厂，奖多少")
    assert semantics == "not_eligible"


def test_a_place_behind_a_question_takes_its_matter_along(assistant):
    answer = assistant.answer(AskRequest(question="长沙国家级小巨人奖多少？绍兴呢？", as_of=DAYS["绍兴"]))
    assert {c.rule_id.split(":")[1] for c in answer.calculations} == {"little-giant"}


def test_what_is_paid_on_top_comes_along_where_all_is_asked(assistant):
    question = "绍兴氢能项目今年实际完成设备投资3000万，没进任何重点计划，基本的设备奖励加上氢能额外的一共多少"
    answer = assistant.answer(AskRequest(question=question, as_of=DAYS["绍兴"]))
    assert {c.rule_id.split(":")[1] for c in answer.calculations} == {"equipment-investment", "hydrogen-equipment"}
