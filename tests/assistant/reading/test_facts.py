"""Figures with their nouns, years and roles; levels, grades and what was received before."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from assistant.reading.model import Fact, Understanding

Read = Callable[..., Understanding]
WAN = 10_000
YI = 100_000_000


def _money(understanding: Understanding) -> list[tuple[int, str, str]]:
    return [(int(f.value), f.label, f.role) for f in understanding.facts_of("money") if isinstance(f.value, Fraction)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("绍兴，今年完成固定资产投资1.2亿", [(12_000 * WAN, "固定资产投资", "given")]),
        ("设备投入２０００万元", [(2_000 * WAN, "设备投入", "given")]),
        ("营收一亿两千万", [(12_000 * WAN, "营收", "given")]),
        ("展位费花了3,500元", [(3_500, "展位费", "given")]),
        ("签了64万的合同", [(64 * WAN, "合同", "given")]),
        ("服务费两百六十万", [(260 * WAN, "服务费", "given")]),
        ("去年营收2800万，今年3600万", [(2_800 * WAN, "营收", "given"), (3_600 * WAN, "营收", "given")]),
        ("上年度出口额8000万，今年出口1个亿", [(8_000 * WAN, "出口额", "given"), (YI, "出口", "given")]),
        ("设备花了1200万，其中软件300万", [(1_200 * WAN, "设备", "given"), (300 * WAN, "软件", "part")]),
        ("从8000万到1个亿的出口额", [(8_000 * WAN, "", "from"), (YI, "出口额", "to")]),
        ("营收由3亿增长到5.2亿", [(3 * YI, "营收", "from"), (52_000 * WAN, "营收", "to")]),
        ("销售额比前年多了1500万", [(1_500 * WAN, "销售额", "increase")]),
        ("采购额减少了300万", [(300 * WAN, "采购额", "decrease")]),
        ("之前领过30万", [(30 * WAN, "", "prior")]),
        ("拿过三星的20万", [(20 * WAN, "", "prior")]),
        ("三星小微园去年拿了20万", [(20 * WAN, "", "prior")]),
        ("10亿档领过100万", [(10 * YI, "", "tier"), (100 * WAN, "", "prior")]),
        ("当时已经领过5000万档的50万元", [(5_000 * WAN, "", "tier"), (50 * WAN, "", "prior")]),
        ("省里奖了500万，市里配套多少", [(500 * WAN, "", "upper_award")]),
        ("国家给了200万奖励", [(200 * WAN, "", "upper_award")]),
        ("以前没领过", [(0, "此前已领", "prior")]),
        ("之前没有享受过任何补贴", [(0, "此前已领", "prior")]),
        ("没拿过省级专精特新的奖励", [(0, "此前已领", "prior")]),
        ("此前从未享受过这项补助", [(0, "此前已领", "prior")]),
        ("第一次过亿", [(YI, "", "given")]),
        ("能领30万吗", [(30 * WAN, "", "asserted")]),
        ("奖励500万对吗", [(500 * WAN, "", "asserted")]),
        ("给15万还是10万？", [(15 * WAN, "", "asserted"), (10 * WAN, "", "asserted")]),
        ("设备投资2000万奖多少", [(2_000 * WAN, "设备投资", "given")]),
        ("选在哪两块地方", []),
        ("我们拿了国赛二等奖", []),
        (
            "前年营收过3000万领了30万，今年过1亿",
            [(3_000 * WAN, "营收", "given"), (30 * WAN, "", "prior"), (YI, "营收", "given")],
        ),
        ("省级10万已领，今年升国家级", [(10 * WAN, "", "prior")]),
        ("摊位费分别是1.2万和8000元", [(12_000, "摊位费", "given"), (8_000, "摊位费", "given")]),
        ("流片花了80万美元", []),
        ("2级的10万已经拿了", [(10 * WAN, "", "prior")]),
        ("从50万涨到200万", [(50 * WAN, "", "from"), (200 * WAN, "", "to")]),
        ("绍兴软件企业首次突破2000万", [(2_000 * WAN, "", "given")]),
    ],
)
def test_money(read: Read, question: str, expected: list[tuple[int, str, str]]) -> None:
    assert _money(read(question)) == expected


@pytest.mark.parametrize(
    ("question", "kind", "value", "unit"),
    [
        ("占比六成", "percent", Fraction(3, 5), "%"),
        ("涨了百分之二十", "percent", Fraction(1, 5), "%"),
        ("采购额的5‰", "percent", Fraction(5, 1000), "%"),
        ("比去年翻了一番", "percent", Fraction(1), "%"),
        ("放电850万度", "quantity", Fraction(8_500_000), "千瓦时"),
        ("用电一亿两千万度", "quantity", Fraction(120_000_000), "千瓦时"),
        ("三个独家品种", "quantity", Fraction(3), "个"),
        ("主导发布2项国家标准", "quantity", Fraction(2), "项"),
        ("组织了一百二十家企业", "quantity", Fraction(120), "家"),
        ("提前200天开工", "quantity", Fraction(200), "天"),
        ("租了800平米", "quantity", Fraction(800), "平方米"),
        ("核准产能12万辆", "quantity", Fraction(120_000), "辆"),
        ("由1:1.5承担", "ratio", Fraction(2, 3), ""),
        ("投资在500万到800万之间", "range", Fraction(8_000_000), "元"),
        ("三星升五星", "grade", "五星级", ""),
        ("评上五颗星", "grade", "五星级", ""),
        ("DCMM三级", "grade", "3级", ""),
        ("DCMM3级", "grade", "3级", ""),
        ("两化融合贯标3A", "grade", "AAA级", ""),
        ("贯标AA级", "grade", "AA级", ""),
        ("亩均评价B类", "grade", "B类", ""),
        ("能力成熟度C级", "grade", "C级", ""),
        ("省赛一等奖", "grade", "一等奖", ""),
        ("车间级5G", "grade", "车间级", ""),
        ("全国第二家通过", "rank", Fraction(2), "家"),
        ("一致性评价前3名", "rank", Fraction(3), "名"),
        ("入规第三年", "year_index", Fraction(3), "年"),
        ("首年度保费", "year_index", Fraction(1), "年"),
        ("首次列入", "first", True, ""),
        ("不是第一次申报", "first", False, ""),
        ("省级的", "level", "省级", ""),
        ("被部里评成优秀", "level", "国家级", ""),
        ("拿了国赛三等奖", "level", "国家级", ""),
        ("三星的奖励以前领过了", "prior", True, ""),
    ],
)
def test_other_kinds(read: Read, question: str, kind: str, value: object, unit: str) -> None:
    assert (kind, value, unit) in [(f.kind, f.value, f.unit) for f in read(question).facts]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("接入国家顶级节点的二级节点", "二级"),
        ("长沙三年行动计划讲什么", "三年"),
        ("评上五颗星", "五颗"),
        ("同一个项目", "一个"),
        ("1、长沙小巨人多少 2、绍兴小巨人多少 3、两个能一起拿吗", "3"),
        ("绍政办发〔2024〕4号", "4"),
    ],
)
def test_names_are_no_figures(read: Read, question: str, word: str) -> None:
    assert word not in [f.text for f in read(question).facts if f.kind in ("money", "quantity")]


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("去年营收2800万，今年3600万", [("last_year", 2025), ("this_year", 2026)]),
        ("前年用电100万度，上年度用电150万度", [("year_before_last", 2024), ("last_year", 2025)]),
        ("2024年营收6200万元，2025年1.15亿", [("year_before_last", 2024), ("last_year", 2025)]),
        ("二〇二三年营收4000万", [("earlier", 2023)]),
        ("明年计划投资500万", [("next_year", 2027)]),
        ("2025年销售额比2024年多了1500万元", [("last_year", 2025)]),
        (
            "2025年营业收入1.15亿元（2024年6200万元），北斗相关收入占72%",
            [("last_year", 2025), ("year_before_last", 2024), ("last_year", 2025)],
        ),
        ("设备投资500万", [("", None)]),
    ],
)
def test_years_of_figures(read: Read, question: str, periods: list[tuple[str, int | None]]) -> None:
    figures = [f for f in read(question).facts if f.kind in ("money", "percent", "quantity")]
    assert [(f.period, f.year) for f in figures] == periods


@pytest.mark.parametrize(
    ("question", "bound"),
    [
        ("营收首次超过5000万", "over"),
        ("营收突破1亿", "over"),
        ("营收首次达到50亿元", "at_least"),
        ("投资300万以上", "at_least"),
        ("营收不到3000万", "under"),
        ("今年第一次过1亿", "over"),
        ("领过100万", ""),
        ("两个多少钱", ""),
    ],
)
def test_bounds(read: Read, question: str, bound: str) -> None:
    facts = [f for f in read(question).facts if f.kind in ("money", "quantity")]
    assert [f.bound for f in facts] == [bound]


@pytest.mark.parametrize(
    ("question", "former", "now"),
    [
        ("从三星升到五星", "三星级", "五星级"),
        ("三星小微园去年拿了20万，今年升五星", "三星级", "五星级"),
        ("原来是三星，今年升到四星", "三星级", "四星级"),
        ("拿过三星的20万，现在四星了", "三星级", "四星级"),
    ],
)
def test_promotions(read: Read, question: str, former: str, now: str) -> None:
    grades = read(question).facts_of("grade")
    assert {f.value for f in grades if f.role == "former"} == {former}
    assert {f.value for f in grades if f.role == "given"} == {now}


def test_several_levels_held_at_once_are_no_promotion(read: Read) -> None:
    levels = read("绍兴同一园区今年市级、省级数字化示范园区一起认定了").facts_of("level")
    assert [(f.value, f.role) for f in levels] == [("市级", "given"), ("省级", "given")]


def test_words_round_a_figure_stay_with_it(read: Read) -> None:
    (fact,) = read("长沙，芯片企业MPW试流片花了200万，补多少").facts_of("money")
    assert "MPW试流片" in fact.before
    assert isinstance(fact, Fact)
    assert not fact.label
