"""What a sentence may say of a clause and what it may not, by kind; the reason names the slot."""

import pytest

from assistant.claims.compare import compare, hold

SUM = "对当年认定为国家级专精特新“小巨人”企业的，一次性奖励150万元；当年认定为省级专精特新中小企业的，奖励10万元。"
RATE = "对当年实际完成设备投入300万元及以上的项目，按实际完成设备投资额的6%给予奖励。单个项目当年设备投入奖励不超过1500万元。"
POWER = "按储能电站的实际放电量给予储能电站运营主体0.3元/千瓦时的奖励，单个企业年度奖励额度不超过300万元。"
EARLY = (
    "对固定资产投资1亿元以上的重大制造业项目，比合同约定期限提前180天（含）以上开工的，奖励20万元；提前90天（含）以上的，奖励10万元；"
    "比合同约定期限提前180天（含）以上建成投产的，奖励40万元。"
)
ONCE = "同一企业同一事项符合两项或两项以上扶持条款的，不重复享受；在低等次已作奖励的，晋升到高等次时，只奖励差额部分。"
DUTY = "鼓励龙头企业担任产业链链主。负责人已经履行应尽职责的，不承担相关责任。"


@pytest.mark.parametrize(
    ("clause", "said", "slot"),
    [
        (SUM, "国家级专精特新“小巨人”企业每年奖励150万元", "频次"),
        (SUM, "国家级专精特新“小巨人”企业每季度奖励150万元", "频次"),
        (SUM, "国家级“小巨人”企业的法定代表人个人奖励150万元", "内容"),
        (SUM, "国家级“小巨人”企业一次性奖励150万美元", "数字"),
        (SUM, "国家级“小巨人”企业奖励150万元，重点产业的奖励翻倍", "数字"),
        (SUM, "省级专精特新中小企业奖励150万元", "级别"),
        (SUM, "国家级“小巨人”企业最高奖励150万元", "界限"),
        (SUM, "国家级“小巨人”企业无需申报，一次性奖励150万元", "内容"),
        (SUM, "只要认定为国家级“小巨人”企业，就一定能拿到150万元", "内容"),
        (SUM, "国家级“小巨人”企业奖励150万元，为全国最高", "内容"),
        (SUM, "省级专精特新中小企业与国家级“小巨人”企业的奖励相同", "内容"),
        (RATE, "设备投入300万元及以上的项目，按项目总投资额的6%给予奖励", "基数"),
        (RATE, "不足300万元的项目，按实际完成设备投资额的6%给予奖励", "条件"),
        (RATE, "单个企业当年设备投入奖励不超过1500万元", "上限的范围"),
        (POWER, "单个电站年度奖励额度不超过300万元", "上限的范围"),
        (POWER, "按光伏电站的实际放电量给予0.3元/千瓦时的奖励", "内容"),
        (EARLY, "提前90天（含）以上开工的，奖励20万元", "条件"),
        (EARLY, "提前180天（含）以上建成投产的，奖励20万元", "档次"),
        (ONCE, "同一企业同一事项符合两项扶持条款的，可以分别享受", "肯定否定"),
        (ONCE, "晋升到高等次时，按高等次全额奖励", "内容"),
        (DUTY, "龙头企业应当担任产业链链主", "肯定否定"),
        (DUTY, "负责人已经履行应尽职责的，承担相关责任", "肯定否定"),
    ],
)  # fmt: skip
def test_what_says_more_is_told_by_its_slot(clause, said, slot):
    found = compare(said, hold([clause], ["绍兴", "长沙"]))
    assert found is not None
    assert found.slot == slot
    assert found.reason
    assert not found.reason.endswith("。")


def test_the_reason_says_what_the_clause_has_and_what_was_said():
    found = compare("单个企业当年设备投入奖励不超过1500万元", hold([RATE]))
    assert found is not None
    assert found.reason == "原文是单个项目的上限，句中说成单个企业"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (SUM, "在绍兴，当年认定为国家级专精特新“小巨人”的企业可以一次性拿到150万元"),
        (SUM, "省级专精特新中小企业，认定当年奖10万元"),
        (SUM, "国家级“小巨人”一次性奖一百五十万元，省级专精特新中小企业奖10万元"),
        (RATE, "设备投入达到300万元的项目，奖励设备投资额的6%，单个项目当年最多1500万元"),
        (POWER, "每千瓦时奖励0.3元，按储能电站的实际放电量算，给的是运营主体，单个企业一年不超过300万元"),
        (EARLY, "这类项目如果提前180天以上建成投产，奖励40万元"),
        (EARLY, "提前180天以上开工奖20万元，提前90天以上奖10万元"),
        (ONCE, "同一企业同一事项符合两项以上扶持条款的，不能重复享受"),
        (ONCE, "低等次已经奖励过的，升到高等次时只奖差额"),
        (DUTY, "负责人已履行应尽职责的，不承担责任"),
    ],
)
def test_a_natural_rewording_passes(clause, said):
    assert compare(said, hold([clause], ["绍兴", "长沙"])) is None


@pytest.mark.parametrize("clause", [SUM, RATE, POWER, EARLY, ONCE, DUTY])
def test_a_clause_says_no_more_than_itself(clause):
    assert compare(clause, hold([clause])) is None
