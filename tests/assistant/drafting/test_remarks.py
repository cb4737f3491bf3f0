"""What is said behind a result: one premise, how open words were read, nothing nobody asked."""

from datetime import date

from assistant.drafting.remarks import otherwise, remarks
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
DAY = date(2024, 6, 30)


def said(title, facts, question=""):
    (entry,) = [each for each in BOOK.rules.values() if each.rule.title == title]
    return list(remarks(BOOK.calculate(entry.id, facts, DAY), entry, told_of(question, DAY)))


def test_a_general_condition_is_one_short_premise_and_none_for_who_says_it_holds():
    facts = {"chain_purchase": "8.6亿元"}
    assert said("采购强链清单内产品奖励", facts) == ["前提是符合条件，由受理部门核实。"]
    assert said("采购强链清单内产品奖励", facts, "采购强链清单产品8.6亿元，符合条件") == []


def test_who_pays_is_told_to_who_asks():
    facts = {"computing_contract": "150万元"}
    assert not any("承担" in each for each in said("购买算力服务补助", facts, "合同150万元补多少"))
    assert any("承担" in each for each in said("购买算力服务补助", facts, "市本级要出多少"))


def test_the_lowest_level_has_nothing_that_could_have_been_paid_before():
    lower = "此前领过低一档的，只补差额。"
    day = date(2026, 6, 30)
    (entry,) = [each for each in BOOK.rules.values() if each.rule.title == "获三、四、五星级小微企业园"]
    for level, expected in (("三星级", False), ("五星级", True)):
        calculation = BOOK.calculate(entry.id, {next(iter(entry.inputs)): level}, day)
        assert (lower in remarks(calculation, entry, told_of("", day))) is expected


def test_what_the_text_gives_but_for_the_period():
    note = "不看期限、只按原文的其他规定测算，为50万元。晋级补差：100万元减去此前已获得的50万元，应再得50万元。"
    assert otherwise(note) == "50万元（100万元减去此前已获得的50万元）"
    assert otherwise("实行“一链一策”，具体金额逐案确定。") == ""
