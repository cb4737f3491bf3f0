"""Awards told year by year."""

import pytest
from pydantic import ValidationError

from assistant.calculator import kinds
from assistant.calculator.facts import Facts
from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.calculator.yearly import yearly

INPUTS = InputRegistry(
    {
        "rent": InputSpec(label="租金", type="money", question="租金是多少？"),
        "year": InputSpec(label="第几年", type="year_index", question="第几年？"),
    }
)
RATES = [{"years": ["第一年", "第二年"], "rate": "80%"}, {"years": ["第三年"], "rate": "40%"}]
RENT = kinds.Yearly(kind="yearly", base={"of": "rent"}, rates=RATES, most="60万元", year="year")
SHARES = [{"years": "第一年", "rate": "40%"}, {"years": "第二年", "rate": "60%"}]
PAID_OUT = kinds.Yearly(kind="yearly", amount="500万元", rates=SHARES, year="year")


def due(award, **given):
    facts = Facts(INPUTS, {name: INPUTS.parse(name, value) for name, value in given.items()})
    return yearly(award, facts)


@pytest.mark.parametrize(
    ("given", "yuan"),
    [
        ({"rent": "70万元"}, 1_400_000),
        ({"rent": "70万元", "year": "第三年"}, 280_000),
        ({"rent": "100万元", "year": "第一年"}, 600_000),  # capped in its year
        ({"rent": "100万元"}, 1_600_000),  # 60万 + 60万 + 40万: each year by itself
    ],
)
def test_each_year_has_its_rate_and_its_ceiling(given, yuan):
    assert due(RENT, **given).amount.high == yuan


def test_all_years_come_with_what_each_brings():
    outcome = due(RENT, rent="70万元")
    assert [(p.label, p.amount) for p in outcome.schedule] == [
        ("第一年", 560_000), ("第二年", 560_000), ("第三年", 280_000),
    ]  # fmt: skip
    assert any("都相同" in note for note in outcome.notes)


def test_a_sum_is_paid_out_in_shares():
    assert due(PAID_OUT).amount.high == 5_000_000
    assert due(PAID_OUT, year="第二年").amount.high == 3_000_000


def test_a_year_that_is_not_told_of_pays_nothing():
    assert due(RENT, rent="70万元", year="第四年").refused


def test_without_the_base_it_is_asked_for():
    assert due(RENT).missing == ["rent"]


def test_it_is_of_a_base_or_of_a_sum():
    with pytest.raises(ValidationError):
        kinds.Yearly(kind="yearly", rates=RATES, year="year")
