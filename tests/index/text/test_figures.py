"""The literal parser against hand-typed values, the policies' own words, and what must not be read as a figure."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents.library import load_library
from index.text.figures import format_money, format_percent, number, parse, scan


@pytest.mark.parametrize(
    ("literal", "kind", "value", "unit"),
    [
        ("1.2亿", "money", 120_000_000, ""),
        ("3,500万", "money", 35_000_000, ""),
        ("一亿两千万", "money", 120_000_000, ""),
        ("1亿5000万", "money", 150_000_000, ""),
        ("两百五十万元", "money", 2_500_000, "元"),
        ("一亿二", "money", 120_000_000, ""),
        ("两万五", "money", 25_000, ""),
        ("1个亿", "money", 100_000_000, ""),
        ("3千万", "money", 30_000_000, ""),
        ("2百万元", "money", 2_000_000, "元"),
        ("1万亿", "money", 10**12, ""),
        ("１２万", "money", 120_000, ""),
        ("500w", "money", 5_000_000, ""),
        ("叁佰万元", "money", 3_000_000, "元"),
        ("0.15元", "money", F(3, 20), "元"),
        ("50 万 元", "money", 500_000, "元"),
        ("5‰", "permille", F(1, 200), "%"),
        ("百分之十五", "percent", F(3, 20), "%"),
        ("千分之五", "permille", F(1, 200), "%"),
        ("0.5%", "percent", F(1, 200), "%"),
        ("１０％", "percent", F(1, 10), "%"),
        ("六成", "percent", F(3, 5), "%"),
        ("三成五", "percent", F(7, 20), "%"),
        ("八折", "percent", F(4, 5), "%"),
        ("八五折", "percent", F(17, 20), "%"),
        ("一半", "percent", F(1, 2), "%"),
        ("2个百分点", "points", F(1, 50), "%"),
        ("24个点", "points", F(6, 25), "%"),
        ("1：1", "ratio", 1, ""),
        ("1:1.5", "ratio", F(2, 3), ""),
        ("12万辆", "quantity", 120_000, "辆"),
        ("850万度", "quantity", 8_500_000, "千瓦时"),
        ("850万千瓦时", "quantity", 8_500_000, "千瓦时"),
        ("1.56亿度", "quantity", 156_000_000, "千瓦时"),
        ("三家", "quantity", 3, "家"),
        ("180天", "quantity", 180, "天"),
        ("半年", "quantity", F(1, 2), "年"),
        ("300平米", "quantity", 300, "平方米"),
        ("3台（套）", "quantity", 3, "台"),
        ("12", "number", 12, ""),
    ],
)
def test_one_literal(literal, kind, value, unit):
    figure = parse(literal)
    assert (figure.kind, figure.value, figure.unit) == (kind, value, unit)
    assert figure.text == literal


@pytest.mark.parametrize(
    ("literal", "low", "high", "of"),
    [
        ("20—100万元", 200_000, 1_000_000, "money"),
        ("1-10亿元", 100_000_000, 1_000_000_000, "money"),
        ("20万元—100万元", 200_000, 1_000_000, "money"),
        ("5万到10万元", 50_000, 100_000, "money"),
        ("5000万～1亿", 50_000_000, 100_000_000, "money"),
        ("10%-20%", F(1, 10), F(1, 5), "percent"),
        ("3至5家", 3, 5, "quantity"),
    ],
)
def test_a_range_is_one_token(literal, low, high, of):
    figure = parse(literal)
    assert (figure.kind, figure.low, figure.high, figure.of) == ("range", low, high, of)


@pytest.mark.parametrize(
    "text",
    [
        "4151", "列入“415X”集群", "“850”工程建设计划", "循环经济‘850’工程", "5G网络", "世界500强", "长政办发〔2021〕10号",
        "前3台产品", "“十链百场万企”活动", "2025年1月1日至2026年12月31日", "2025-03-03 09:02:56", "一次性奖励", "一、二、三等奖",
        "3C电池", "第二年", "第8条", "附件3第1条", "2021-2023年", "二〇二三年", "二三十家", "三、四、五星级", "山区26县", "AA级", "一年级",
    ],
)  # fmt: skip
def test_what_is_no_figure(text):
    assert scan(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("分别给予10万元、20万元、30万元", [100_000, 200_000, 300_000]),
        ("分别给予10、20、30万元", [100_000, 200_000, 300_000]),
        ("60万/50万", [600_000, 500_000]),
        ("不超过实际交易额60%、50%、50%的补助", [F(3, 5), F(1, 2), F(1, 2)]),
        ("DCMM评估2级、3级、4级", [2, 3, 4]),
        ("DCMM评估2、3、4级", [2, 3, 4]),
        ("产能12万、15万辆", [120_000, 150_000]),
        ("给予最高200万适配补助", [2_000_000]),
        ("2.5万/个", [25_000]),
        ("从8000万到1亿", [80_000_000, 100_000_000]),
        ("此前10亿档领过100万", [1_000_000_000, 1_000_000]),
        ("提前180天(含)以上开工", [180]),
        ("1、5000万元", [50_000_000]),
        ("营收1.2亿，出口3,500万", [120_000_000, 35_000_000]),
    ],
)
def test_figures_in_running_text(text, values):
    assert [figure.value for figure in scan(text)] == values


def test_rates_name_what_they_are_per_outside_the_token():
    figure = scan("给予0.3元/千瓦时的奖励")[0]
    assert (figure.text, figure.per, figure.value) == ("0.3元", "千瓦时", F(3, 10))
    assert parse("0.3元/千瓦时").per == "千瓦时"


@pytest.mark.parametrize("text", ["近1亿", "约1亿元", "1亿左右", "1亿多", "5000多万元"])
def test_rough_figures_say_so(text):
    assert [figure.about for figure in scan(text)] == [True]


def test_exact_figures_do_not_claim_to_be_rough():
    assert not scan("营收1亿元")[0].about


@pytest.mark.parametrize("literal", ["", "五百强", "10^30元", "50万元奖励", "10万元、20万元", "很多"])
def test_parse_refuses_what_is_not_one_figure(literal):
    with pytest.raises(ValueError, match="不是一个数字"):
        parse(literal)


def test_every_policy_text_scans_with_offsets_into_the_original():
    for document in load_library().documents.values():
        previous = 0
        for figure in scan(document.source):
            assert document.source[figure.start : figure.end] == figure.text
            assert figure.start >= previous
            previous = figure.end


def test_money_tokens_of_the_award_texts():
    """Hand-checked in one clause: every figure of 附件1第2条 and nothing else."""
    clause = load_library().clause("changsha-2023/附件1/2")
    assert [figure.text for figure in scan(clause.text) if figure.kind == "money"] == [
        "5000万元", "1亿元", "2亿元", "5亿元", "10亿元", "25万元", "50万元", "100万元", "200万元", "400万元",
    ]  # fmt: skip


CENTS = st.integers(min_value=0, max_value=10**16)


@given(CENTS)
def test_format_then_parse_is_identity(cents):
    yuan = F(cents, 100)
    assert parse(format_money(yuan)).value == yuan


@given(st.integers(min_value=1, max_value=10**9))
def test_spacing_width_and_separators_do_not_matter(units):
    plain = parse(f"{units}万元").value
    wide = "".join(chr(0xFF10 + int(digit)) for digit in str(units))
    assert parse(f"{wide}万元").value == plain
    assert parse(f"{units} 万 元").value == plain
    assert parse(f"{units:,}万元").value == plain
    assert scan(f"奖励{units}万元。")[0].value == plain


@given(st.integers(min_value=0, max_value=10**7))
def test_percentages_round_trip(parts):
    rate = F(parts, 10**6)
    assert parse(format_percent(rate)).value == rate


def _spoken(value: int) -> str:
    """A number below 10^8 in Chinese, written out the schoolbook way."""
    digits, powers = "零一二三四五六七八九", [(1000, "千"), (100, "百"), (10, "十")]

    def below_ten_thousand(n: int) -> str:
        said, zero = "", False
        for size, name in powers:
            digit, n = divmod(n, size)
            if digit:
                said += ("零" if zero else "") + digits[digit] + name
                zero = False
            elif said:
                zero = True
        return said + (("零" if zero else "") + digits[n] if n else "")

    high, low = divmod(value, 10_000)
    if not high:
        return below_ten_thousand(low)
    rest = ("零" if 0 < low < 1000 else "") + below_ten_thousand(low)
    return below_ten_thousand(high) + "万" + rest


@given(st.integers(min_value=1, max_value=10**8 - 1))
def test_chinese_numbers(value):
    assert number(_spoken(value)) == value


@pytest.mark.parametrize("digit", ["9", "九"])
def test_a_run_of_digits_as_long_as_no_figure_is_none(digit):
    endless = digit * 20_000
    assert [figure.text for figure in scan(f"奖励5万元，{endless}万元，3%", bare=True)] == ["5万元", "3%"]
    with pytest.raises(ValueError, match="不是一个数字"):
        parse(endless)


def test_a_term_behind_an_event_is_a_figure():
    assert [figure.text for figure in scan("验收合格后30天内申报，后3年不退规")] == ["30天"]
