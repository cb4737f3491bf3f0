"""Several things told of in one message are calculated one by one, and one thing told of twice stays one."""

from datetime import date
from fractions import Fraction

import pytest

from assistant.calculator.inputs import Each
from assistant.decide.binding import bind
from assistant.decide.meaning import Meaning
from assistant.decide.terms import Terms
from assistant.decide.things import said_of_each
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook
from index.embedding.embedder import open_embedder

BOOK = load_rulebook()
MEANING = Meaning(open_embedder().encode_query)
WAN = 10_000


def bound(rule_id, text):
    rule, told = BOOK.rule(rule_id), told_of(text, date(2026, 6, 30))
    own = said_of_each(rule, told, bind(rule, told, 2026, MEANING))
    return {b.input: b.value for b in Terms(MEANING).without_excluded(rule, told, own)}


def test_two_sums_of_as_many_things_as_are_told_of_stand_apart():
    facts = bound("shaoxing-2025/（七）:digital-park-building", "两个园区都建完了，软硬件实际投资一个450万、一个200万")
    assert facts["software_hardware_investment"] == [450 * WAN, 200 * WAN]
    assert isinstance(facts["software_hardware_investment"], Each)


def test_a_kind_is_told_with_each_count_and_what_is_left_out_is_the_one_before():
    facts = bound("shaoxing-2025/（二十五）:standard-making", "今年牵头国际标准1项、参编国家标准2项、行业标准3项")
    assert facts["standard_role"] == ["leading", "participating", "participating"]
    assert facts["standard_type"] == ["international", "national", "industry"]
    assert facts["item_count"] == [1, 2, 3]


def test_a_thing_of_a_kind_that_is_not_paid_is_left_out():
    facts = bound("shaoxing-2025/（二十五）:standard-making", "主导国际标准1项、主导国家标准2项，还有主导团体标准1项")
    assert facts["item_count"] == [1, 2]


def test_one_sum_told_of_two_things_counts_twice():
    facts = bound("changsha-2023/附件7/2:consumer-goods-variety", "今年两款单品的年营收头一回破亿")
    assert [int(value) for value in facts["variety_revenue"]] == [100_000_000, 100_000_000]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("两个品种：甲品种2600万，其中关联交易400万；乙品种900万", [2200 * WAN, 900 * WAN]),
        ("甲品种交易费2600万，其中关联交易400万", 2200 * WAN),
    ],
)
def test_a_part_that_the_clause_leaves_out_comes_off_its_own_sum(text, sums):
    assert bound("changsha-2023/附件4/4:contract-manufacturing", text)["contract_fee"] == sums


def test_a_part_denied_to_be_what_is_paid_for_comes_off():
    facts = bound("changsha-2023/附件3/3:chain-list-purchase", "全年采购6200万，其中900万的货不在强链清单上")
    assert facts["chain_purchase"] == Fraction(5300 * WAN)


@pytest.mark.parametrize(
    "text", ["用电从8000万度涨到1.1亿度", "去年用电8000万度，今年1.1亿度", "用电8000万度，哦不对，是1.1亿度"]
)
def test_one_quantity_at_two_times_is_one_thing(text):
    assert not any(isinstance(v, Each) for v in bound("changsha-2023/附件3/1:electricity-increase", text).values())
