"""Figures that changed places are found by the words around them and by the sentence of the clause they share."""

from datetime import date

import pytest

from assistant.gates.verify import Verifier, VerifyRequest

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def refused(rulebook):
    """`refused(text, clause)` → whether a sentence of it fails."""
    verifier = Verifier(rulebook)

    def ask(text, clause):
        found = verifier.verify(VerifyRequest(answer=text, cites={"1": clause}, as_of=DAY), DAY)
        return not found.passed

    return ask


@pytest.mark.parametrize(
    ("right", "wrong", "clause"),
    [
        (
            "年度实缴税金100万元以上、营业收入首次突破50亿元（含）的消费品企业最高奖100万元[1]。征求意见稿。",
            "年度实缴税金50亿元以上、营业收入首次突破100万元（含）的消费品企业最高奖100万元[1]。征求意见稿。",
            "changsha-2023/附件7/1",
        ),
        (
            "产量达到5万辆或产值达到50亿元以上奖1000万元，产量达到10万辆或产值达到100亿元以上奖2000万元[1]。征求意见稿，已届满。",
            "产量达到5万辆或产值达到50亿元以上奖2000万元，产量达到10万辆或产值达到100亿元以上奖1000万元[1]。征求意见稿，已届满。",
            "hangzhou-2023/（三）",
        ),
        (
            "省级活动组织100家企业（含）以上参加每场补助25万元，市级组织50家（含）以上每场补助15万元[1]。",
            "省级活动组织50家企业（含）以上参加每场补助25万元，市级组织100家（含）以上每场补助15万元[1]。",
            "shaoxing-2025/（六）",
        ),
        (
            "新培育国家级小巨人企业30家、省级小巨人企业150家、市级小巨人企业500家[1]。计划已到期。",
            "新培育国家级小巨人企业30家、省级小巨人企业500家、市级小巨人企业150家[1]。计划已到期。",
            "changsha-plan-2021/二/（六）/3",
        ),
        (
            "设备投入300万元及以上的，按6%奖励，单个项目当年不超过1500万元[1]。",
            "设备投入1500万元及以上的，按6%奖励，单个项目当年不超过300万元[1]。",
            "shaoxing-2025/（八）",
        ),
    ],
)
def test_the_right_places_pass_and_the_exchanged_ones_do_not(refused, right, wrong, clause):
    assert not refused(right, clause)
    assert refused(wrong, clause)


def test_a_condition_said_once_for_two_amounts_passes(refused):
    text = "固定资产投资1亿元以上的重大制造业项目，提前180天（含）以上开工奖20万元，提前90天（含）以上奖10万元[1]。"
    assert not refused(text, "shaoxing-2025/（九）")


def test_a_denied_figure_changes_no_places(refused):
    text = "不是200万元，绍兴国家级专精特新“小巨人”企业一次性奖励150万元[1]。"
    assert not refused(text, "shaoxing-2025/（十二）")
