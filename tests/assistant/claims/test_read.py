"""A clause as claims: which figure goes with what."""

import pytest

from assistant.claims.read import claims


def pays(text):
    """[(figure, bound, own words without pauses)] of what is paid."""
    return [(c.result.figure.text, c.result.bound, c.own) for c in claims(text) if c.paid]


def test_items_of_a_list_go_with_as_many_figures():
    found = pays("当年新增认定为国家级、省级制造业创新中心的，分别奖励最高不超过1000万元、500万元。")
    assert [(figure, bound) for figure, bound, _ in found] == [("1000万元", "max"), ("500万元", "max")]
    assert "国家级制造业创新中心" in found[0][2]
    assert "省级" not in found[0][2]
    assert "国家级" not in found[1][2]


@pytest.mark.parametrize(
    ("text", "figure", "words", "not_words"),
    [
        ("获得国家级数据大赛一、二、三等奖的，分别奖励10万元、8万元、6万元。", "8万元", "二等奖", "一"),
        ("首次通过DCMM评估的，按车间级、工厂级，分别奖励15万元、50万元。", "50万元", "工厂级", "车间级"),
        ("认定为省级未来工厂、省级智能工厂、市级智能工厂的，分别奖励500万元、50万元、30万元。", "30万元", "市级智能工厂", "未来工厂"),
        ("认定为国家级、省级企业技术中心，省级产业技术联盟，市级企业技术中心的，分别奖励100万元、20万元、10万元、5万元。", "10万元", "产业技术联盟", "企业技术中心"),
    ],
)  # fmt: skip
def test_each_kind_of_list(text, figure, words, not_words):
    own = next(own for said, _, own in pays(text) if said == figure)
    assert words in own
    assert not_words not in own


def test_thresholds_are_conditions_of_their_own_amount():
    text = "对营业收入首次超过5000万元、1亿元、2亿元的企业，分别给予25万元、50万元、100万元奖励。"
    found = {c.result.figure.text: [m.figure.text for m in c.conditions] for c in claims(text)}
    assert found == {"25万元": ["5000万元"], "50万元": ["1亿元"], "100万元": ["2亿元"]}


def test_what_says_little_inherits_from_before_but_not_the_level():
    text = "新列入省级5G全连接工厂的企业，奖励15万元，新列入市级的，奖励10万元。"
    last = claims(text)[-1]
    assert last.elided
    assert "5g全连接工厂" in last.inherited
    assert "省级" not in last.inherited


def test_a_limit_is_a_limit_of_what_stands_before_it():
    first, cap = claims("按实际放电量给予运营主体0.3元/千瓦时的奖励，单个企业年度奖励额度不超过300万元。")
    assert (first.cap, cap.cap) == (False, True)
    assert cap.result.bound == "max"


def test_a_sentence_without_figures_is_one_claim():
    (claim,) = claims("同一企业不重复享受。")
    assert claim.result is None
