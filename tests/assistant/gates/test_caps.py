"""No ceiling is denied; a rate, a unit price or a sum per step comes with its cap where the whole answer is known."""

from datetime import date

import pytest

from assistant.gates.verify import Verifier, VerifyRequest

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def told(rulebook):
    """`told(text, clause)` → reasons of the sentences that are refused, the document's standing aside."""
    verifier = Verifier(rulebook)

    def ask(text, *clauses):
        cites = {str(n): clause for n, clause in enumerate(clauses, 1)}
        found = verifier.verify(VerifyRequest(answer=text, cites=cites, as_of=DAY), DAY)
        return [sentence.reason for sentence in found.sentences if sentence.gate in ("cap", "claim")]

    return ask


@pytest.mark.parametrize(
    "said", ["不设上限", "上不封顶", "没有上限", "无上限", "不限额", "没有设置金额上限", "不设最高限额"]
)
def test_a_ceiling_is_not_said_away(told, said):
    assert told(f"绍兴省“隐形冠军”企业的奖励{said}[1]。", "shaoxing-2025/（十二）")


def test_a_denied_denial_passes(told):
    assert not told("绍兴省“隐形冠军”企业的奖励并不是没有上限，最高80万元[1]。", "shaoxing-2025/（十二）")


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("绍兴按设备投资额的6%奖励[1]。", "shaoxing-2025/（八）"),
        ("绍兴按设备投资额的百分之六奖励[1]。", "shaoxing-2025/（八）"),
        ("长沙征求意见稿：储能电站每千瓦时奖0.3元[1]。", "changsha-2023/附件3/2"),
        ("长沙征求意见稿：工程机械企业当年度出口额每增长5%奖励10万元[1]。", "changsha-2023/附件1/3"),
        ("长沙征求意见稿：会展按结算费用的50%奖励，单场不超过300万元[1]。", "changsha-2023/附件3/4"),
    ],
)
def test_what_grows_is_not_said_without_its_cap(told, text, clause):
    assert told(text, clause)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("绍兴按设备投资额的6%奖励，单个项目当年不超过1500万元[1]。", "shaoxing-2025/（八）"),
        ("绍兴按设备投资额的6%奖励[1]。单个项目当年最高一千五百万元[1]。", "shaoxing-2025/（八）"),
        ("列入绍兴市重点工业项目计划的，在6%基础上再加2个百分点[1]。", "shaoxing-2025/（八）"),
        ("长沙征求意见稿：独家品种新进入《国家基本药物目录》，每个产品奖20万元[1]。", "changsha-2023/附件4/5"),
        ("长沙市本级按省奖励资金的20%配套[1]。征求意见稿。", "changsha-2023/13"),
    ],
)
def test_with_its_cap_said_anywhere_or_none_to_say_it_passes(told, text, clause):
    assert not told(text, clause)
