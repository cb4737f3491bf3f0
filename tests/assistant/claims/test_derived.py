import pytest

from assistant.claims.derived import derived
from assistant.claims.held import hold

GIANTS = "到2023年，新培育国家级小巨人企业30家、省级小巨人企业150家、市级小巨人企业500家。"
PARKS = "获三、四、五星级小微企业园的，分别奖励20万元、40万元、60万元，晋级的实施差额奖励。"
CRAFTS = "每年培育高级工程师、高技能人才和产业工匠各100名。"


def worked_out(said, clause):
    found = derived(said, hold([clause]))
    return {said[a:b] for spans in found for a, b in spans}


def test_a_sum_of_the_items_it_names():
    assert "680家" in worked_out("国家级、省级、市级小巨人企业合计680家", GIANTS)
    assert "三百名" in worked_out("高级工程师、高技能人才和产业工匠各100名，合计三百名", CRAFTS)


@pytest.mark.parametrize(
    "said", ["国家级、省级小巨人企业合计680家", "国家级、省级、市级小巨人企业合计690家", "小巨人企业680家"]
)
def test_no_sum_of_others_nor_another_sum(said):
    assert worked_out(said, GIANTS) == set()


def test_the_difference_of_two_steps_it_names():
    assert "20万元" in worked_out("由三星级晋升为四星级的，按差额奖励，即20万元", PARKS)
    assert worked_out("由三星级晋升为五星级的，按差额奖励，即20万元", PARKS) == set()


def test_as_many_as_the_list_in_front_has_items():
    assert "三级" in worked_out("国家、省、市三级小巨人企业", GIANTS)
    assert worked_out("国家、省三级小巨人企业", GIANTS) == set()


PLATFORMS = "每新认定一个平台奖励50万元，同一企业不同平台的奖励可以累计。"
RATE = "当年设备投资300万元以上的，按6%给予补助，最高不超过20万元。"


def test_a_rate_of_a_sum_and_several_of_what_is_paid_each():
    assert "18万元" in worked_out("投资刚好300万元，按6%算就是18万元", RATE)
    assert "100万元" in worked_out("新认定两个平台就是100万元", PLATFORMS)


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("投资刚好300万元，按6%算就是28万元", RATE),
        ("投资400万元，按6%算就是24万元", RATE),  # more than the limit
        ("两个平台每个就是100万元", PLATFORMS),
        ("新认定两个平台的，再奖励100万元", PLATFORMS),
    ],
)
def test_no_other_product_none_beyond_a_limit_none_of_each(said, clause):
    assert worked_out(said, clause) == set()


def test_as_many_kinds_as_are_summed_up_and_no_grade():
    assert "三级" in worked_out("国家级30家、省级150家、市级500家，三级加总680家", GIANTS)
    assert worked_out("2级10万元，3级20万元，3级30万元", "对2级、3级、4级的，分别给予10万元、20万元、30万元。") == set()


def test_both_halves_of_one_to_one():
    shared = "建设资金由市、县按1:1分担，设备资金按1:2分担。"
    assert "一半" in worked_out("建设资金市、县各出一半", shared)
    assert worked_out("建设资金市里出一半", shared) == set()
    assert worked_out("设备资金市、县各出一半", "设备资金由市、县按1:2分担。") == set()
