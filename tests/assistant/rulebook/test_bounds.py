"""At each bound, just below it, just above it: results typed from the clauses where the cases beside the rules stop.

超过 and 突破 leave the figure itself out, 以上 and （含） take it in.
"""

from __future__ import annotations

import pytest

from assistant.calculator.rule import Case
from assistant.rulebook.cases import check_cases
from assistant.rulebook.load import BookRule, load_rulebook

BOOK = load_rulebook()

PARTS = "changsha-2023/附件1/2:part-revenue"
STORAGE = "changsha-2023/附件3/6:storage-revenue"
PHARMA = "changsha-2023/附件4/7:pharma-distribution"
BEIDOU = "changsha-2023/附件6/3:beidou-revenue"
CONSUMER = "changsha-2023/附件7/1:consumer-goods-revenue"
VARIETY = "changsha-2023/附件7/2:consumer-goods-variety"
TRIAL = "changsha-2023/附件8/2:free-trial"


def told(**facts: str) -> dict[str, str]:
    return facts


@pytest.mark.parametrize(
    ("rule_id", "facts", "out"),
    [
        (PARTS, told(on_part_list="是", revenue="4999万元"), "0元"),
        (PARTS, told(on_part_list="是", revenue="5000万元"), "0元"),
        (PARTS, told(on_part_list="是", revenue="5001万元"), "25万元"),
        (STORAGE, told(revenue="50亿元"), "0元"),
        (STORAGE, told(revenue="100亿元"), "50万元"),
        (STORAGE, told(revenue="100.01亿元"), "100万元"),
        (STORAGE, told(revenue="500亿元"), "100万元"),
        (STORAGE, told(revenue="500.01亿元"), "500万元"),
        (PHARMA, told(pharma_purchase="0.99亿元"), "0元"),
        (PHARMA, told(pharma_purchase="1亿元"), "最高50万元"),
        (PHARMA, told(pharma_purchase="2亿元"), "最高80万元"),
        (PHARMA, told(pharma_purchase="4.99亿元"), "最高80万元"),
        (PHARMA, told(pharma_purchase="5亿元"), "最高100万元"),
        (PHARMA, told(pharma_purchase="10亿元"), "最高200万元"),
        (BEIDOU, told(revenue="3000万元"), "0元"),
        (BEIDOU, told(revenue="5000万元"), "30万元"),
        (BEIDOU, told(revenue="5001万元"), "50万元"),
        (BEIDOU, told(revenue="1亿元"), "50万元"),
        (BEIDOU, told(revenue="3亿元"), "100万元"),
        (BEIDOU, told(revenue="5亿元"), "150万元"),
        (BEIDOU, told(revenue="6000万元", beidou_share="50%"), "50万元"),
        (BEIDOU, told(revenue="6000万元", beidou_share="49.9%"), "not_met"),
        (CONSUMER, told(tax_paid="100万元", revenue="6亿元", revenue_growth="15%"), "最高20万元"),
        (CONSUMER, told(tax_paid="150万元", revenue="5亿元", revenue_growth="15%"), "最高20万元"),
        (CONSUMER, told(tax_paid="150万元", revenue="10亿元", revenue_growth="15%"), "最高50万元"),
        (CONSUMER, told(tax_paid="150万元", revenue="50亿元", revenue_growth="10%"), "最高100万元"),
        (VARIETY, told(variety_revenue="9999万元"), "最高20万元"),
        (VARIETY, told(variety_revenue="1亿元"), "最高50万元"),
        (TRIAL, told(served_users="49家"), "not_met"),
        (TRIAL, told(served_users="50家"), "not_met"),
        (TRIAL, told(served_users="51家"), "最高100万元"),
        ("shaoxing-2025/（十一）:revenue-increment", told(revenue="500亿元"), "0元"),
        ("shaoxing-2025/（十一）:revenue-increment", told(revenue="499.99亿元"), "not_met"),
    ],
)
def test_at_the_bound(rule_id: str, facts: dict[str, str], out: str) -> None:
    assert said(BOOK.rules[rule_id], facts, out) == []


def said(entry: BookRule, facts: dict[str, str], out: str) -> list[str]:
    case = Case.model_validate({"in": facts, "out": out})
    rule = entry.rule.model_copy(update={"cases": (case,)})
    tried = BookRule(entry.id, rule, entry.file, entry.document, entry.registry)
    return [str(failure) for failure in check_cases(BOOK, [tried])]
